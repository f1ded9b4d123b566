using System.Globalization;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Patients;

/// <summary>
/// Finds who may be one patient and who may be two, among the sources at hand and everybody whose pseudonym was given out
/// before. Asks of each group one pair at a time until all its members are told apart or joined.
/// </summary>
internal sealed class PatientFinder
{
    private readonly ProjectKey _key;
    private readonly IReadOnlyList<RegisteredPatient> _patients;
    private readonly PatientDecisions _decisions;
    private readonly List<PatientFinding> _found = [];
    private readonly HashSet<string> _asked = [];
    private readonly Dictionary<string, int[]> _studies;

    private readonly IReadOnlySet<string> _unnamed;

    internal PatientFinder(
        ProjectKey key,
        IReadOnlyList<RegisteredPatient> patients,
        PatientDecisions decisions,
        IReadOnlySet<string> unnamed
    )
    {
        _unnamed = unnamed;
        _key = key;
        _patients = patients;
        _decisions = decisions;
        _studies = Enumerable
            .Range(0, patients.Count)
            .SelectMany(i => patients[i].AllStudies.Select(study => (Study: study, Place: i)))
            .GroupBy(pair => pair.Study, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(pair => pair.Place).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Places of the written forms that open findings touch.</summary>
    internal HashSet<int> Touched { get; } = [];

    /// <summary>The same within one study.</summary>
    internal HashSet<(int Place, string Study)> TouchedIn { get; } = [];

    /// <summary>Studies whose files that name nobody wait for a decision.</summary>
    internal HashSet<string> Nobodies { get; } = [];

    internal IReadOnlyList<PatientFinding> Find()
    {
        Conflicts();
        Studies();
        Unnamed();
        Groups(NumberOf, (a, b) => NumberComparison.Between(a.Patient.Identity, b.Patient.Identity) is not null);
        OtherNumbers();
        Groups(p => PatientFacts.PersonOf(p.Patient), (_, _) => true);
        Contradictions();
        Decided();
        return
        [
            .. _found
                .OrderBy(f => f.Kind)
                .ThenBy(f => f.One, Comparer<SourcePatient>.Create(SourcePatient.Compare))
                .ThenBy(f => f.Other, Comparer<SourcePatient>.Create(SourcePatient.Compare)),
        ];
    }

    private static string? NumberOf(RegisteredPatient patient) =>
        patient.Patient.Identity.IsEmpty ? null : NumberComparison.Normal(patient.Patient.Identity.Id);

    private void Conflicts()
    {
        foreach ((PatientIdentity one, PatientIdentity other) in _decisions.Merges.Conflicts())
        {
            int[] places =
            [
                .. Enumerable
                    .Range(0, _patients.Count)
                    .Where(i => _patients[i].Patient.Identity == one || _patients[i].Patient.Identity == other),
            ];
            if (!places.Any(p => _patients[p].IsPresent))
            {
                continue;
            }

            SourcePatient a = _patients[places[0]].Patient;
            int second = places.FirstOrDefault(p => _patients[p].Patient.Identity != a.Identity, -1);
            SourcePatient b =
                second < 0 ? new SourcePatient(a.Identity == one ? other : one) : _patients[second].Patient;
            Add(PatientFindingKind.MergeConflict, a, b, places[0], second, null, true);
            TouchClass(places[0]);
        }

        foreach ((int one, int other, PatientDecisionKind kind) in _decisions.Made)
        {
            if (kind is PatientDecisionKind.Different && _decisions.Classes.AreOne(one, other))
            {
                Add(PatientFindingKind.DecisionsConflict, one, other, kind, true);
                TouchClass(one);
            }
        }
    }

    /// <summary>A study of two stays open even where they are two: then its files belong to one of them, and a split says to whom.</summary>
    private void Studies()
    {
        foreach ((string study, int[] places) in _studies)
        {
            for (int j = 1; j < places.Length; j++)
            {
                int first = Array.FindIndex(
                    places,
                    0,
                    j,
                    i => IsHere(study, i, places[j]) && !IsOneIn(study, i, places[j])
                );
                if (first < 0)
                {
                    continue;
                }

                int other = places[first];
                bool apart = _decisions.AreApart(other, places[j]);
                foreach (int place in new[] { other, places[j] })
                {
                    TouchedIn.Add((place, study));
                    if (!apart)
                    {
                        Touched.Add(place);
                    }
                }

                Add(
                    PatientFindingKind.StudyOfTwo,
                    other,
                    places[j],
                    apart ? PatientDecisionKind.Different : null,
                    true
                );
            }
        }
    }

    /// <summary>Files that name nobody, in a study whose others name somebody: his, or nobody's.</summary>
    private void Unnamed()
    {
        SourcePatient nobody = new(new PatientIdentity("", ""));
        foreach ((string study, int[] places) in _studies.Where(s => _unnamed.Contains(s.Key)))
        {
            if (_decisions.SplitOf(nobody.Identity, study) is not null)
            {
                continue;
            }

            Nobodies.Add(study);
            TouchedIn.UnionWith(places.Select(place => (place, study)));
            Add(PatientFindingKind.StudyOfTwo, nobody, _patients[places[0]].Patient, -1, places[0], null, true, study);
        }
    }

    // What both had before is done with; a part that comes now is held against what went out.
    private bool IsHere(string study, int one, int other) =>
        _patients[one].Studies.Contains(study) || _patients[other].Studies.Contains(study);

    private bool IsOneIn(string study, int one, int other) =>
        _decisions.Classes.AreOne(ActsAs(study, one), ActsAs(study, other))
        || StandsFor(study, one) == StandsFor(study, other);

    private PatientIdentity? StandsFor(string study, int place)
    {
        PatientIdentity own = _patients[place].Patient.Identity;
        return _decisions.SplitOf(own, study)
            ?? (
                own.IsEmpty || _decisions.IsShared(own)
                    ? new("place", place.ToString(CultureInfo.InvariantCulture))
                    : own
            );
    }

    private int ActsAs(string study, int place)
    {
        if (_decisions.SplitOf(_patients[place].Patient.Identity, study) is not { } whose)
        {
            return place;
        }

        for (int i = 0; i < _patients.Count; i++)
        {
            if (_patients[i].Patient.Identity == whose)
            {
                return i;
            }
        }

        return place;
    }

    /// <summary>Asks within each group for the first pair that is neither one nor told apart, for each member.</summary>
    private void Groups(
        Func<RegisteredPatient, string?> keyOf,
        Func<RegisteredPatient, RegisteredPatient, bool> related
    )
    {
        foreach (
            IGrouping<string?, int> group in Enumerable
                .Range(0, _patients.Count)
                .GroupBy(i => keyOf(_patients[i]), StringComparer.Ordinal)
                .Where(g => g.Key is not null)
        )
        {
            int[] members = [.. group];
            for (int j = 1; j < members.Length; j++)
            {
                int at = Array.FindIndex(
                    members,
                    0,
                    j,
                    i => Asks(i, members[j]) && related(_patients[i], _patients[members[j]])
                );
                if (at >= 0)
                {
                    Ask(members[at], members[j]);
                }
            }
        }
    }

    private bool Asks(int one, int other) =>
        !_decisions.Classes.AreOne(one, other)
        && !_decisions.AreApart(one, other)
        && (_patients[one].IsPresent || _patients[other].IsPresent);

    private void OtherNumbers()
    {
        ILookup<PatientIdentity, int> byIdentity = Enumerable
            .Range(0, _patients.Count)
            .ToLookup(i => _patients[i].Patient.Identity);
        for (int i = 0; i < _patients.Count; i++)
        {
            foreach (PatientIdentity other in _patients[i].Others)
            {
                foreach (int j in byIdentity[other].Where(j => j != i && Asks(i, j)).Take(1))
                {
                    Ask(i, j, PatientFindingKind.OtherNumber);
                }
            }
        }
    }

    /// <summary>One number with facts that cannot be of one person, unless a person said that they are.</summary>
    private void Contradictions()
    {
        foreach (
            IGrouping<PatientIdentity, int> number in Enumerable
                .Range(0, _patients.Count)
                .GroupBy(i => _patients[i].Patient.Identity)
                .Where(g => !g.Key.IsEmpty && !_decisions.IsShared(g.Key))
        )
        {
            int[] members = [.. number];
            for (int j = 1; j < members.Length; j++)
            {
                int at = Array.FindIndex(members, 0, j, i => Contradict(i, members[j]));
                if (at >= 0)
                {
                    Ask(members[at], members[j]);
                }
            }
        }
    }

    private bool Contradict(int one, int other) =>
        PatientFacts.Contradiction(_patients[one].Patient, _patients[other].Patient) is not null
        && !_decisions.Confirmed.AreOne(one, other)
        && (_patients[one].IsPresent || _patients[other].IsPresent);

    /// <summary>What was decided by a person is listed too, so that it can be seen and taken back.</summary>
    private void Decided()
    {
        foreach ((int one, int other, PatientDecisionKind kind) in _decisions.Made)
        {
            if (_patients[one].IsPresent || _patients[other].IsPresent)
            {
                Add(KindOf(one, other), one, other, kind, false);
            }
        }
    }

    private void Ask(int one, int other, PatientFindingKind? kind = null)
    {
        Touched.Add(one);
        Touched.Add(other);
        Add(kind ?? KindOf(one, other), one, other, null, true);
    }

    private PatientFindingKind KindOf(int one, int other)
    {
        (RegisteredPatient a, RegisteredPatient b) = (_patients[one], _patients[other]);
        if (a.Patient.Identity == b.Patient.Identity)
        {
            return PatientFacts.Contradiction(a.Patient, b.Patient) is { } contradiction
                ? contradiction
                : PatientFindingKind.OfWhichPerson;
        }

        return Common(one, other).Count > 0 ? PatientFindingKind.StudyOfTwo
            : NumberComparison.Between(a.Patient.Identity, b.Patient.Identity) is { } rules
                ? rules == NumberRules.MissingIssuer ? PatientFindingKind.MissingIssuer
                    : PatientFindingKind.NearNumbers
            : a.Others.Contains(b.Patient.Identity) || b.Others.Contains(a.Patient.Identity)
                ? PatientFindingKind.OtherNumber
            : PatientFindingKind.SamePerson;
    }

    private List<string> Common(int one, int other) =>
        one < 0 || other < 0
            ? []
            :
            [
                .. _patients[one]
                    .AllStudies.Intersect(_patients[other].AllStudies)
                    .Where(study => IsHere(study, one, other))
                    .Order(StringComparer.Ordinal),
            ];

    private void TouchClass(int place)
    {
        int of = _decisions.Classes.Of(place);
        Touched.UnionWith(Enumerable.Range(0, _patients.Count).Where(i => _decisions.Classes.Of(i) == of));
    }

    private void Add(PatientFindingKind kind, int one, int other, PatientDecisionKind? decided, bool open) =>
        Add(
            kind,
            _patients[Math.Min(one, other)].Patient,
            _patients[Math.Max(one, other)].Patient,
            Math.Min(one, other),
            Math.Max(one, other),
            decided,
            open
        );

    private void Add(
        PatientFindingKind kind,
        SourcePatient one,
        SourcePatient other,
        int onePlace,
        int otherPlace,
        PatientDecisionKind? decided,
        bool open,
        string study = ""
    )
    {
        string id = IdOf(one, other, study);
        if (!_asked.Add(id))
        {
            return;
        }

        _found.Add(
            new(id, kind, NumberComparison.Between(one.Identity, other.Identity) ?? NumberRules.None, one, other)
            {
                Decided = decided,
                IsOpen = open,
                Study = study,
                Studies = Common(onePlace, otherPlace),
                OnePlaces = PlacesOf(onePlace),
                OtherPlaces = PlacesOf(otherPlace),
            }
        );
    }

    private int[] PlacesOf(int place) => place < 0 ? [] : [.. _patients[place].Places];

    /// <summary>Of what the decision will speak of, so that deciding does not change the name of what it was about.</summary>
    private string IdOf(SourcePatient one, SourcePatient other, string study)
    {
        bool byNumber = one.Identity != other.Identity;
        string[] sides =
        [
            .. new[] { one, other }.Select(p =>
                byNumber && !p.Identity.IsEmpty ? p.Identity.Id + "\u001F" + p.Identity.Issuer : p.Text
            ),
        ];
        return Convert.ToHexString(
            _key.Derive(
                "patient-finding",
                string.Join('\u001E', [.. sides, .. study.Length > 0 ? [study] : Array.Empty<string>()])
            )[..8]
        );
    }
}
