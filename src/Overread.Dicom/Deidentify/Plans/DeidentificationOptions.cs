namespace Overread.Dicom.Deidentify.Plans;

/// <summary>The twelve options of PS3.15 annex E.3, in the order of their codes in CID 7050 (113101 to 113112).</summary>
[Flags]
public enum DeidentificationOptions
{
    /// <summary>The basic profile alone.</summary>
    None = 0,

    /// <summary>113101: text burned into pixels is found and blanked.</summary>
    CleanPixelData = 1 << 0,

    /// <summary>113102: faces and other recognisable surfaces are removed.</summary>
    CleanRecognizableVisualFeatures = 1 << 1,

    /// <summary>113103: overlays, curves and annotations are cleaned and not simply removed.</summary>
    CleanGraphics = 1 << 2,

    /// <summary>113104: content of structured reports is cleaned and not simply replaced.</summary>
    CleanStructuredContent = 1 << 3,

    /// <summary>113105: descriptions and comments are cleaned and not simply removed.</summary>
    CleanDescriptors = 1 << 4,

    /// <summary>113106: dates and times stay as they are.</summary>
    RetainFullDates = 1 << 5,

    /// <summary>113107: dates move by one offset per patient.</summary>
    RetainModifiedDates = 1 << 6,

    /// <summary>113108: sex, age, size, weight and the like stay.</summary>
    RetainPatientCharacteristics = 1 << 7,

    /// <summary>113109: serial numbers and names of devices stay.</summary>
    RetainDeviceIdentity = 1 << 8,

    /// <summary>113110: unique identifiers stay.</summary>
    RetainUids = 1 << 9,

    /// <summary>113111: private attributes known to be harmless stay.</summary>
    RetainSafePrivate = 1 << 10,

    /// <summary>113112: names and addresses of institutions stay.</summary>
    RetainInstitutionIdentity = 1 << 11,
}
