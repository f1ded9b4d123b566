namespace Overread.Dicom.Deidentify.Plans;

/// <summary>Kinds of objects within which an attribute's Type is the same, as far as table E.1-1 needs to know.</summary>
public enum IodFamily
{
    /// <summary>Single-frame and classic multi-frame images.</summary>
    Image,

    /// <summary>Objects with enhanced equipment and functional groups: enhanced images, SEG, maps, slides.</summary>
    Enhanced,

    /// <summary>Structured reports and key object selections.</summary>
    StructuredReport,

    /// <summary>Radiotherapy objects that are no images.</summary>
    Radiotherapy,

    /// <summary>Everything else: presentation states, encapsulated documents, waveforms, unknown classes.</summary>
    Other,
}
