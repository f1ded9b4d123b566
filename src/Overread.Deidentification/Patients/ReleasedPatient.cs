namespace Overread.Deidentification.Patients;

/// <summary>A patient whose pseudonym has been given out, and from what it is derived: that stays whatever is decided later.</summary>
/// <param name="Patient">The patient as written.</param>
/// <param name="Seed">From what pseudonym and date offset are derived.</param>
public sealed record ReleasedPatient(SourcePatient Patient, PatientIdentity Seed)
{
    /// <summary>Says nothing of the patient.</summary>
    public override string ToString() => "released patient";
}
