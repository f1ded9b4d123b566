using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;
using Overread.Domain;

namespace Overread.Server.Features.Intake.Patients;

/// <summary>
/// Who is who among the entries of a batch that wait, as far as is known now: other batches may have passed since it was
/// de-identified, and a steward may have decided. Nothing is joined and nothing told apart by itself.
/// </summary>
internal sealed class PatientQuestions
{
    private readonly KeptPatients _kept;
    private readonly PatientResolution _who;
    private readonly PatientPseudonyms _pseudonyms;
    private readonly ILookup<SourcePatient, string> _entries;
    private readonly HashSet<string> _waiting;
    private readonly Dictionary<string, PatientStand> _stands = [];
    private readonly ILookup<string, (string Entry, KeptSighting Sighting)> _studies;

    /// <summary>Resolves who is who.</summary>
    /// <param name="kept">What the batch's files say.</param>
    /// <param name="waiting">Ids of the entries that wait at the gate.</param>
    /// <param name="crosswalk">What is known from before.</param>
    /// <param name="key">The key by which the batch was de-identified.</param>
    public PatientQuestions(KeptPatients kept, IEnumerable<string> waiting, Crosswalk crosswalk, ProjectKey key)
    {
        _kept = kept;
        _waiting = [.. waiting];
        PatientRegister register = new();
        foreach (
            KeptSighting sighting in _waiting.Where(kept.Entries.ContainsKey).SelectMany(e => kept.Entries[e].Sightings)
        )
        {
            register.Add(sighting.Sighting);
        }

        _who = crosswalk.Resolve(register, key);
        _pseudonyms = new PatientPseudonyms(key);
        _entries = _waiting
            .Where(kept.Entries.ContainsKey)
            .SelectMany(e => kept.Entries[e].Sightings.Select(s => (s.Sighting.Patient, Entry: e)))
            .Distinct()
            .ToLookup(s => s.Patient, s => s.Entry);
        _studies = _waiting
            .Where(kept.Entries.ContainsKey)
            .SelectMany(e => kept.Entries[e].Sightings.Select(s => (Entry: e, Sighting: s)))
            .Where(s => s.Sighting.Study.Length > 0)
            .ToLookup(s => s.Sighting.Study);
    }

    /// <summary>Fingerprint of the key by which the batch was de-identified.</summary>
    public string Key => _kept.Key;

    /// <summary>Doubts about the entries that wait, open and decided.</summary>
    public IReadOnlyList<PatientFinding> Findings => _who.Findings;

    /// <summary>Pseudonyms given out before that turned out to be of one patient: (the one that stays, the other).</summary>
    public IReadOnlyList<(string Stays, string GivesWay)> Joins =>
        [.. _who.Joins.Select(j => (PseudonymOf(j.Stays), PseudonymOf(j.GivesWay)))];

    /// <summary>Ids of the entries whose files name a patient so; empty for one known from before alone.</summary>
    public IReadOnlyList<string> EntriesOf(SourcePatient patient) => [.. _entries[patient]];

    /// <summary>The pseudonym that a patient has as far as is known; "" for nobody.</summary>
    public string PseudonymOf(SourcePatient patient) => patient.IsNobody ? "" : PseudonymOf(_who.SeedOf(patient, ""));

    /// <summary>True where the two are two, and a study that names both was given to one of them.</summary>
    public bool IsSplit(PatientFinding finding) =>
        finding.Decided == PatientDecisionKind.Different
        && finding.Studies.Count > 0
        && finding.Studies.All(s => _who.SeedOf(finding.One, s) == _who.SeedOf(finding.Other, s));

    /// <summary>Where an entry stands.</summary>
    public PatientStand Of(string entry) =>
        _stands.TryGetValue(entry, out PatientStand known) ? known : _stands[entry] = StandOf(entry);

    private PatientStand StandOf(string entry) =>
        !_kept.Entries.TryGetValue(entry, out KeptEntry? kept) ? PatientStand.Settled
        : kept.Sightings.Any(s => _who.IsStudyOfTwo(s.Sighting.Patient, s.Study)) ? PatientStand.OfTwo
        : kept.Sightings.Any(s => _who.IsBlocked(s.Sighting.Patient, s.Study)) ? PatientStand.Asked
        : kept.Sightings.Any(IsChanged) || HasTwin(entry, kept) ? PatientStand.Changed
        : PatientStand.Settled;

    /// <summary>
    /// Ids of the entries to prepare again: those with another pseudonym now, and those that share a study with one, for the
    /// two may become one item.
    /// </summary>
    public IReadOnlyList<string> Changed => ToPrepare([]);

    /// <summary>The same, and others that have to be prepared again for a reason of their own, where their files are still there.</summary>
    /// <param name="others">Their ids.</param>
    public IReadOnlyList<string> ToPrepare(IEnumerable<string> others)
    {
        HashSet<string> changed =
        [
            .. _waiting.Where(e => Of(e) == PatientStand.Changed),
            .. others.Where(e => _kept.Entries.TryGetValue(e, out KeptEntry? kept) && kept.Sources.Count > 0),
        ];
        HashSet<string> studies = [.. changed.SelectMany(StudiesIn)];
        return [.. _waiting.Where(e => changed.Contains(e) || StudiesIn(e).Any(studies.Contains))];
    }

    /// <summary>What an approval of an entry has to wait for; null for nothing.</summary>
    public Refusal? Obstacle(string entry) =>
        Of(entry) switch
        {
            PatientStand.Settled => null,
            PatientStand.Changed => new(
                "gate.patients",
                "What was decided about its patient gives it another pseudonym.",
                RefusalKind.Conflict
            )
            {
                Next = "Prepare the entries again (Patients), then decide.",
            },
            var stand => new("gate.patients", Sentence(stand), RefusalKind.Conflict)
            {
                Next = "Decide under Patients who is who, or reject the entry.",
            },
        };

    /// <summary>Why an entry waits, for people; names nobody.</summary>
    public static string Sentence(PatientStand stand) =>
        stand switch
        {
            PatientStand.OfTwo => "Its study names two patients.",
            PatientStand.Asked => "It is not certain who its patient is.",
            PatientStand.Changed => "What was decided about its patient gives it another pseudonym.",
            _ => "",
        };

    /// <summary>Whose pseudonyms some entries give out.</summary>
    public IReadOnlyList<ReleasedPatient> GivenOut(IEnumerable<string> entries) =>
        _who.GivenOut(
            entries.Where(_kept.Entries.ContainsKey).SelectMany(e => _kept.Entries[e].Sightings).Select(s => s.Sighting)
        );

    private string PseudonymOf(PatientIdentity seed) => _pseudonyms.Replace(seed.Id, seed.Issuer);

    private IEnumerable<string> StudiesIn(string entry) =>
        _kept.Entries.TryGetValue(entry, out KeptEntry? kept)
            ? kept.Sightings.Select(s => s.Study).Where(s => s.Length > 0)
            : [];

    private PatientIdentity SeedOf(KeptSighting sighting) => _who.SeedOf(sighting.Sighting.Patient, sighting.Study);

    private bool IsChanged(KeptSighting sighting) => SeedOf(sighting) != sighting.SeedThen;

    // One study of one patient in two entries: decided after they were made.
    private bool HasTwin(string entry, KeptEntry kept) =>
        kept.Sightings.Any(s =>
            _studies[s.Study].Any(other => other.Entry != entry && SeedOf(other.Sighting) == SeedOf(s))
        );
}
