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
}
