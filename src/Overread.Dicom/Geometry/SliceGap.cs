namespace Overread.Dicom.Geometry;

/// <summary>A place in a series where the next slice is not one spacing away.</summary>
/// <param name="After">Place in <see cref="SeriesGeometry.Order"/> of the slice before the gap.</param>
/// <param name="Distance">Millimetres to the next slice; 0 for two slices at one place.</param>
/// <param name="MissingSlices">Slices that would fit in between; 0 where the spacing is only irregular.</param>
public sealed record SliceGap(int After, double Distance, int MissingSlices);
