using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Patients;

/// <summary>
/// Who is who, by a crosswalk and the sources at hand: the findings, and for each patient as written the identity from which
/// pseudonym and date offset are derived: one per patient. Immutable, thread-safe.
/// </summary>
public sealed class PatientResolution
{
    private readonly Dictionary<SourcePatient, int> _places = [];
    private readonly PatientIdentity[] _seeds;
    private readonly PatientDecisions _decisions;
    private readonly HashSet<int> _touched;
    private readonly HashSet<(int, string)> _touchedIn;
    private readonly HashSet<string> _nobodies;
    private readonly Dictionary<PatientIdentity, int> _first = [];

    internal PatientResolution(Crosswalk crosswalk, PatientRegister register, ProjectKey key)
    {
        PatientRegister all = register.With(crosswalk.Released, crosswalk.Decisions);
        IReadOnlyList<RegisteredPatient> patients = all.Patients;
        for (int i = 0; i < patients.Count; i++)
        {
            _places.Add(patients[i].Patient, i);
            _first.TryAdd(patients[i].Patient.Identity, i);
        }

        _decisions = new PatientDecisions(patients, crosswalk.Decisions);
        PatientFinder finder = new(key, patients, _decisions, all.Nobodies);
        Findings = finder.Find();
        _touched = finder.Touched;
        _touchedIn = finder.TouchedIn;
        _nobodies = finder.Nobodies;
        PatientSeeds seeds = new(patients, _decisions, crosswalk.Released);
        _seeds = seeds.Of;
        Joins = seeds.Joins;
    }

    /// <summary>Doubts, open and decided, by kind and then by number.</summary>
    public IReadOnlyList<PatientFinding> Findings { get; }

    /// <summary>Pseudonyms given out that turned out to be of one patient.</summary>
    public IReadOnlyList<PatientJoin> Joins { get; }

    /// <summary>From what the pseudonym and the date offset of a patient are derived.</summary>
    /// <param name="patient">As a source at hand writes it; one that is not among them stands for itself.</param>
    /// <param name="study">The study of the file or row.</param>
    public PatientIdentity SeedOf(SourcePatient patient, string study)
    {
        if (_decisions.SplitOf(patient.Identity, study) is { } whose)
        {
            return _first.TryGetValue(whose, out int at) ? _seeds[at] : whose;
        }

        return _places.TryGetValue(patient, out int place) ? _seeds[place] : PatientSeeds.Own(patient);
    }

    /// <summary>
    /// Whose pseudonyms go out with some sources, and in which studies, for a crosswalk. A number that stands for another in one
    /// study is not thereby the other's everywhere: there it is the other's that goes out.
    /// </summary>
    /// <param name="sightings">What the sources say that pass.</param>
    public IReadOnlyList<ReleasedPatient> GivenOut(IEnumerable<PatientSighting> sightings) =>
        [
            .. sightings
                .Where(s => !s.Patient.IsNobody || ReplacementOf(s.Patient, s.Study) is not null)
                .Select(s => (s.Patient, s.Study, Seed: SeedOf(s.Patient, s.Study)))
                .Select(s =>
                    (
                        Patient: !s.Patient.IsNobody && SeedOf(s.Patient, "") == s.Seed ? s.Patient : new(s.Seed),
                        s.Study,
                        s.Seed
                    )
                )
                .GroupBy(s => (s.Patient, s.Seed))
                .Select(g => new ReleasedPatient(g.Key.Patient, g.Key.Seed).With(g.Select(s => s.Study))),
        ];

    /// <summary>True while an open finding touches a patient: what is his must not go on.</summary>
    /// <param name="patient">As a source writes it.</param>
    /// <param name="study">The study of the file or row.</param>
    public bool IsBlocked(SourcePatient patient, string study) =>
        patient.IsNobody
            ? _nobodies.Contains(study)
            : _places.TryGetValue(patient, out int place)
                && (_touchedIn.Contains((place, study)) || _touched.Contains(place));

    /// <summary>True while a study names two patients, or somebody and nobody: nothing of it can go on under one pseudonym.</summary>
    /// <param name="patient">As a source writes it.</param>
    /// <param name="study">The study of the file or row.</param>
    public bool IsStudyOfTwo(SourcePatient patient, string study) =>
        patient.IsNobody
            ? _nobodies.Contains(study)
            : _places.TryGetValue(patient, out int place) && _touchedIn.Contains((place, study));

    /// <summary>
    /// The identity from which a patient's pseudonym is derived in place of what his own file says; null where the file's own
    /// words stand.
    /// </summary>
    /// <param name="patient">As a source writes it.</param>
    /// <param name="study">The study of the file or row.</param>
    public PatientIdentity? ReplacementOf(SourcePatient patient, string study) =>
        patient.IsNobody
            ? _decisions.SplitOf(patient.Identity, study) is null
                ? null
                : SeedOf(patient, study)
            : SeedOf(patient, study) is var seed && seed != PatientSeeds.Own(patient)
                ? seed
                : null;
}
