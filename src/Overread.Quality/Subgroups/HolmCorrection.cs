namespace Overread.Quality.Subgroups;

/// <summary>
/// Corrects p-values for having made many comparisons: if no comparison has a difference, the chance that one or more falls
/// below a level is at most that level, however they depend on each other (Holm 1979, Scand. J. Statist. 6:65).
/// </summary>
public static class HolmCorrection
{
    /// <summary>The corrected p-values, in the order of the given ones; each at least as great as before.</summary>
    /// <param name="values">P-values, each from 0 to 1; none gives none.</param>
    /// <exception cref="ArgumentException">A value lies outside or is no number.</exception>
    public static IReadOnlyList<double> Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int[] order = new int[values.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = values[i] is >= 0 and <= 1
                ? i
                : throw new ArgumentException($"{values[i]} at place {i} is no p-value.", nameof(values));
        }

        Array.Sort(order, (a, b) => values[a] != values[b] ? values[a].CompareTo(values[b]) : a.CompareTo(b));
        double[] corrected = new double[order.Length];
        double before = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            before = Math.Max(before, Math.Min(1, values[order[rank]] * (order.Length - rank)));
            corrected[order[rank]] = before;
        }

        return corrected;
    }
}
