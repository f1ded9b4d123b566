using Overread.Quality.Numerics;

namespace Overread.Quality.Subgroups;

/// <summary>
/// Whether counts of groups fit shares that were stated before: Pearson's X² (Pearson 1900, Phil. Mag. 50:157). Where a group
/// is expected to have fewer than five, its p-value is found by drawing from the stated shares with a seed (Hope 1968, J. R.
/// Stat. Soc. B 30:582), since the chi-square distribution is no good there.
/// </summary>
public static class ShareFit
{
    /// <summary>How many draws.</summary>
    public const int Draws = 9999;

    private const double LeastExpected = 5;

    /// <summary>The p-value of counts that are drawn from the shares; 1 where nothing was counted.</summary>
    /// <param name="counts">How many each group has, 0 or more.</param>
    /// <param name="shares">The stated share of each group, above 0; they are divided by their sum.</param>
    /// <param name="seed">Of the draws; the same seed gives the same value.</param>
    /// <exception cref="ArgumentException">Fewer than two groups, or not as many shares as counts, or a value outside.</exception>
    public static double PValue(IReadOnlyList<long> counts, IReadOnlyList<double> shares, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(shares);
        if (counts.Count != shares.Count || counts.Count < 2)
        {
            throw new ArgumentException(
                $"{counts.Count} counts and {shares.Count} shares: two or more of each are needed."
            );
        }

        if (counts.Any(c => c < 0) || shares.Any(s => !(s > 0) || double.IsInfinity(s)))
        {
            throw new ArgumentException("A count is 0 or more, and a share lies above 0.");
        }

        long all = counts.Sum();
        if (all == 0)
        {
            return 1;
        }

        double whole = shares.Sum();
        double[] expected = [.. shares.Select(s => all * s / whole)];
        double seen = Distance([.. counts], expected);
        return expected.Min() >= LeastExpected
            ? 1 - SpecialFunctions.IncompleteGamma((counts.Count - 1) / 2.0, seen / 2)
            : Drawn(seen, all, expected, seed);
    }

    private static double Drawn(double seen, long all, double[] expected, ulong seed)
    {
        SeededRandom random = new(seed);
        long[] drawn = new long[expected.Length];
        int asFar = 1;
        for (int d = 0; d < Draws; d++)
        {
            long left = all;
            double rest = all;
            for (int g = 0; g < expected.Length - 1; g++)
            {
                drawn[g] = left == 0 ? 0 : random.NextBinomial(left, Math.Min(1, expected[g] / rest));
                left -= drawn[g];
                rest -= expected[g];
            }

            drawn[^1] = left;
            asFar += Distance(drawn, expected) >= seen - 1e-9 ? 1 : 0;
        }

        return asFar / (Draws + 1.0);
    }

    private static double Distance(long[] counts, double[] expected)
    {
        double sum = 0;
        for (int g = 0; g < counts.Length; g++)
        {
            double away = counts[g] - expected[g];
            sum += away * away / expected[g];
        }

        return sum;
    }
}
