namespace Overread.Dicom.Geometry;

/// <summary>Which frame: the object by its place in the list given, and the frame within it, both from 0.</summary>
/// <param name="Instance">Place of the object.</param>
/// <param name="Frame">Frame within the object.</param>
public readonly record struct SliceIndex(int Instance, int Frame);
