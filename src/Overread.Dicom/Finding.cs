namespace Overread.Dicom;

/// <summary>
/// Something wrong or odd in a file, as data: what, where, and in which element. Never carries a value, so that a
/// finding may be logged and shown.
/// </summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Offset">Byte position in the file (in the inflated data set where deflated); -1 where not known.</param>
/// <param name="Path">Element path such as "(0008,1115)[0]/(0008,1150)"; "" for the file as a whole.</param>
/// <param name="Detail">A sentence for people: sizes and tags, never values.</param>
public sealed record Finding(FindingKind Kind, long Offset, string Path, string Detail)
{
    /// <summary>True where what was read cannot be the whole of what was sent.</summary>
    public bool IsTruncation => Kind is FindingKind.Truncated or FindingKind.NotDicom;

    /// <summary>One line for a terminal.</summary>
    public override string ToString() => $"{Kind} at {Offset} {Path}: {Detail}";
}
