namespace Overread.Quality.Numerics;

/// <summary>The few special functions that intervals need, in double precision.</summary>
internal static class SpecialFunctions
{
    private static readonly double[] s_lanczos =
    [
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7,
    ];

    /// <summary>Logarithm of the gamma function of a positive number (Lanczos, g = 7).</summary>
    internal static double LogGamma(double x)
    {
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        }

        x -= 1;
        double sum = s_lanczos[0];
        for (int i = 1; i < s_lanczos.Length; i++)
        {
            sum += s_lanczos[i] / (x + i);
        }

        double t = x + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }

    /// <summary>Regularised incomplete beta function I_x(a, b), by its continued fraction (modified Lentz).</summary>
    internal static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0)
        {
            return 0;
        }

        if (x >= 1)
        {
            return 1;
        }

        double front = Math.Exp(
            LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x))
        );
        return x < (a + 1) / (a + b + 2)
            ? front * BetaFraction(x, a, b) / a
            : 1 - (front * BetaFraction(1 - x, b, a) / b);
    }

    /// <summary>
    /// The x at which I_x(a, b) = <paramref name="p"/>, by Newton's method inside a bracket that every step narrows; exact
    /// to the last few bits.
    /// </summary>
    internal static double BetaQuantile(double p, double a, double b)
    {
        if (p <= 0)
        {
            return 0;
        }

        if (p >= 1)
        {
            return 1;
        }

        // After so small a step the next would be its square: below the last bit, and below the rounding of I_x, which would
        // keep the search stepping to and fro.
        const double SmallStep = 1e-12;
        double logBeta = LogGamma(a) + LogGamma(b) - LogGamma(a + b);
        double low = 0;
        double high = 1;
        double x = QuantileStart(p, a, b);
        for (int i = 0; i < 200 && high - low > 1e-16 * high; i++)
        {
            double miss = IncompleteBeta(x, a, b) - p;
            if (miss < 0)
            {
                low = x;
            }
            else
            {
                high = x;
            }

            double density = Math.Exp(((a - 1) * Math.Log(x)) + ((b - 1) * Math.Log(1 - x)) - logBeta);
            double next = x - (miss / density);
            if (!(next > low && next < high))
            {
                next = low + ((high - low) / 2);
            }
            else if (Math.Abs(next - x) <= SmallStep * next)
            {
                return next;
            }

            x = next;
        }

        return x;
    }

    /// <summary>Where counts are more than a few, the log odds are about normal; elsewhere the mean.</summary>
    private static double QuantileStart(double p, double a, double b)
    {
        double tail = Math.Min(p, 1 - p);
        if (a < 2 || b < 2 || tail < 1e-6)
        {
            return a / (a + b);
        }

        double t = Math.Sqrt(-2 * Math.Log(tail));
        double z = t - ((2.30753 + (0.27061 * t)) / (1 + (t * (0.99229 + (0.04481 * t)))));
        double odds = Math.Log(a / b) + ((p < 0.5 ? -z : z) * Math.Sqrt((1 / a) + (1 / b)));
        return 1 / (1 + Math.Exp(-odds));
    }

    /// <summary>Regularised lower incomplete gamma function P(a, x).</summary>
    internal static double IncompleteGamma(double a, double x)
    {
        if (x <= 0)
        {
            return 0;
        }

        double front = Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
        if (x < a + 1)
        {
            double term = 1 / a;
            double sum = term;
            for (double n = a + 1; term > sum * 1e-17; n++)
            {
                term *= x / n;
                sum += term;
            }

            return front * sum;
        }

        double b = x + 1 - a;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        for (int i = 1; i < 10_000; i++)
        {
            double an = -i * (i - a);
            b += 2;
            d = 1 / Nudge((an * d) + b);
            c = Nudge(b + (an / c));
            double factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 1e-16)
            {
                break;
            }
        }

        return 1 - (front * h);
    }

    /// <summary>The standard normal distribution function.</summary>
    internal static double NormalDistribution(double z)
    {
        double half = 0.5 * IncompleteGamma(0.5, z * z / 2);
        if (z >= 0)
        {
            return 0.5 + half;
        }

        // In the far left tail the difference would lose digits; there the upper gamma is used through its ratio.
        return z > -5 ? 0.5 - half : NormalTail(-z);
    }

    /// <summary>The standard normal quantile, refined by Newton steps on the distribution.</summary>
    internal static double NormalQuantile(double p)
    {
        if (p is <= 0 or >= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability strictly between 0 and 1 is needed.");
        }

        if (p > 0.5)
        {
            return -NormalQuantile(1 - p);
        }

        double t = Math.Sqrt(-2 * Math.Log(p));
        double z = -(
            t
            - (
                (2.515517 + (t * (0.802853 + (t * 0.010328))))
                / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308))))))
            )
        );
        for (int i = 0; i < 6; i++)
        {
            double error = (NormalDistribution(z) - p) * Math.Sqrt(2 * Math.PI) * Math.Exp(z * z / 2);
            z -= error / (1 + (z * error / 2));
        }

        return z;
    }

    /// <summary>Student's t quantile with any positive number of degrees of freedom.</summary>
    internal static double StudentQuantile(double p, double degrees)
    {
        if (p == 0.5)
        {
            return 0;
        }

        double tail = p < 0.5 ? p : 1 - p;
        double x = BetaQuantile(2 * tail, degrees / 2, 0.5);
        double t = Math.Sqrt(degrees * (1 - x) / x);
        return p < 0.5 ? -t : t;
    }

    /// <summary>Quantile of the F distribution.</summary>
    internal static double FisherQuantile(double p, double degrees1, double degrees2)
    {
        double x = BetaQuantile(p, degrees1 / 2, degrees2 / 2);
        return x >= 1 ? double.MaxValue : degrees2 * x / (degrees1 * (1 - x));
    }

    private static double NormalTail(double z)
    {
        double fraction = 0;
        for (int i = 60; i > 0; i--)
        {
            fraction = i / (z + fraction);
        }

        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / (z + fraction);
    }

    private static double BetaFraction(double x, double a, double b)
    {
        double c = 1;
        double d = 1 / Nudge(1 - ((a + b) * x / (a + 1)));
        double h = d;
        for (int m = 1; m < 10_000; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Nudge(1 + (even * d));
            c = Nudge(1 + (even / c));
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Nudge(1 + (odd * d));
            c = Nudge(1 + (odd / c));
            double factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 1e-16)
            {
                break;
            }
        }

        return h;
    }

    private static double Nudge(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;
}
