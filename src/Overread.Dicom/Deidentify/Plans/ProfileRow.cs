namespace Overread.Dicom.Deidentify.Plans;

/// <summary>One row of table E.1-1: the basic action and what each option makes of it ('K' keep, 'C' clean).</summary>
internal sealed record ProfileRow(string Basic, IReadOnlyList<(DeidentificationOptions Option, char Action)> Options);
