using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// Limits of agreement between two readers' measurements (Bland and Altman 1986, Lancet 1:307; intervals as in Bland and
/// Altman 1999, Stat. Methods Med. Res. 8:135). In the unit of the measurements. Assumes differences that do not grow
/// with the size of what is measured; <see cref="Trend"/> says when they do. Where all differences are equal there are no
/// intervals: how sure the figures are cannot be seen.
/// </summary>
/// <param name="Items">Number of pairs.</param>
/// <param name="Bias">Mean of first − second.</param>
/// <param name="BiasInterval">95 % interval of the bias, or null.</param>
/// <param name="Low">Lower limit of agreement.</param>
/// <param name="LowInterval">Its 95 % interval, or null.</param>
/// <param name="High">Upper limit of agreement.</param>
/// <param name="HighInterval">Its 95 % interval, or null.</param>
/// <param name="Trend">Correlation of difference and mean, −1 to 1; null when either does not vary.</param>
public sealed record BlandAltman(
    int Items,
    double Bias,
    ConfidenceInterval? BiasInterval,
    double Low,
    ConfidenceInterval? LowInterval,
    double High,
    ConfidenceInterval? HighInterval,
    double? Trend
)
{
    /// <summary>Compares two rows of measurements.</summary>
    /// <returns>The limits, or null with fewer than three pairs, or where the squares of the differences are too large to compute.</returns>
    /// <exception cref="ArgumentException">Lengths differ or a value is not finite.</exception>
    public static BlandAltman? Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"{first.Length} and {second.Length} measurements are no pairs.");
        }

        int n = first.Length;
        if (n < 3)
        {
            return null;
        }

        double bias = 0;
        double centre = 0;
        double largest = 0;
        for (int i = 0; i < n; i++)
        {
            if (!double.IsFinite(first[i]) || !double.IsFinite(second[i]))
            {
                throw new ArgumentException($"Pair {i} has a value that is not finite.");
            }

            largest = Math.Max(largest, Math.Max(Math.Abs(first[i]), Math.Abs(second[i])));
            bias += (first[i] - second[i]) / n;
            centre += ((first[i] / 2) + (second[i] / 2)) / n;
        }

        double dd = 0;
        double mm = 0;
        double dm = 0;
        for (int i = 0; i < n; i++)
        {
            double d = first[i] - second[i] - bias;
            double m = (first[i] / 2) + (second[i] / 2) - centre;
            dd += d * d;
            mm += m * m;
            dm += d * m;
        }

        if (!double.IsFinite(dd) || !double.IsFinite(mm) || !double.IsFinite(dm))
        {
            return null;
        }

        // What is smaller is made of the last digits of sums.
        double digits = 1e-12 * largest;
        double deviation = Math.Sqrt(dd / (n - 1));
        bool vary = deviation > digits;
        if (!vary)
        {
            deviation = 0;
        }

        bias = Math.Abs(bias) > digits ? bias : 0;
        double t = SpecialFunctions.StudentQuantile(0.975, n - 1);
        double z = SpecialFunctions.NormalQuantile(0.975);
        double ofBias = t * deviation / Math.Sqrt(n);
        double ofLimit = t * deviation * Math.Sqrt((1.0 / n) + (z * z / (2.0 * (n - 1))));
        double low = bias - (z * deviation);
        double high = bias + (z * deviation);
        return new BlandAltman(
            n,
            bias,
            Around(bias, ofBias),
            low,
            Around(low, ofLimit),
            high,
            Around(high, ofLimit),
            vary && Math.Sqrt(mm / (n - 1)) > digits ? dm / Math.Sqrt(dd) / Math.Sqrt(mm) : null
        );

        ConfidenceInterval? Around(double figure, double reach) =>
            vary ? new ConfidenceInterval(figure - reach, figure + reach, 0.95, "analytic") : null;
    }
}
