namespace Overread.Deidentification.Patients;

/// <summary>A patient whose pseudonym has been given out, and from what it is derived: that stays whatever is decided later.</summary>
/// <param name="Patient">The patient as written.</param>
/// <param name="Seed">From what pseudonym and date offset are derived.</param>
public sealed record ReleasedPatient(SourcePatient Patient, PatientIdentity Seed)
{
    /// <summary>The studies that were given out as the patient's, in order, so that a later part of one is held against it.</summary>
    public IReadOnlyList<string> Studies { get; init; } = [];

    /// <summary>The same with more studies.</summary>
    public ReleasedPatient With(IEnumerable<string> studies) =>
        this with
        {
            Studies =
            [
                .. Studies
                    .Concat(studies)
                    .Where(study => study.Length > 0)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ],
        };

    /// <summary>True for the same patient, seed and studies.</summary>
    public bool Equals(ReleasedPatient? other) =>
        other is not null
        && Patient == other.Patient
        && Seed == other.Seed
        && Studies.SequenceEqual(other.Studies, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Patient, Seed, Studies.Count);

    /// <summary>Says nothing of the patient.</summary>
    public override string ToString() => "released patient";
}
