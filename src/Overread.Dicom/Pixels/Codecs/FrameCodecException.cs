namespace Overread.Dicom.Pixels.Codecs;

/// <summary>A frame cannot be decoded or encoded. Caught inside this library, where it becomes a finding.</summary>
public sealed class FrameCodecException : Exception
{
    /// <summary>Creates it with what is wrong; never a value of the image.</summary>
    public FrameCodecException(string message)
        : base(message) { }

    /// <summary>Creates it around what a codec threw.</summary>
    public FrameCodecException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>Creates it without a text.</summary>
    public FrameCodecException() { }
}
