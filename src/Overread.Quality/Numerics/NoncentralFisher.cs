namespace Overread.Quality.Numerics;

/// <summary>
/// The noncentral F distribution as a Poisson mixture of incomplete beta functions (Johnson, Kotz and Balakrishnan 1995,
/// Continuous Univariate Distributions 2, ch. 30), summed from the mode outwards.
/// </summary>
internal static class NoncentralFisher
{
    /// <summary>P(F ≤ f).</summary>
    /// <param name="f">Not negative.</param>
    /// <param name="degrees1">Of the numerator, positive.</param>
    /// <param name="degrees2">Of the denominator, positive.</param>
    /// <param name="shift">Noncentrality, not negative.</param>
    internal static double Distribution(double f, double degrees1, double degrees2, double shift)
    {
        if (f <= 0)
        {
            return 0;
        }

        double x = degrees1 * f / ((degrees1 * f) + degrees2);
        double half = shift / 2;
        if (half == 0)
        {
            return SpecialFunctions.IncompleteBeta(x, degrees1 / 2, degrees2 / 2);
        }

        int mode = (int)half;
        double sum = 0;
        for (int j = mode; j >= 0 && Add(j); j--) { }

        for (int j = mode + 1; Add(j); j++) { }

        return Math.Min(1, sum);

        bool Add(int j)
        {
            double weight = Math.Exp((j * Math.Log(half)) - half - SpecialFunctions.LogGamma(j + 1));
            sum += weight * SpecialFunctions.IncompleteBeta(x, (degrees1 / 2) + j, degrees2 / 2);
            return weight > 1e-18;
        }
    }
}
