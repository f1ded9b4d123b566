namespace Overread.Deidentification.Patients;

/// <summary>
/// Gathers what sources say of patients, one entry per written form. The order in which files come does not matter. Not
/// thread-safe.
/// </summary>
public sealed class PatientRegister
{
    /// <summary>Places kept per written form.</summary>
    public const int MostPlaces = 20;

    private readonly Dictionary<SourcePatient, RegisteredPatient> _patients = [];

    /// <summary>Patients as written, in order of number.</summary>
    internal IReadOnlyList<RegisteredPatient> Patients =>
        [.. _patients.Values.OrderBy(p => p.Patient, Comparer<SourcePatient>.Create(SourcePatient.Compare))];

    /// <summary>Different written forms of patients.</summary>
    public int Count => _patients.Count;

    /// <summary>Studies with files that name nobody: whose they are, others of the study may tell.</summary>
    internal HashSet<string> Nobodies { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds what one file or row says.</summary>
    /// <param name="sighting">What it says.</param>
    /// <param name="place">Number of the file or row, from 1; 0 for none.</param>
    public void Add(PatientSighting sighting, int place = 0)
    {
        if (sighting.Patient.IsNobody)
        {
            Nobodies.Add(sighting.Study);
            return;
        }

        RegisteredPatient patient = Of(sighting.Patient);
        if (sighting.Study.Length > 0)
        {
            patient.Studies.Add(sighting.Study);
        }

        patient.Others.UnionWith(sighting.Others.Where(other => !other.IsEmpty));
        if (place > 0)
        {
            patient.Places.Add(place);
            if (patient.Places.Count > MostPlaces)
            {
                patient.Places.Remove(patient.Places.Max);
            }
        }

        patient.IsPresent = true;
    }

    /// <summary>
    /// A copy with everybody known from before, and with the numbers that decisions speak of though no source does: two
    /// numbers that were merged into a third are one patient.
    /// </summary>
    internal PatientRegister With(IEnumerable<ReleasedPatient> known, IEnumerable<PatientDecision> decisions)
    {
        PatientRegister copy = new();
        copy.Nobodies.UnionWith(Nobodies);
        foreach ((SourcePatient patient, RegisteredPatient found) in _patients)
        {
            copy._patients.Add(patient, found.Copy());
        }

        foreach (ReleasedPatient patient in known)
        {
            copy.Of(patient.Patient).Former.UnionWith(patient.Studies);
        }

        HashSet<PatientIdentity> numbers = [.. copy._patients.Keys.Select(p => p.Identity)];
        foreach (
            PatientIdentity number in decisions
                .Where(d => d.Kind != PatientDecisionKind.Different)
                .SelectMany(d => new[] { d.One.Identity, d.Other.Identity })
                .Where(number => !number.IsEmpty && numbers.Add(number))
        )
        {
            copy.Of(new SourcePatient(number));
        }

        return copy;
    }

    private RegisteredPatient Of(SourcePatient patient)
    {
        if (!_patients.TryGetValue(patient, out RegisteredPatient? found))
        {
            _patients.Add(patient, found = new RegisteredPatient(patient));
        }

        return found;
    }
}
