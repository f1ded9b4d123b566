namespace Overread.Dicom.Reports;

/// <summary>A region of a report: SCOORD on an image, or SCOORD3D in the patient (PS3.3 C.18.6, C.18.9).</summary>
/// <param name="GraphicType">POINT, MULTIPOINT, POLYLINE, CIRCLE, ELLIPSE, POLYGON, ELLIPSOID.</param>
/// <param name="Data">Column and row from the upper left corner of the first pixel, or x, y, z in mm LPS.</param>
/// <param name="IsSpatial">True for SCOORD3D.</param>
public sealed record ReportRegion(string GraphicType, IReadOnlyList<double> Data, bool IsSpatial)
{
    /// <summary>The image of a SCOORD; null where not said.</summary>
    public string? SopInstanceUid { get; init; }

    /// <summary>Class of that image.</summary>
    public string? SopClassUid { get; init; }

    /// <summary>Frame of that image from 1; 0 for an object of one image.</summary>
    public int Frame { get; init; }

    /// <summary>Frame of reference of a SCOORD3D.</summary>
    public string? FrameOfReferenceUid { get; init; }
}
