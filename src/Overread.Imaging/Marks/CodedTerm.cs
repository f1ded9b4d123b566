namespace Overread.Imaging.Marks;

/// <summary>A concept of a code system, such as (10200004, SCT, "Liver").</summary>
/// <param name="Value">Code.</param>
/// <param name="Scheme">Coding scheme designator (DICOM PS3.16 table 8-1), such as SCT, DCM, UCUM.</param>
/// <param name="Meaning">What it means, for people.</param>
public sealed record CodedTerm(string Value, string Scheme, string Meaning)
{
    /// <summary>"10200004^SCT^Liver".</summary>
    public override string ToString() => $"{Value}^{Scheme}^{Meaning}";
}
