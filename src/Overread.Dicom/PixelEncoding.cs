namespace Overread.Dicom;

/// <summary>How frames of pixel data are stored.</summary>
public enum PixelEncoding
{
    /// <summary>Plain numbers, one value.</summary>
    Native,

    /// <summary>Plain numbers, one fragment per frame.</summary>
    Uncompressed,

    /// <summary>Run lengths (PS3.5 annex G).</summary>
    Rle,

    /// <summary>JPEG processes 1, 2 and 4 (lossy, 8 or 12 bit).</summary>
    Jpeg,

    /// <summary>JPEG process 14 (lossless).</summary>
    JpegLossless,

    /// <summary>JPEG-LS, lossless and near-lossless.</summary>
    JpegLs,

    /// <summary>JPEG 2000 part 1 and its high-throughput form.</summary>
    Jpeg2000,

    /// <summary>Each frame deflated (PS3.5 annex A.4.13).</summary>
    Deflate,

    /// <summary>One video stream for all frames.</summary>
    Video,

    /// <summary>Registered, but nothing here decodes it; frames are passed through as they are.</summary>
    Other,
}
