using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.ReaderStudies;

/// <summary>
/// The binormal ROC curve of greatest likelihood: TPF = Φ(a + b Φ⁻¹(FPF)) (Dorfman and Alf 1969, J. Math. Psychol. 6:487;
/// ratings on a fine scale by runs of one truth, Metz, Herman and Shen 1998, Stat. Med. 17:1033). A curve with b ≠ 1 crosses the
/// diagonal near a corner; the area counts that part too.
/// </summary>
/// <param name="A">Distance of the two kinds of cases, in standard deviations of the diseased.</param>
/// <param name="B">Standard deviation of the others over that of the diseased, above 0.</param>
/// <param name="Area">Φ(a / √(1 + b²)), 0 to 1.</param>
/// <param name="Variance">Of the area, from the expected information.</param>
/// <param name="Interval">Interval of the area, made on the probit scale.</param>
/// <param name="LogLikelihood">Of the ratings, natural logarithm.</param>
public sealed record BinormalRoc(
    double A,
    double B,
    double Area,
    double Variance,
    ConfidenceInterval Interval,
    double LogLikelihood
)
{
    private const int MostSteps = 2000;

    /// <summary>Beyond these slopes a curve is two straight lines: the likelihood rises without end.</summary>
    private const double LeastSlope = 1e-3;

    /// <summary>Fits a curve.</summary>
    /// <param name="diseased">Ratings of the diseased cases; more is more suspicious.</param>
    /// <param name="others">Ratings of the other cases.</param>
    /// <param name="level">Coverage of the interval, strictly between 0 and 1.</param>
    /// <returns>
    /// The curve, or null where there is none: a kind without cases, two ratings alone, ratings that part the kinds wholly or
    /// all but so, or a likelihood that rises without end. The empirical area (<see cref="RocArea"/>) exists then too.
    /// </returns>
    /// <exception cref="ArgumentException">A rating is not finite, or the level is outside.</exception>
    public static BinormalRoc? Fit(ReadOnlySpan<double> diseased, ReadOnlySpan<double> others, double level = 0.95)
    {
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentException($"The level {level} must lie strictly between 0 and 1.");
        }

        foreach (double rating in (double[])[.. diseased, .. others])
        {
            if (!double.IsFinite(rating))
            {
                throw new ArgumentException("A rating is not finite.");
            }
        }

        (double[] well, double[] ill) = Runs(diseased, others);
        return HasInnerPoint(well, ill) ? Maximise(well, ill, level) : null;
    }

    /// <summary>True positives at a share of false positives, both 0 to 1.</summary>
    public double TruePositives(double falsePositives) =>
        falsePositives is <= 0 or >= 1
            ? Math.Clamp(falsePositives, 0, 1)
            : SpecialFunctions.NormalDistribution(A + (B * SpecialFunctions.NormalQuantile(falsePositives)));

    /// <summary>
    /// Counts per rating, lowest first. Neighbouring ratings that only one kind was given are one: where the line between
    /// them runs says nothing of the curve.
    /// </summary>
    private static (double[] Well, double[] Ill) Runs(ReadOnlySpan<double> diseased, ReadOnlySpan<double> others)
    {
        SortedDictionary<double, (double Well, double Ill)> counts = [];
        foreach (double rating in others)
        {
            (double well, double ill) = counts.GetValueOrDefault(rating);
            counts[rating] = (well + 1, ill);
        }

        foreach (double rating in diseased)
        {
            (double well, double ill) = counts.GetValueOrDefault(rating);
            counts[rating] = (well, ill + 1);
        }

        List<double> wells = [];
        List<double> ills = [];
        foreach ((double well, double ill) in counts.Values)
        {
            if (wells.Count > 0 && ((well == 0 && wells[^1] == 0) || (ill == 0 && ills[^1] == 0)))
            {
                wells[^1] += well;
                ills[^1] += ill;
            }
            else
            {
                wells.Add(well);
                ills.Add(ill);
            }
        }

        return ([.. wells], [.. ills]);
    }

    /// <summary>Whether some threshold leaves both kinds on both sides, and ratings enough for a slope.</summary>
    private static bool HasInnerPoint(double[] well, double[] ill)
    {
        int low = Math.Max(Array.FindIndex(well, n => n != 0), Array.FindIndex(ill, n => n != 0));
        int high = Math.Min(Array.FindLastIndex(well, n => n != 0), Array.FindLastIndex(ill, n => n != 0));
        return well.Length > 2 && low < high;
    }

    private static BinormalRoc? Maximise(double[] well, double[] ill, double level)
    {
        BinormalFit fit = new(well, ill);
        for (int step = 0; step < MostSteps; step++)
        {
            bool moves = fit.Step();
            if (!(fit.B > LeastSlope && fit.B < 1 / LeastSlope) || Math.Abs(fit.A) > 1 / LeastSlope)
            {
                return null;
            }

            if (!moves)
            {
                return fit.Covariance() is { } covariance ? Finish(fit, covariance, level) : null;
            }
        }

        return null;
    }

    private static BinormalRoc? Finish(BinormalFit fit, (double AA, double AB, double BB) covariance, double level)
    {
        double root = Math.Sqrt(1 + (fit.B * fit.B));
        double probit = fit.A / root;
        double byA = 1 / root;
        double byB = -fit.A * fit.B / (root * root * root);
        double variance = (byA * byA * covariance.AA) + (2 * byA * byB * covariance.AB) + (byB * byB * covariance.BB);
        if (!(variance > 0) || !double.IsFinite(variance))
        {
            return null;
        }

        double reach = SpecialFunctions.NormalQuantile(0.5 + (level / 2)) * Math.Sqrt(variance);
        double density = Math.Exp(-probit * probit / 2) / Math.Sqrt(2 * Math.PI);
        return new BinormalRoc(
            fit.A,
            fit.B,
            SpecialFunctions.NormalDistribution(probit),
            density * density * variance,
            new ConfidenceInterval(
                SpecialFunctions.NormalDistribution(probit - reach),
                SpecialFunctions.NormalDistribution(probit + reach),
                level,
                "analytic"
            ),
            fit.LogLikelihood
        );
    }
}
