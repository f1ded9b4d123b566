using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Suggestions;

/// <summary>Time with suggestions over time without: the ratio of geometric means, its interval by Welch's method on logarithms.</summary>
/// <param name="With">Geometric mean of the seconds with a suggestion; null where there is none.</param>
/// <param name="Without">The same without.</param>
/// <param name="Ratio">With over without; null unless both are there.</param>
/// <param name="Interval">95 % interval of the ratio; null with fewer than two times on a side.</param>
public sealed record TimeRatio(double? With, double? Without, double? Ratio, ConfidenceInterval? Interval)
{
    /// <summary>Compares times.</summary>
    public static TimeRatio Of(IReadOnlyCollection<SuggestedRead> reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        double[] with = Logs(reads, suggested: true);
        double[] without = Logs(reads, suggested: false);
        double? meanWith = with.Length == 0 ? null : with.Average();
        double? meanWithout = without.Length == 0 ? null : without.Average();
        if (meanWith is not { } a || meanWithout is not { } b)
        {
            return new TimeRatio(Exp(meanWith), Exp(meanWithout), null, null);
        }

        ConfidenceInterval? interval = null;
        if (with.Length > 1 && without.Length > 1)
        {
            double va = Selection.PairedGain.Moments(with).Deviation;
            double vb = Selection.PairedGain.Moments(without).Deviation;
            (va, vb) = (va * va / with.Length, vb * vb / without.Length);
            if (va + vb > 0)
            {
                double degrees =
                    (va + vb) * (va + vb) / ((va * va / (with.Length - 1)) + (vb * vb / (without.Length - 1)));
                double half = SpecialFunctions.StudentQuantile(0.975, degrees) * Math.Sqrt(va + vb);
                interval = new ConfidenceInterval(Math.Exp(a - b - half), Math.Exp(a - b + half), 0.95, "welch");
            }
        }

        return new TimeRatio(Exp(meanWith), Exp(meanWithout), Math.Exp(a - b), interval);
    }

    private static double? Exp(double? log) => log is { } value ? Math.Exp(value) : null;

    private static double[] Logs(IEnumerable<SuggestedRead> reads, bool suggested) =>
        [
            .. reads
                .Where(read => read.Suggestion >= 0 == suggested)
                .Select(read => read.Seconds)
                .OfType<double>()
                .Where(seconds => seconds > 0)
                .Select(seconds => Math.Log(seconds)),
        ];
}
