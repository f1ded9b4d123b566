namespace Overread.Deidentification.Patients;

/// <summary>One written form of a patient, and where it was seen.</summary>
internal sealed class RegisteredPatient(SourcePatient patient)
{
    internal SourcePatient Patient => patient;

    internal HashSet<string> Studies { get; } = new(StringComparer.Ordinal);

    internal HashSet<PatientIdentity> Others { get; } = [];

    internal SortedSet<int> Places { get; } = [];

    /// <summary>True where the sources at hand name it; false for what is known from before alone.</summary>
    internal bool IsPresent { get; set; }
}
