namespace Overread.Imaging.Marks;

/// <summary>Shapes that stand in the pixels of one picture.</summary>
public enum PlanarShapeKind
{
    /// <summary>Left, top, right, bottom.</summary>
    Box,

    /// <summary>Closed rings; a pixel inside an odd number of them is inside.</summary>
    Polygon,

    /// <summary>An open line.</summary>
    Polyline,

    /// <summary>One or more places.</summary>
    Points,

    /// <summary>Ends of the major, then of the minor axis (DICOM ELLIPSE).</summary>
    Ellipse,
}
