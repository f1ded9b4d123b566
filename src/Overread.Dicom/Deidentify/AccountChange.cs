namespace Overread.Dicom.Deidentify;

/// <summary>What became of one element.</summary>
public enum AccountChange
{
    /// <summary>Stands in the output as in the source.</summary>
    Kept,

    /// <summary>Stands in the output with another value, or with none.</summary>
    Changed,

    /// <summary>Is not in the output.</summary>
    Removed,

    /// <summary>Was written without standing in the source: markers of the pass.</summary>
    Added,
}
