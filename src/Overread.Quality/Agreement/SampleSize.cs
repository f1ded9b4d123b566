using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>How many items a study of agreement needs.</summary>
public static class SampleSize
{
    /// <summary>
    /// Items for a κ of two categories with an interval no wider than asked, any number of readers (large-sample variance
    /// of the intraclass κ, Donner and Eliasziw 1992, Stat. Med. 11:1511, for two; its extension by the variance of pair
    /// agreement under the common-correlation model for more, computed here from the beta-binomial moments).
    /// </summary>
    /// <param name="kappa">The κ to be expected, 0 to below 1.</param>
    /// <param name="prevalence">Share of the category of interest, strictly between 0 and 1.</param>
    /// <param name="readers">Readers per item, at least 2.</param>
    /// <param name="width">Full width of the interval, positive.</param>
    /// <param name="level">Coverage.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static int ForKappa(double kappa, double prevalence, int readers, double width, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(kappa);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(kappa, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(prevalence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(prevalence, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(readers, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        double z = SpecialFunctions.NormalQuantile(0.5 + (level / 2));
        double variance = ItemVariance(kappa, prevalence, readers);
        double items = 4 * z * z * variance / (width * width);
        return (int)Math.Min(int.MaxValue, Math.Max(3, Math.Ceiling(items)));
    }

    /// <summary>
    /// Variance of one item's influence on κ when the number of positive labels of an item is beta-binomial with mean
    /// prevalence and intraclass correlation κ.
    /// </summary>
    internal static double ItemVariance(double kappa, double prevalence, int readers)
    {
        double[] probabilities = BetaBinomial(readers, prevalence, kappa);
        double expected = (prevalence * prevalence) + ((1 - prevalence) * (1 - prevalence));
        double variance = 0;
        for (int positive = 0; positive <= readers; positive++)
        {
            double share = (double)positive / readers;
            double agreement =
                ((double)positive * (positive - 1) + ((double)(readers - positive) * (readers - positive - 1)))
                / ((double)readers * (readers - 1));

            // κ = (a − e)/(1 − e) with e = p² + (1 − p)²: the derivative along an item's agreement and its share.
            double observed = kappa + ((1 - kappa) * expected);
            double slope = 2 * ((2 * prevalence) - 1);
            double influence =
                ((agreement - observed) / (1 - expected))
                + ((observed - 1) / ((1 - expected) * (1 - expected)) * slope * (share - prevalence));
            variance += probabilities[positive] * influence * influence;
        }

        return variance;
    }

    private static double[] BetaBinomial(int n, double mean, double correlation)
    {
        double[] mass = new double[n + 1];
        if (correlation <= 1e-9)
        {
            for (int x = 0; x <= n; x++)
            {
                double choose =
                    SpecialFunctions.LogGamma(n + 1)
                    - SpecialFunctions.LogGamma(x + 1)
                    - SpecialFunctions.LogGamma(n - x + 1);
                mass[x] = Math.Exp(choose + (x * Math.Log(mean)) + ((n - x) * Math.Log(1 - mean)));
            }

            return mass;
        }

        double size = (1 / correlation) - 1;
        double a = mean * size;
        double b = (1 - mean) * size;
        for (int x = 0; x <= n; x++)
        {
            double choose =
                SpecialFunctions.LogGamma(n + 1)
                - SpecialFunctions.LogGamma(x + 1)
                - SpecialFunctions.LogGamma(n - x + 1);
            mass[x] = Math.Exp(choose + LogBeta(x + a, n - x + b) - LogBeta(a, b));
        }

        return mass;
    }

    private static double LogBeta(double a, double b) =>
        SpecialFunctions.LogGamma(a) + SpecialFunctions.LogGamma(b) - SpecialFunctions.LogGamma(a + b);
}
