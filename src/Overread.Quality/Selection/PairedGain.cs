using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Selection;

/// <summary>
/// Whether one way of choosing items is better than another, from scores of both on the same random splits of one set: Student's
/// interval of the paired differences, its level shared out over the comparisons (Bonferroni).
/// </summary>
/// <remarks>
/// Splits of one set overlap, so that the plain interval covers what other splits of this set would give, not what another set
/// would. For that the variance of the mean is (1/n + held-out/pool) s² instead of s²/n (Nadeau and Bengio 2003, Mach. Learn.
/// 52:239): a wider interval, given beside it.
/// </remarks>
public static class PairedGain
{
    /// <summary>Compares scores.</summary>
    /// <param name="own">Score per draw.</param>
    /// <param name="baseline">Score of the baseline on the same draws.</param>
    /// <param name="heldOutToPool">Items judged by over items chosen from, positive.</param>
    /// <param name="comparisons">Comparisons that share the level, at least 1.</param>
    /// <param name="level">Simultaneous coverage.</param>
    /// <exception cref="ArgumentException">Fewer than three pairs, pairs without a partner, a score that is not finite.</exception>
    public static PairedDifference Of(
        ReadOnlySpan<double> own,
        ReadOnlySpan<double> baseline,
        double heldOutToPool,
        int comparisons = 1,
        double level = 0.95
    )
    {
        if (own.Length != baseline.Length || own.Length < 3)
        {
            throw new ArgumentException(
                $"{own.Length} scores and {baseline.Length} of the baseline: three pairs at least are needed."
            );
        }

        if (!(heldOutToPool > 0) || comparisons < 1 || !(level > 0 && level < 1))
        {
            throw new ArgumentException(
                "A positive share held out, one comparison at least and a level between 0 and 1 are needed."
            );
        }

        double[] differences = new double[own.Length];
        for (int i = 0; i < own.Length; i++)
        {
            differences[i] = own[i] - baseline[i];
        }

        (double mean, double deviation) = Moments(differences);
        double t = SpecialFunctions.StudentQuantile(1 - ((1 - level) / 2 / comparisons), own.Length - 1);
        double here = t * deviation / Math.Sqrt(own.Length);
        double elsewhere = t * deviation * Math.Sqrt((1.0 / own.Length) + heldOutToPool);
        return new PairedDifference(mean, mean - here, mean + here, mean - elsewhere, mean + elsewhere);
    }

    /// <summary>Student's interval of a mean.</summary>
    /// <exception cref="ArgumentException">Fewer than two values, or one that is not finite.</exception>
    public static ConfidenceInterval Mean(ReadOnlySpan<double> values, double level = 0.95)
    {
        if (values.Length < 2)
        {
            throw new ArgumentException($"{values.Length} values have no interval; two at least are needed.");
        }

        (double mean, double deviation) = Moments(values);
        double half =
            SpecialFunctions.StudentQuantile(1 - ((1 - level) / 2), values.Length - 1)
            * deviation
            / Math.Sqrt(values.Length);
        return new ConfidenceInterval(mean - half, mean + half, level, "student");
    }

    /// <summary>
    /// The verdict over all baselines: a gain where every interval lies above 0, worse where one lies below, else no gain shown. An
    /// interval without width (the same difference in every draw) shows nothing: its variance is not known.
    /// </summary>
    /// <param name="differences">Against each baseline.</param>
    /// <param name="elsewhere">Whether the wider interval, for other sets of the kind, decides.</param>
    public static GainVerdict Verdict(IReadOnlyList<PairedDifference> differences, bool elsewhere = false)
    {
        ArgumentNullException.ThrowIfNull(differences);
        bool above = differences.Count > 0;
        foreach (PairedDifference difference in differences)
        {
            (double low, double high) = elsewhere
                ? (difference.LowElsewhere, difference.HighElsewhere)
                : (difference.Low, difference.High);
            if (high < 0 && low < high)
            {
                return GainVerdict.Worse;
            }

            above &= low > 0 && low < high;
        }

        return above ? GainVerdict.Gain : GainVerdict.NoGainShown;
    }

    internal static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("A score is not finite.");
            }

            mean += value / values.Length;
        }

        double square = 0;
        foreach (double value in values)
        {
            square += (value - mean) * (value - mean);
        }

        // Equal values whose mean was rounded have no spread, whatever the rounding left.
        double deviation = Math.Sqrt(square / (values.Length - 1));
        return (mean, deviation < 1e-12 * Math.Max(1, Math.Abs(mean)) ? 0 : deviation);
    }
}
