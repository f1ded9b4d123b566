using Overread.Domain.Marks;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>An image: a matrix of pixels, or several of one size.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Frames">Number of frames, at least 1.</param>
public sealed record ImageContent(int Width, int Height, int Frames) : FileContent
{
    /// <summary>Distance of neighbouring columns in millimetres; null where the file does not say.</summary>
    public double? SpacingX { get; init; }

    /// <summary>Distance of neighbouring rows in millimetres; null where the file does not say.</summary>
    public double? SpacingY { get; init; }

    /// <summary>Frames per second, where the object says so.</summary>
    public double? FrameRate { get; init; }

    /// <summary>SHA-256 of the pixel data alone, lower-case hex: the same before and after de-identification.</summary>
    public string? PixelHash { get; init; }

    /// <summary>Remapped SOP Instance UID, for DICOM.</summary>
    public string? SopInstanceUid { get; init; }

    /// <summary>Remapped Study Instance UID, for DICOM; null in records of before.</summary>
    public string? StudyUid { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Names => NamesOf(SopInstanceUid, StudyUid);

    /// <inheritdoc/>
    public override int Parts => Frames;

    /// <inheritdoc/>
    public override string? Fingerprint => PixelHash;

    /// <inheritdoc/>
    public override FileContent ForReaders() => this with { PixelHash = null, SopInstanceUid = null, StudyUid = null };

    internal static IEnumerable<string> NamesOf(params string?[] uids) => uids.Where(u => u is { Length: > 0 })!;
}
