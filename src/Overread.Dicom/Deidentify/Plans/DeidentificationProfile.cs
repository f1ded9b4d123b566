namespace Overread.Dicom.Deidentify.Plans;

/// <summary>Where a plan starts from.</summary>
public enum DeidentificationProfile
{
    /// <summary>The basic application level confidentiality profile of PS3.15 annex E: a table, then a rule by representation.</summary>
    Basic,

    /// <summary>Only attributes needed to show and read images stay; everything else goes, known or not.</summary>
    Strict,
}
