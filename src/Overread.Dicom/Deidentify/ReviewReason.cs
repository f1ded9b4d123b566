namespace Overread.Dicom.Deidentify;

/// <summary>Why a person must look at an object although its header is clean.</summary>
public enum ReviewReason
{
    /// <summary>The header says that text is burned into the pixels.</summary>
    BurnedInAnnotation,

    /// <summary>A kind of image that often has text in its pixels: ultrasound, secondary capture, screenshots, dose sheets.</summary>
    LikelyBurnedInText,

    /// <summary>Head CT, MR or PET, from which a face can be rendered.</summary>
    FaceMayBeReconstructed,

    /// <summary>A photograph of a person.</summary>
    Photograph,

    /// <summary>An encapsulated PDF, CDA, STL or other document.</summary>
    EncapsulatedDocument,

    /// <summary>The source had overlays, curves or annotations, whose text may also be in the pixels.</summary>
    Graphics,

    /// <summary>A label or overview image of a slide.</summary>
    SlideLabel,

    /// <summary>A structured report, whose texts are cleaned by vocabulary only.</summary>
    StructuredText,

    /// <summary>Sound.</summary>
    Audio,

    /// <summary>The file was damaged but could be rewritten.</summary>
    Damage,

    /// <summary>A stream of pixels could not be followed: texts that its writer put into it may have stayed.</summary>
    PixelStream,

    /// <summary>A kind of object that the standard does not know.</summary>
    PrivateKind,

    /// <summary>An image whose header tells of no text in its pixels, and in whose pixels nobody has looked.</summary>
    TextNotSearched,
}
