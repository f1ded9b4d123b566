namespace Overread.Quality.Numerics;

/// <summary>The second derivative of the logarithm of the gamma function.</summary>
internal static class Trigamma
{
    /// <summary>By its asymptotic series above 10, reached by the recurrence (Abramowitz and Stegun 6.4.6, 6.4.12).</summary>
    /// <param name="x">Above 0.</param>
    internal static double Of(double x)
    {
        double shift = 0;
        for (; x < 10; x++)
        {
            shift += 1 / (x * x);
        }

        double r = 1 / (x * x);
        double series = r * ((1.0 / 6) - (r * ((1.0 / 30) - (r * ((1.0 / 42) - (r * ((1.0 / 30) - (r * 5 / 66))))))));
        return shift + ((1 + (1 / (2 * x)) + series) / x);
    }
}
