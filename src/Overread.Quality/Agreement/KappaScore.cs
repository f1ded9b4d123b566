using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// Score interval of κ for two categories: all κ that the estimate does not contradict, with the variance that each of
/// them would itself have (Wilson 1927 for a share; here with the beta-binomial variance of <see cref="SampleSize"/> and
/// the prevalence shrunk by one pseudo-label of either kind). Holds its coverage where a finding is rare and items are few,
/// when the jackknife sees too little variation.
/// </summary>
internal static class KappaScore
{
    private const int Steps = 60;

    internal static (double Low, double High) Interval(
        double value,
        double prevalence,
        int items,
        int readers,
        double level
    )
    {
        double labels = (double)items * readers;
        double shrunk = ((prevalence * labels) + 1) / (labels + 2);
        double t = SpecialFunctions.StudentQuantile(0.5 + (level / 2), Math.Max(1, items - 1));
        bool Contradicted(double kappa) =>
            Math.Abs(value - kappa)
            > t * Math.Sqrt(SampleSize.ItemVariance(Math.Clamp(kappa, 0, 0.9999), shrunk, readers) / items);
        return (Limit(value, -1, Contradicted), Limit(value, 1, Contradicted));
    }

    /// <summary>The last κ on the way to the bound that is not contradicted, by bisection.</summary>
    private static double Limit(double value, double bound, Func<double, bool> contradicted)
    {
        if (!contradicted(bound))
        {
            return bound;
        }

        double inside = value;
        double outside = bound;
        for (int step = 0; step < Steps; step++)
        {
            double middle = (inside + outside) / 2;
            if (contradicted(middle))
            {
                outside = middle;
            }
            else
            {
                inside = middle;
            }
        }

        return inside;
    }
}
