namespace Overread.Server.Features.Releases.Population;

/// <summary>
/// Keeps small groups out of tables: a group is named only where each of its cells has no subject or at least
/// <see cref="Least"/>. The others are counted together, and so much with them that nothing small is left to be found by
/// taking a total and what is named away from it.
/// </summary>
internal static class SmallCells
{
    /// <summary>The fewest subjects of a cell that is printed, but for none.</summary>
    public const int Least = Regulators.SubgroupQuality.SmallCell;

    /// <summary>The name under which groups stand that are not named.</summary>
    public const string Pooled = "(groups not named)";

    /// <summary>The value under which a trait stands of which nothing may be told: not even of how many items it is known.</summary>
    public const string Hidden = "(not shown)";

    /// <summary>Why.</summary>
    public const string WhyHidden = "not shown, because a group of fewer than 11 subjects could be told from it";

    /// <summary>True for a number of subjects that may be printed.</summary>
    public static bool Prints(int subjects) => subjects is 0 or >= Least;

    /// <summary>Which groups may be named.</summary>
    /// <param name="cells">Subjects by group; every group has the same number of columns.</param>
    public static HashSet<string> Named(IReadOnlyDictionary<string, int[]> cells)
    {
        HashSet<string> named = [.. cells.Where(c => Array.TrueForAll(c.Value, Prints)).Select(c => c.Key)];
        List<string> pooled = [.. cells.Keys.Where(k => !named.Contains(k))];
        while (pooled.Count > 0 && named.Count > 0 && !Array.TrueForAll(Sum(cells, pooled), Prints))
        {
            string next = named.MinBy(n => (cells[n].Sum(), n))!;
            named.Remove(next);
            pooled.Add(next);
        }

        return named;
    }

    private static int[] Sum(IReadOnlyDictionary<string, int[]> cells, List<string> groups) =>
        [.. Enumerable.Range(0, cells[groups[0]].Length).Select(i => groups.Sum(g => cells[g][i]))];
}
