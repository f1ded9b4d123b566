namespace Overread.Quality.Numerics;

/// <summary>The derivative of the logarithm of the gamma function.</summary>
internal static class Digamma
{
    /// <summary>By its asymptotic series above 10, reached by the recurrence (Abramowitz and Stegun 6.3.5, 6.3.18).</summary>
    /// <param name="x">Above 0.</param>
    internal static double Of(double x)
    {
        double shift = 0;
        for (; x < 10; x++)
        {
            shift -= 1 / x;
        }

        double r = 1 / (x * x);
        double series = r * ((1.0 / 12) - (r * ((1.0 / 120) - (r * ((1.0 / 252) - (r * ((1.0 / 240) - (r / 132))))))));
        return shift + Math.Log(x) - (1 / (2 * x)) - series;
    }
}
