namespace Overread.Domain.Releases;

/// <summary>How subjects are divided. A subject's items never stand in two splits.</summary>
/// <param name="Train">Share, 0 to 1.</param>
/// <param name="Tuning">Share, 0 to 1.</param>
/// <param name="Test">Share, 0 to 1; the three add up to 1.</param>
/// <param name="Seed">Seed of the division.</param>
public sealed record SplitPlan(double Train, double Tuning, double Test, long Seed)
{
    /// <summary>The splits. What a model may have learnt from comes first: where several were, the first is taken.</summary>
    public static IReadOnlyList<string> Names { get; } = ["train", "tuning", "test"];

    /// <summary>What is wrong with the shares, or null.</summary>
    public Refusal? Fault() =>
        Train < 0 || Tuning < 0 || Test < 0 || Math.Abs(Train + Tuning + Test - 1) > 1e-9
            ? new Refusal("release.splits", "The shares of train, tuning and test are 0 or more and add up to 1.")
            {
                Where = "splits",
            }
            : null;

    /// <summary>
    /// The split of each subject. Whoever had a split keeps it; with a whole group goes the split that one of it had. The
    /// others are sorted by SHA-256 of seed and group and cut so that the whole comes nearest to the shares, exact to one
    /// group; the same seed gives the same split on every machine.
    /// </summary>
    /// <param name="subjects">Any order, repeated or not.</param>
    /// <param name="groupOf">Which subjects stand together; each alone where it is left out.</param>
    /// <param name="held">The split that subjects had in earlier versions.</param>
    /// <param name="change">What is to be otherwise, or null.</param>
    public SplitOutcome Assign(
        IEnumerable<string> subjects,
        Func<string, string>? groupOf = null,
        IReadOnlyDictionary<string, string>? held = null,
        SplitChange? change = null
    )
    {
        ILookup<string, string> groups = subjects
            .Distinct(StringComparer.Ordinal)
            .ToLookup(groupOf ?? (s => s), StringComparer.Ordinal);
        Dictionary<string, string> before = new(held ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        // One whom this version lacks still ties the others of the group to where it was.
        ILookup<string, string> beforeOf = before.Keys.ToLookup(groupOf ?? (s => s), StringComparer.Ordinal);
        Dictionary<string, string> splits = new(StringComparer.Ordinal);
        foreach (IGrouping<string, string> group in groups)
        {
            string? named = First(group.Select(s => change?.Moves?.GetValueOrDefault(s)));
            string? kept = change is { Anew: true } ? null : First(beforeOf[group.Key].Select(s => before[s]));
            if ((named ?? kept) is { } split)
            {
                splits[group.Key] = split;
            }
        }

        Fill(splits, [.. groups.Select(g => g.Key).Where(g => !splits.ContainsKey(g))]);
        Dictionary<string, string> of = groups
            .SelectMany(g => g.Select(s => (Subject: s, Split: splits[g.Key])))
            .ToDictionary(p => p.Subject, p => p.Split, StringComparer.Ordinal);
        return new(
            of,
            [
                .. of.Where(s => before.TryGetValue(s.Key, out string? was) && was != s.Value)
                    .Select(s => s.Key)
                    .Order(StringComparer.Ordinal),
            ]
        );
    }

    private static string? First(IEnumerable<string?> splits)
    {
        HashSet<string?> found = [.. splits];
        return Names.FirstOrDefault(found.Contains);
    }

    private void Fill(Dictionary<string, string> splits, List<string> open)
    {
        double whole = splits.Count + open.Count;
        double Lacking(string name, double share) => Math.Max(0, (whole * share) - splits.Values.Count(s => s == name));
        double train = Lacking("train", Train);
        double tuning = Lacking("tuning", Tuning);
        double all = train + tuning + Lacking("test", Test);
        double scale = all > 0 ? open.Count / all : 0;
        int first = (int)Math.Round(train * scale, MidpointRounding.AwayFromZero);
        int second = (int)Math.Round((train + tuning) * scale, MidpointRounding.AwayFromZero);
        List<string> order = [.. SeededOrder.Of(open, Seed, s => s)];
        for (int i = 0; i < order.Count; i++)
        {
            splits[order[i]] =
                i < first ? "train"
                : i < second ? "tuning"
                : "test";
        }
    }
}
