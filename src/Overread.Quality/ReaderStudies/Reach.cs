using Overread.Quality.Numerics;

namespace Overread.Quality.ReaderStudies;

/// <summary>Half widths and tails with Student's t, or the normal distribution where degrees of freedom are infinite.</summary>
internal static class Reach
{
    /// <summary>Below this a variance is made of the last digits of sums.</summary>
    private const double Digits = 1e-24;

    /// <summary>From here on t and normal agree to all digits that matter.</summary>
    private const double Many = 1e7;

    internal static bool IsSeen(double variance) => variance > Digits && double.IsFinite(variance);

    internal static double Of(double variance, double degrees, double level) =>
        Quantile(0.5 + (level / 2), degrees) * Math.Sqrt(variance);

    internal static double Quantile(double p, double degrees) =>
        degrees >= Many ? SpecialFunctions.NormalQuantile(p) : SpecialFunctions.StudentQuantile(p, degrees);

    /// <summary>P(T ≥ t).</summary>
    internal static double UpperTail(double t, double degrees)
    {
        if (degrees >= Many)
        {
            return SpecialFunctions.NormalDistribution(-t);
        }

        double tail = 0.5 * SpecialFunctions.IncompleteBeta(degrees / (degrees + (t * t)), degrees / 2, 0.5);
        return t >= 0 ? tail : 1 - tail;
    }

    /// <summary>P(|T| ≥ |t|).</summary>
    internal static double TwoSided(double t, double degrees) => Math.Min(1, 2 * UpperTail(Math.Abs(t), degrees));
}
