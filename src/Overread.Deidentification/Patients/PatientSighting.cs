namespace Overread.Deidentification.Patients;

/// <summary>What one file or row says of a patient.</summary>
/// <param name="Patient">The patient as written.</param>
/// <param name="Study">Study Instance UID or whatever names what belongs together; "" for none.</param>
/// <param name="Others">Other numbers that the source gives the same patient (Other Patient IDs Sequence, further PID-3).</param>
public sealed record PatientSighting(SourcePatient Patient, string Study, IReadOnlyList<PatientIdentity> Others)
{
    /// <summary>Says nothing of the patient.</summary>
    public override string ToString() => "patient sighting";
}
