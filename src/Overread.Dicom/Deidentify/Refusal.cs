namespace Overread.Dicom.Deidentify;

/// <summary>Why an object was not rewritten at all. Nothing half-cleaned is ever written.</summary>
public enum Refusal
{
    /// <summary>It was rewritten.</summary>
    None,

    /// <summary>Not DICOM.</summary>
    NotDicom,

    /// <summary>Some of the file is missing, so nobody can say what else is.</summary>
    Truncated,

    /// <summary>A directory of a medium: it is written anew for the rewritten files and not cleaned by itself.</summary>
    Directory,

    /// <summary>Parts could not be read (nesting or number of elements beyond the bounds, damaged sequences).</summary>
    Unreadable,
}
