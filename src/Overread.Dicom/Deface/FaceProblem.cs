namespace Overread.Dicom.Deface;

/// <summary>Why no cut can be proposed for a series. It then stays held for a person.</summary>
public enum FaceProblem
{
    /// <summary>A cut was proposed.</summary>
    None,

    /// <summary>Fewer than 6 positions, or less than 40 mm from first to last: a localizer, a single image.</summary>
    TooFewSlices,

    /// <summary>Positions or orientations are missing, or frames lie in several orientations.</summary>
    NoGeometry,

    /// <summary>More than 15 mm between neighbouring slices.</summary>
    SlicesTooFarApart,

    /// <summary>Frames in colour, by a table, of floating point, inverted, of different sizes, or that cannot be decoded.</summary>
    UnreadablePixels,

    /// <summary>Nothing in the volume stands out from air.</summary>
    NoHead,

    /// <summary>No brain was found with confidence: none in the field of view, or no contrast to find it by.</summary>
    NoBrain,

    /// <summary>The brain estimate reaches the skin where the face should be, so that the cut would leave some of the face.</summary>
    BrainAtSkin,

    /// <summary>More tissue lies behind the brain than in front of it: the orientation of the header may be wrong.</summary>
    FaceNotInFront,

    /// <summary>Nothing but air would be removed: the face is not in the field of view, or not where it is looked for.</summary>
    NoFaceInView,
}
