namespace Overread.Deidentification.Patients;

/// <summary>
/// Decisions laid upon the written forms at hand: who is one, who is two, which numbers two persons share, which merges
/// contradict each other.
/// </summary>
internal sealed class PatientDecisions
{
    private readonly IReadOnlyList<RegisteredPatient> _patients;
    private readonly ILookup<PatientIdentity, int> _byIdentity;
    private readonly List<(int[] One, int[] Other)> _different = [];
    private readonly Dictionary<(PatientIdentity, string), PatientIdentity> _splits = [];
    private readonly HashSet<PatientIdentity> _shared = [];
    private readonly HashSet<(int, int)> _apart;

    internal PatientDecisions(IReadOnlyList<RegisteredPatient> patients, IEnumerable<PatientDecision> decisions)
    {
        _patients = patients;
        _byIdentity = Enumerable.Range(0, patients.Count).ToLookup(i => patients[i].Patient.Identity);
        Classes = new PatientClasses(patients.Count);
        Confirmed = new PatientClasses(patients.Count);
        List<PatientDecision> all = [.. decisions];
        all.ForEach(Note);
        JoinNumbers();
        foreach (PatientDecision decision in all.Where(d => d.Kind is PatientDecisionKind.Same))
        {
            JoinAll([.. Meant(decision.One), .. Meant(decision.Other)], confirm: true);
        }

        foreach ((PatientIdentity prior, PatientIdentity survivor) in Merges.All)
        {
            JoinAll([.. _byIdentity[prior], .. _byIdentity[survivor]], confirm: false);
        }

        _apart = Apart();
        Made =
        [
            .. all.Where(d => d.Kind is PatientDecisionKind.Same or PatientDecisionKind.Different)
                .Select(d =>
                    (
                        One: Meant(d.One).DefaultIfEmpty(-1).First(),
                        Other: Meant(d.Other).DefaultIfEmpty(-1).First(),
                        d.Kind
                    )
                )
                .Where(d => d.One >= 0 && d.Other >= 0 && d.One != d.Other),
        ];
    }

    internal PatientClasses Classes { get; }

    /// <summary>What a person said is one, and nothing else: facts that contradict each other are settled by it alone.</summary>
    internal PatientClasses Confirmed { get; }

    /// <summary>What was said by a person of two written forms at hand: of each side the first that is meant.</summary>
    internal IReadOnlyList<(int One, int Other, PatientDecisionKind Kind)> Made { get; }

    /// <summary>True for a number that was said to be of several persons.</summary>
    internal bool IsShared(PatientIdentity identity) => _shared.Contains(identity);

    internal bool AreApart(int one, int other) => _apart.Contains(Pair(Classes.Of(one), Classes.Of(other)));

    /// <summary>The number for which another stands in a study; null where the study is not split.</summary>
    internal PatientIdentity? SplitOf(PatientIdentity identity, string study) =>
        _splits.TryGetValue((identity, study), out PatientIdentity whose) ? whose : null;

    /// <summary>Which numbers were given up for which.</summary>
    internal MergeGraph Merges { get; } = new();

    private void Note(PatientDecision decision)
    {
        switch (decision.Kind)
        {
            case PatientDecisionKind.Different:
                if (decision.One.Identity == decision.Other.Identity)
                {
                    _shared.Add(decision.One.Identity);
                }

                _different.Add(([.. Meant(decision.One)], [.. Meant(decision.Other)]));
                break;
            case PatientDecisionKind.Merge:
                Merges.Add(decision.One.Identity, decision.Other.Identity);
                break;
            case PatientDecisionKind.Split:
                _splits[(decision.One.Identity, decision.Study)] = decision.Other.Identity;
                break;
        }
    }

    /// <summary>All that bear one number are one patient, unless the number was said to be of several.</summary>
    private void JoinNumbers()
    {
        foreach (IGrouping<PatientIdentity, int> number in _byIdentity.Where(g => !g.Key.IsEmpty && !IsShared(g.Key)))
        {
            JoinAll([.. number], confirm: false);
        }

        // Without a number a name with its birth date stands for one, as the rewriter has it.
        foreach (
            IGrouping<(string, string), int> name in _byIdentity
                .Where(g => g.Key.IsEmpty)
                .SelectMany(g => g)
                .GroupBy(i => (_patients[i].Patient.Name, _patients[i].Patient.BirthDate))
        )
        {
            JoinAll([.. name], confirm: false);
        }
    }

    private void JoinAll(int[] places, bool confirm)
    {
        foreach (int place in places.Skip(1))
        {
            Classes.Join(places[0], place);
            if (confirm)
            {
                Confirmed.Join(places[0], place);
            }
        }
    }

    private IEnumerable<int> Meant(PatientReference reference) =>
        _byIdentity[reference.Identity].Where(i => reference.Means(_patients[i].Patient));

    private HashSet<(int, int)> Apart() =>
        [.. _different.SelectMany(d => d.One.SelectMany(a => d.Other.Select(b => Pair(Classes.Of(a), Classes.Of(b)))))];

    private static (int, int) Pair(int one, int other) => (Math.Min(one, other), Math.Max(one, other));
}
