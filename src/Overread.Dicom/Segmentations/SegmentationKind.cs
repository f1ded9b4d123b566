namespace Overread.Dicom.Segmentations;

/// <summary>Segmentation Type (PS3.3 C.8.20.2.3).</summary>
public enum SegmentationKind
{
    /// <summary>BINARY: a bit per pixel, a frame per segment and plane.</summary>
    Binary,

    /// <summary>FRACTIONAL: 8 bits, scaled by Maximum Fractional Value.</summary>
    Fractional,

    /// <summary>LABELMAP: the segment's number per pixel, a frame per plane.</summary>
    LabelMap,
}
