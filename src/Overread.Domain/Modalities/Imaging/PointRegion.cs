namespace Overread.Domain.Modalities.Imaging;

/// <summary>A point.</summary>
/// <param name="File">The image file of the item.</param>
/// <param name="Frame">Frame number from 0.</param>
/// <param name="X">Pixels from the left edge.</param>
/// <param name="Y">Pixels from the upper edge.</param>
public sealed record PointRegion(string File, int Frame, double X, double Y) : ImageRegion(File, Frame);
