namespace Overread.Deidentification.Patients;

/// <summary>One written form of a patient, and where it was seen.</summary>
internal sealed class RegisteredPatient(SourcePatient patient)
{
    internal SourcePatient Patient => patient;

    internal HashSet<string> Studies { get; } = new(StringComparer.Ordinal);

    /// <summary>Studies that were given out as the patient's before.</summary>
    internal HashSet<string> Former { get; } = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    internal IEnumerable<string> AllStudies => Studies.Union(Former);

    internal HashSet<PatientIdentity> Others { get; } = [];

    internal SortedSet<int> Places { get; } = [];

    /// <summary>True where the sources at hand name it; false for what is known from before alone.</summary>
    internal bool IsPresent { get; set; }

    internal RegisteredPatient Copy()
    {
        RegisteredPatient copy = new(Patient) { IsPresent = IsPresent };
        copy.Studies.UnionWith(Studies);
        copy.Former.UnionWith(Former);
        copy.Others.UnionWith(Others);
        copy.Places.UnionWith(Places);
        return copy;
    }
}
