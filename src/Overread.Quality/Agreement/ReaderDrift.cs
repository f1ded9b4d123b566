using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// Whether a reader's agreement with the majority of the others rises or falls over the reader's own sequence of labels:
/// Mantel's linear-by-linear test, z = r √(n − 1) with r the correlation of agreement (0 or 1) with the rank of the time
/// (Mantel 1963, JASA 58:690; Agresti, Categorical Data Analysis, 3.4.1). Ties in time share their mean rank. p of several
/// readers is adjusted after Holm (1979).
/// </summary>
/// <remarks>
/// The reference is the others, who may drift as well: what is found is a change against them. Items in a fixed order may
/// become harder over time; random orders per reader rule that out.
/// </remarks>
/// <param name="Reader">The reader.</param>
/// <param name="Labels">Labels that had a majority of others to be compared with.</param>
/// <param name="Early">Share that agreed in the first third of them, by time; null under <see cref="Fewest"/> labels.</param>
/// <param name="Late">Share that agreed in the last third.</param>
/// <param name="Correlation">r, −1 to 1: negative where agreement falls; null where nothing varies.</param>
/// <param name="P">Two-sided p by the normal distribution; null where there is no r.</param>
/// <param name="AdjustedP">p after Holm over all readers who have one.</param>
public sealed record ReaderDrift(
    int Reader,
    int Labels,
    double? Early,
    double? Late,
    double? Correlation,
    double? P,
    double? AdjustedP
)
{
    /// <summary>Wilson's 95 % interval of <see cref="Early"/>; null where there is none.</summary>
    public ConfidenceInterval? EarlyInterval => Early is { } share ? ScoreInterval.OfShare(share, Labels / 3) : null;

    /// <summary>Wilson's 95 % interval of <see cref="Late"/>; null where there is none.</summary>
    public ConfidenceInterval? LateInterval => Late is { } share ? ScoreInterval.OfShare(share, Labels / 3) : null;

    /// <summary>Fewest labels from which a reader is judged.</summary>
    public const int Fewest = 10;

    /// <summary>Looks at every reader.</summary>
    /// <param name="ratings">The ratings; repeats must have been set aside.</param>
    /// <param name="times">When each label was given, in the order of <see cref="Ratings.Readers"/>: any number that grows
    /// with time; only its order within a reader counts.</param>
    /// <exception cref="ArgumentException">The number of times differs from that of labels, or a time is not finite.</exception>
    public static IReadOnlyList<ReaderDrift> Of(Ratings ratings, ReadOnlySpan<double> times)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        if (times.Length != ratings.Count)
        {
            throw new ArgumentException($"{times.Length} times for {ratings.Count} labels.");
        }

        int[] others = OthersMajority.Of(ratings);
        List<(double Time, bool Agrees)>[] own = new List<(double, bool)>[ratings.ReaderCount];
        for (int at = 0; at < ratings.Count; at++)
        {
            if (!double.IsFinite(times[at]))
            {
                throw new ArgumentException($"The time of label {at} is not finite.");
            }

            if (others[at] >= 0)
            {
                (own[ratings.Readers[at]] ??= []).Add((times[at], ratings.Categories[at] == others[at]));
            }
        }

        ReaderDrift[] found = [.. own.Select((labels, reader) => One(reader, labels ?? []))];
        return Adjusted(found);
    }

    private static ReaderDrift One(int reader, List<(double Time, bool Agrees)> labels)
    {
        int n = labels.Count;
        if (n < Fewest)
        {
            return new ReaderDrift(reader, n, null, null, null, null, null);
        }

        (double Time, bool Agrees)[] sorted = [.. labels.OrderBy(label => label.Time)];
        double[] ranks = Ranks(sorted);
        double mean = (n - 1) / 2.0;
        double share = sorted.Count(label => label.Agrees) / (double)n;
        double both = 0;
        double spread = 0;
        for (int i = 0; i < n; i++)
        {
            both += (ranks[i] - mean) * ((sorted[i].Agrees ? 1 : 0) - share);
            spread += (ranks[i] - mean) * (ranks[i] - mean);
        }

        double varied = spread * n * share * (1 - share);
        double? r = varied > 0 ? both / Math.Sqrt(varied) : null;
        double? p = r is { } known
            ? 2 * (1 - SpecialFunctions.NormalDistribution(Math.Abs(known) * Math.Sqrt(n - 1)))
            : null;
        int third = n / 3;
        return new ReaderDrift(
            reader,
            n,
            sorted.Take(third).Count(label => label.Agrees) / (double)third,
            sorted.TakeLast(third).Count(label => label.Agrees) / (double)third,
            r,
            p,
            p
        );
    }

    private static double[] Ranks((double Time, bool Agrees)[] sorted)
    {
        double[] ranks = new double[sorted.Length];
        for (int first = 0; first < sorted.Length; )
        {
            int end = first + 1;
            while (end < sorted.Length && sorted[end].Time == sorted[first].Time)
            {
                end++;
            }

            Array.Fill(ranks, (first + end - 1) / 2.0, first, end - first);
            first = end;
        }

        return ranks;
    }

    private static ReaderDrift[] Adjusted(ReaderDrift[] found)
    {
        int[] order =
        [
            .. Enumerable.Range(0, found.Length).Where(i => found[i].P is not null).OrderBy(i => found[i].P),
        ];
        double most = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            most = Math.Max(most, Math.Min(1, found[order[rank]].P!.Value * (order.Length - rank)));
            found[order[rank]] = found[order[rank]] with { AdjustedP = most };
        }

        return found;
    }
}
