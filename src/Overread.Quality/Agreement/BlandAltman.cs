using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// Limits of agreement between two readers' measurements (Bland and Altman 1986, Lancet 1:307; intervals as in Bland and
/// Altman 1999, Stat. Methods Med. Res. 8:135). In the unit of the measurements. Assumes differences that do not grow
/// with the size of what is measured; <see cref="Trend"/> says when they do.
/// </summary>
/// <param name="Items">Number of pairs.</param>
/// <param name="Bias">Mean of first − second.</param>
/// <param name="BiasInterval">95 % interval of the bias.</param>
/// <param name="Low">Lower limit of agreement.</param>
/// <param name="LowInterval">Its 95 % interval.</param>
/// <param name="High">Upper limit of agreement.</param>
/// <param name="HighInterval">Its 95 % interval.</param>
/// <param name="Trend">Correlation of difference and mean, −1 to 1; null when either does not vary.</param>
public sealed record BlandAltman(
    int Items,
    double Bias,
    ConfidenceInterval BiasInterval,
    double Low,
    ConfidenceInterval LowInterval,
    double High,
    ConfidenceInterval HighInterval,
    double? Trend
)
{
    /// <summary>Compares two rows of measurements.</summary>
    /// <returns>The limits, or null with fewer than three pairs.</returns>
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
        for (int i = 0; i < n; i++)
        {
            if (!double.IsFinite(first[i]) || !double.IsFinite(second[i]))
            {
                throw new ArgumentException($"Pair {i} has a value that is not finite.");
            }

            bias += (first[i] - second[i]) / n;
            centre += (first[i] + second[i]) / 2 / n;
        }

        double dd = 0;
        double mm = 0;
        double dm = 0;
        for (int i = 0; i < n; i++)
        {
            double d = first[i] - second[i] - bias;
            double m = ((first[i] + second[i]) / 2) - centre;
            dd += d * d;
            mm += m * m;
            dm += d * m;
        }

        double deviation = Math.Sqrt(dd / (n - 1));
        double t = SpecialFunctions.StudentQuantile(0.975, n - 1);
        double z = SpecialFunctions.NormalQuantile(0.975);
        double ofBias = t * deviation / Math.Sqrt(n);
        double ofLimit = t * deviation * Math.Sqrt((1.0 / n) + (z * z / (2.0 * (n - 1))));
        double low = bias - (z * deviation);
        double high = bias + (z * deviation);
        return new BlandAltman(
            n,
            bias,
            new ConfidenceInterval(bias - ofBias, bias + ofBias, 0.95, "analytic"),
            low,
            new ConfidenceInterval(low - ofLimit, low + ofLimit, 0.95, "analytic"),
            high,
            new ConfidenceInterval(high - ofLimit, high + ofLimit, 0.95, "analytic"),
            dd > 0 && mm > 0 ? dm / Math.Sqrt(dd * mm) : null
        );
    }
}
