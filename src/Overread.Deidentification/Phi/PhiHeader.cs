namespace Overread.Deidentification.Phi;

/// <summary>
/// What is known about the case a document belongs to: values are found however the document spells them. Identifying; its text is
/// never printed.
/// </summary>
public sealed record PhiHeader
{
    /// <summary>Names of the patient and of whoever else is known to be named, in any order of their parts ("DOE^JANE", "Jane Doe").</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The patient's number as the DICOM header has it; empty where none is known.</summary>
    public string PatientId { get; init; } = "";

    /// <summary>Who gave out <see cref="PatientId"/>.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Other numbers of the patient: accession, account, encounter.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>The day of birth, or null.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "header of a case";
}
