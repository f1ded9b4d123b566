namespace Overread.Domain.Modalities.Imaging;

/// <summary>A corner of an outline.</summary>
/// <param name="X">Pixels from the left edge.</param>
/// <param name="Y">Pixels from the upper edge.</param>
public sealed record PolygonPoint(double X, double Y);
