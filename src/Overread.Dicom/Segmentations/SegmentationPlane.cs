namespace Overread.Dicom.Segmentations;

/// <summary>One frame to be written.</summary>
/// <param name="Segment">Segment Number; 0 in a label map.</param>
/// <param name="Image">Place of the image in <see cref="Derived.DerivedContext.Images"/>.</param>
/// <param name="Fill">Fills rows × columns cleared numbers: 0 or 1, fractions of 255, or segment numbers.</param>
public sealed record SegmentationPlane(int Segment, int Image, Action<int[]> Fill);
