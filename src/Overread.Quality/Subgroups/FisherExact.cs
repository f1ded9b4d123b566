using Overread.Quality.Numerics;

namespace Overread.Quality.Subgroups;

/// <summary>
/// Whether a share differs between a group and the rest: Fisher's exact test of two by two counts, two-sided as the sum over
/// all tables that are no likelier than the one seen (Fisher 1935, J. R. Stat. Soc. 98:39; Freeman and Halton 1951). It holds
/// for groups of any size.
/// </summary>
public static class FisherExact
{
    // Tables as likely as the one seen count with it, though their logarithms differ in the last digits.
    private const double Alike = 1 + 1e-7;

    /// <summary>The p-value of no difference; 1 where one of the four margins is empty.</summary>
    /// <param name="with">Of the group, how many have it; 0 or more.</param>
    /// <param name="group">How many the group has; at least <paramref name="with"/>.</param>
    /// <param name="restWith">Of the rest, how many have it; 0 or more.</param>
    /// <param name="rest">How many the rest has; at least <paramref name="restWith"/>.</param>
    /// <exception cref="ArgumentException">A count is below 0 or above its whole.</exception>
    public static double PValue(long with, long group, long restWith, long rest)
    {
        if (with < 0 || restWith < 0 || with > group || restWith > rest)
        {
            throw new ArgumentException($"{with} of {group} and {restWith} of {rest} are no counts of two groups.");
        }

        long all = group + rest;
        long having = with + restWith;
        long least = Math.Max(0, having - rest);
        long most = Math.Min(having, group);
        if (least == most)
        {
            return 1;
        }

        double whole = LogChoose(all, group);
        double Chance(long k) => Math.Exp(LogChoose(having, k) + LogChoose(all - having, group - k) - whole);
        double seen = Chance(with) * Alike;
        double sum = 0;
        for (long k = least; k <= most; k++)
        {
            double chance = Chance(k);
            sum += chance <= seen ? chance : 0;
        }

        return Math.Min(1, sum);
    }

    private static double LogChoose(long of, long take) =>
        SpecialFunctions.LogGamma(of + 1.0)
        - SpecialFunctions.LogGamma(take + 1.0)
        - SpecialFunctions.LogGamma(of - take + 1.0);
}
