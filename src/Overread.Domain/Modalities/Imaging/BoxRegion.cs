namespace Overread.Domain.Modalities.Imaging;

/// <summary>An axis-parallel box.</summary>
/// <param name="File">The image file of the item.</param>
/// <param name="Frame">Frame number from 0.</param>
/// <param name="X">Left edge, pixels.</param>
/// <param name="Y">Upper edge, pixels.</param>
/// <param name="Width">Greater than 0, pixels.</param>
/// <param name="Height">Greater than 0, pixels.</param>
public sealed record BoxRegion(string File, int Frame, double X, double Y, double Width, double Height)
    : ImageRegion(File, Frame);
