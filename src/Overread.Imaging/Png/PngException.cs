namespace Overread.Imaging.Png;

/// <summary>A file is not PNG, or damaged. The message says where.</summary>
public sealed class PngException : Exception
{
    /// <summary>Creates the error with its message.</summary>
    public PngException(string message)
        : base(message) { }
}
