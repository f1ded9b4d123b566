namespace Overread.Dicom.Deidentify;

/// <summary>How much a pass writes down.</summary>
public enum AccountDetail
{
    /// <summary>Numbers per attribute and action.</summary>
    Counts,

    /// <summary>Every element as well, for a screen that shows before and after.</summary>
    Elements,
}
