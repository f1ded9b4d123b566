using Overread.Dicom.Geometry;

namespace Overread.Dicom.Segmentations;

/// <summary>One frame of a segmentation object.</summary>
/// <param name="Index">Frame from 0.</param>
/// <param name="Segment">Segment Number; 0 in a label map.</param>
/// <param name="Plane">Where it lies in the patient; null where the object does not say.</param>
/// <param name="SourceInstance">SOP instance of the image that it was made from; null where not said or of several.</param>
/// <param name="SourceFrame">Frame of that image from 1; 0 where not said.</param>
public sealed record SegmentationFrame(
    int Index,
    int Segment,
    SlicePlane? Plane,
    string? SourceInstance,
    int SourceFrame
);
