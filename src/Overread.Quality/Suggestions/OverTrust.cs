using Overread.Quality.Selection;

namespace Overread.Quality.Suggestions;

/// <summary>
/// A test of whether a reader follows wrong suggestions: exact, one-sided. Where the reader's own first answer is known, the
/// wrong suggestions that differ from it are counted, and how many of them became the final answer is held against a tolerated share
/// (binomial). Where it is not, the share of wrong answers under wrong suggestions is held against what the same reader's share of
/// wrong answers without any would become if the tolerated share were followed; that share is taken at its upper bound of 99.9 %,
/// whose risk is added to the p (Berger and Boos 1994, JASA 89:1012).
/// </summary>
/// <param name="Test">"first answers", "reads without suggestion", or "none" where neither is there.</param>
/// <param name="Followed">Wrong suggestions that were followed.</param>
/// <param name="Wrong">Wrong suggestions that count.</param>
/// <param name="P">One-sided p; null where nothing can be tested.</param>
/// <param name="LeastP">The p that there would be if all were followed: what the test could show at best.</param>
public sealed record OverTrust(string Test, int Followed, int Wrong, double? P, double? LeastP)
{
    private const double BoundRisk = 0.001;

    /// <summary>Tests one reader's reads.</summary>
    /// <param name="reads">The reads of one reader.</param>
    /// <param name="tolerated">Share of wrong suggestions that a careful reader may follow, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The tolerated share is out of its range.</exception>
    public static OverTrust Of(IReadOnlyCollection<SuggestedRead> reads, double tolerated = 0.1)
    {
        ArgumentNullException.ThrowIfNull(reads);
        if (!(tolerated > 0 && tolerated < 1))
        {
            throw new ArgumentException($"A tolerated share of {tolerated}: between 0 and 1, both excluded.");
        }

        SuggestedRead[] wrong = WrongOnes(reads);
        SuggestedRead[] differing = [.. wrong.Where(read => read.First >= 0 && read.First != read.Suggestion)];
        if (differing.Length > 0)
        {
            int followed = differing.Count(read => read.Final == read.Suggestion);
            return new OverTrust(
                "first answers",
                followed,
                differing.Length,
                AtLeast(followed, differing.Length, tolerated),
                AtLeast(differing.Length, differing.Length, tolerated)
            );
        }

        SuggestedRead[] shown = [.. wrong.Where(read => read.First < 0)];
        SuggestedRead[] alone = [.. reads.Where(read => read.Suggestion < 0 && read.Truth >= 0)];
        if (shown.Length == 0 || alone.Length == 0)
        {
            return new OverTrust("none", shown.Count(read => read.Final == read.Suggestion), shown.Length, null, null);
        }

        int under = shown.Count(read => read.Final == read.Suggestion);
        int own = alone.Count(read => read.Final != read.Truth);
        return new OverTrust(
            "reads without suggestion",
            under,
            shown.Length,
            Above(under, shown.Length, own, alone.Length, tolerated),
            Above(shown.Length, shown.Length, own, alone.Length, tolerated)
        );
    }

    /// <summary>
    /// The verdicts of several readers at a common level (Holm 1979): the chance that any careful one is accused is at most the level.
    /// </summary>
    public static OverTrustVerdict[] Verdicts(IReadOnlyList<OverTrust> tests, double level = 0.05)
    {
        ArgumentNullException.ThrowIfNull(tests);
        OverTrustVerdict[] verdicts = new OverTrustVerdict[tests.Count];
        int[] order = [.. Enumerable.Range(0, tests.Count).Where(i => tests[i].P is not null).OrderBy(i => tests[i].P)];
        bool holds = true;
        for (int rank = 0; rank < order.Length; rank++)
        {
            OverTrust test = tests[order[rank]];
            holds &= test.P <= level / (order.Length - rank);
            verdicts[order[rank]] =
                holds ? OverTrustVerdict.OverTrusts
                : test.LeastP > level / order.Length ? OverTrustVerdict.Unknown
                : OverTrustVerdict.NotShown;
        }

        return verdicts;
    }

    /// <summary>The planted wrong suggestions, or, where none is planted, all that the truth says to be wrong.</summary>
    internal static SuggestedRead[] WrongOnes(IEnumerable<SuggestedRead> reads)
    {
        SuggestedRead[] wrong =
        [
            .. reads.Where(read => read.Suggestion >= 0 && read.Truth >= 0 && read.Suggestion != read.Truth),
        ];
        SuggestedRead[] planted = [.. wrong.Where(read => read.Planted)];
        return planted.Length > 0 ? planted : wrong;
    }

    /// <summary>P(X ≥ count) for a binomial.</summary>
    private static double AtLeast(int count, int of, double share) =>
        count == 0 ? 1 : 1 - DefectRate.AcceptProbability(of, count - 1, share);

    private static double Above(int wrong, int shown, int own, int alone, double tolerated)
    {
        double errs = DefectRate.UpperBound(own, alone, 1 - BoundRisk);
        return Math.Min(1, AtLeast(wrong, shown, errs + (tolerated * (1 - errs))) + BoundRisk);
    }
}
