namespace Overread.Dicom.Structures;

/// <summary>One contour of a region of interest (PS3.3 C.8.8.6).</summary>
/// <param name="Type">Contour Geometric Type, such as CLOSED_PLANAR, CLOSEDPLANAR_XOR, OPEN_PLANAR, POINT.</param>
/// <param name="Data">x, y, z in millimetres of the patient (LPS), point by point.</param>
/// <param name="SopInstanceUid">The image that it was drawn on; null where not said.</param>
public sealed record StructureContour(string Type, IReadOnlyList<double> Data, string? SopInstanceUid)
{
    /// <summary>Frame of that image, from 1; 0 for an object of one image.</summary>
    public int Frame { get; init; }
}
