namespace Overread.Dicom.Deface;

/// <summary>What a search for a skull found in images of CT whose header names another region.</summary>
public enum SkullSearch
{
    /// <summary>No skull, or nothing that could be one: no CT, or too few images for a face.</summary>
    None,

    /// <summary>A skull, whatever the header names.</summary>
    Skull,

    /// <summary>
    /// Images enough for a face that cannot be searched: slices without positions or in several directions, that cannot be decoded,
    /// or without the values by which numbers become Hounsfield units. Nothing bears the header out.
    /// </summary>
    NotSearched,
}
