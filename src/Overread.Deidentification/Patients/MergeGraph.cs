namespace Overread.Deidentification.Patients;

/// <summary>Which numbers were given up for which; order of adding does not matter.</summary>
internal sealed class MergeGraph
{
    private readonly SortedDictionary<PatientIdentity, SortedSet<PatientIdentity>> _survivors = new(Order);

    private static Comparer<PatientIdentity> Order { get; } = Comparer<PatientIdentity>.Create(PatientIdentity.Compare);

    internal IEnumerable<(PatientIdentity Prior, PatientIdentity Survivor)> All =>
        _survivors.SelectMany(pair => pair.Value.Select(survivor => (pair.Key, survivor)));

    internal void Add(PatientIdentity prior, PatientIdentity survivor)
    {
        if (prior == survivor)
        {
            return;
        }

        if (!_survivors.TryGetValue(prior, out SortedSet<PatientIdentity>? survivors))
        {
            _survivors.Add(prior, survivors = new SortedSet<PatientIdentity>(Order));
        }

        survivors.Add(survivor);
    }

    /// <summary>True for a number that lives on in another.</summary>
    internal bool IsMerged(PatientIdentity identity) => _survivors.ContainsKey(identity);

    /// <summary>Numbers for which any of these were given up.</summary>
    internal IEnumerable<PatientIdentity> Survivors(IEnumerable<PatientIdentity> identities) =>
        identities.SelectMany(i => _survivors.TryGetValue(i, out var survivors) ? survivors : []);

    /// <summary>Two numbers each: those that one number was merged into at once, and neighbours of a circle.</summary>
    internal IEnumerable<(PatientIdentity One, PatientIdentity Other)> Conflicts()
    {
        foreach ((PatientIdentity prior, SortedSet<PatientIdentity> survivors) in _survivors)
        {
            if (survivors.Count > 1)
            {
                yield return (survivors.Min, survivors.Max);
                continue;
            }

            HashSet<PatientIdentity> seen = [prior];
            PatientIdentity at = survivors.Min;
            while (seen.Add(at) && _survivors.TryGetValue(at, out SortedSet<PatientIdentity>? next))
            {
                at = next.Min;
            }

            if (at == prior)
            {
                yield return (prior, survivors.Min);
            }
        }
    }
}
