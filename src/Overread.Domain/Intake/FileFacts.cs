namespace Overread.Domain.Intake;

/// <summary>One image file of an item, after de-identification.</summary>
/// <param name="Id">The file's id; its address.</param>
/// <param name="Hash">SHA-256 of the bytes, lower-case hex; names the blob.</param>
/// <param name="Size">Bytes.</param>
/// <param name="MediaType">application/dicom, image/png or image/jpeg.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Frames">At least 1.</param>
public sealed record FileFacts(string Id, string Hash, long Size, string MediaType, int Width, int Height, int Frames)
{
    /// <summary>Frames per second, where the object says so.</summary>
    public double? FrameRate { get; init; }

    /// <summary>SHA-256 of the PNG thumbnail, or null.</summary>
    public string? Thumbnail { get; init; }

    /// <summary>SHA-256 of the pixel data alone, lower-case hex: the same before and after de-identification.</summary>
    public string? PixelHash { get; init; }

    /// <summary>Remapped SOP Instance UID, for DICOM.</summary>
    public string? SopInstanceUid { get; init; }
}
