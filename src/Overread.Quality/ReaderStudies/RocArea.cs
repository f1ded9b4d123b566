using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.ReaderStudies;

/// <summary>
/// The area under the empirical ROC curve of one reader: how often a diseased case is rated above another one, ties for
/// half (Bamber 1975, J. Math. Psychol. 12:387), with DeLong's variance (DeLong, DeLong and Clarke-Pearson 1988,
/// Biometrics 44:837) and an interval on the scale of the log odds.
/// </summary>
/// <param name="Area">0 to 1.</param>
/// <param name="Variance">DeLong's variance; null with fewer than two cases of a kind.</param>
/// <param name="Interval">Null where all areas of single cases are alike, so that how sure the area is cannot be seen.</param>
public sealed record RocArea(double Area, double? Variance, ConfidenceInterval? Interval)
{
    /// <summary>Computes the area.</summary>
    /// <param name="diseased">Ratings of the diseased cases; more is more suspicious.</param>
    /// <param name="others">Ratings of the other cases.</param>
    /// <param name="level">Coverage of the interval, strictly between 0 and 1.</param>
    /// <returns>The area, or null where one of the two kinds has no case.</returns>
    /// <exception cref="ArgumentException">A rating is no number, or the level is outside.</exception>
    public static RocArea? Of(ReadOnlySpan<double> diseased, ReadOnlySpan<double> others, double level = 0.95)
    {
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentException($"The level {level} must lie strictly between 0 and 1.");
        }

        foreach (double rating in diseased)
        {
            ThrowIfNaN(rating);
        }

        foreach (double rating in others)
        {
            ThrowIfNaN(rating);
        }

        if (diseased.IsEmpty || others.IsEmpty)
        {
            return null;
        }

        (double[] ofDiseased, double[] ofOthers) = Placements(diseased, others);
        double area = ofDiseased.Average();
        if (diseased.Length < 2 || others.Length < 2)
        {
            return new RocArea(area, null, null);
        }

        double variance =
            (Spread(ofDiseased, area) / diseased.Length / (diseased.Length - 1))
            + (Spread(ofOthers, area) / others.Length / (others.Length - 1));
        return new RocArea(area, variance, OnOdds(area, variance, level));
    }

    /// <summary>For each diseased case the share of others below it, and for each other the share of diseased above it.</summary>
    internal static (double[] OfDiseased, double[] OfOthers) Placements(
        ReadOnlySpan<double> diseased,
        ReadOnlySpan<double> others
    )
    {
        double[] upper = diseased.ToArray();
        double[] lower = others.ToArray();
        Array.Sort(upper);
        Array.Sort(lower);
        double[] ofDiseased = new double[diseased.Length];
        for (int i = 0; i < ofDiseased.Length; i++)
        {
            (int below, int equal) = Count(lower, diseased[i]);
            ofDiseased[i] = (below + (0.5 * equal)) / lower.Length;
        }

        double[] ofOthers = new double[others.Length];
        for (int i = 0; i < ofOthers.Length; i++)
        {
            (int below, int equal) = Count(upper, others[i]);
            ofOthers[i] = (upper.Length - below - (0.5 * equal)) / upper.Length;
        }

        return (ofDiseased, ofOthers);
    }

    /// <summary>The area alone.</summary>
    internal static double Value(ReadOnlySpan<double> diseased, ReadOnlySpan<double> others)
    {
        double[] lower = others.ToArray();
        Array.Sort(lower);
        double sum = 0;
        foreach (double rating in diseased)
        {
            (int below, int equal) = Count(lower, rating);
            sum += below + (0.5 * equal);
        }

        return sum / ((double)lower.Length * diseased.Length);
    }

    private static ConfidenceInterval? OnOdds(double area, double variance, double level)
    {
        // An area of 0 or 1 has no variance either.
        if (variance <= 0)
        {
            return null;
        }

        double z = SpecialFunctions.NormalQuantile(0.5 + (level / 2));
        double odds = Math.Log(area / (1 - area));
        double reach = z * Math.Sqrt(variance) / (area * (1 - area));
        return new ConfidenceInterval(
            1 / (1 + Math.Exp(reach - odds)),
            1 / (1 + Math.Exp(-reach - odds)),
            level,
            "analytic"
        );
    }

    private static double Spread(double[] values, double mean)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return sum;
    }

    internal static (int Below, int Equal) Count(double[] sorted, double value)
    {
        int below = Lower(sorted, value, orEqual: false);
        return (below, Lower(sorted, value, orEqual: true) - below);
    }

    private static int Lower(double[] sorted, double value, bool orEqual)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static void ThrowIfNaN(double rating)
    {
        if (double.IsNaN(rating))
        {
            throw new ArgumentException("A rating is no number.");
        }
    }
}
