namespace Overread.Deidentification.Patients;

/// <summary>
/// Chooses for each patient the written form from which pseudonym and date offset are derived: what was given out before
/// stays; else the number that survived a merge; else the first by order. No two patients get the same.
/// </summary>
internal sealed class PatientSeeds
{
    private readonly HashSet<PatientIdentity> _taken = [];
    private readonly Dictionary<SourcePatient, (int Order, PatientIdentity Seed)> _released = [];
    private readonly List<PatientJoin> _joins = [];
    private readonly PatientDecisions _decisions;

    internal PatientSeeds(
        IReadOnlyList<RegisteredPatient> patients,
        PatientDecisions decisions,
        IReadOnlyList<ReleasedPatient> released
    )
    {
        _decisions = decisions;
        for (int i = 0; i < released.Count; i++)
        {
            _released.TryAdd(released[i].Patient, (i, released[i].Seed));
        }

        Of = new PatientIdentity[patients.Count];
        // Whoever has a pseudonym already chooses first, so that nobody else gets his.
        foreach (
            IGrouping<int, int> patient in Enumerable
                .Range(0, patients.Count)
                .GroupBy(decisions.Classes.Of)
                .OrderBy(g =>
                    g.Min(i => _released.TryGetValue(patients[i].Patient, out var r) ? r.Order : int.MaxValue)
                )
                .ThenBy(g => g.Key)
        )
        {
            PatientIdentity seed = SeedOf([.. patient.Select(i => patients[i].Patient)]);
            _taken.Add(seed);
            foreach (int place in patient)
            {
                Of[place] = seed;
            }
        }
    }

    /// <summary>The seed of each written form.</summary>
    internal PatientIdentity[] Of { get; }

    internal IReadOnlyList<PatientJoin> Joins => _joins;

    /// <summary>
    /// From what a patient's pseudonym is derived where nothing else is known: the number; without one the name and the birth
    /// date, as the rewriter has it.
    /// </summary>
    internal static PatientIdentity Own(SourcePatient patient) =>
        patient.Identity.IsEmpty
            ? new("", PatientIdentity.NameSeed + patient.Name + "\u0000" + patient.BirthDate)
            : patient.Identity;

    private PatientIdentity SeedOf(List<SourcePatient> patient)
    {
        List<PatientIdentity> given =
        [
            .. patient
                .Where(_released.ContainsKey)
                .Select(p => _released[p])
                .OrderBy(r => r.Order)
                .Select(r => r.Seed)
                .Distinct(),
        ];
        HashSet<PatientIdentity> survivors =
        [
            .. _decisions.Merges.Survivors(patient.Select(p => p.Identity)).Where(s => !_decisions.Merges.IsMerged(s)),
        ];
        if (given.Count > 0)
        {
            PatientIdentity stays = given.FirstOrDefault(survivors.Contains, given[0]);
            _joins.AddRange(given.Where(g => g != stays).Select(g => new PatientJoin(stays, g)));
            // Told apart after a release: the other of the two keeps it if he was first.
            if (!_taken.Contains(stays))
            {
                return stays;
            }
        }

        PatientIdentity chosen =
            survivors.Count > 0
                ? survivors.Min(Comparer<PatientIdentity>.Create(PatientIdentity.Compare))
                : Own(patient[0]);
        return _taken.Contains(chosen) ? Qualified(chosen, patient[0]) : chosen;
    }

    /// <summary>One number of two persons: the second is told apart by what the source says beside it.</summary>
    private PatientIdentity Qualified(PatientIdentity number, SourcePatient patient)
    {
        PatientIdentity seed = new(
            number.Issuer,
            number.Id + "\u0001" + patient.Name + "\u0001" + patient.BirthDate + "\u0001" + patient.Sex
        );
        for (int i = 2; _taken.Contains(seed); i++)
        {
            seed = new(seed.Issuer, seed.Id + "\u0001" + i);
        }

        return seed;
    }
}
