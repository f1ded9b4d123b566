using Overread.Quality.Agreement;

namespace Overread.Quality.ReaderStudies;

/// <summary>How much better the second of two modalities is than the first.</summary>
/// <param name="First">Number of the first modality, such as the established one.</param>
/// <param name="Second">Number of the second.</param>
/// <param name="Reader">The reader, or null for the mean over readers.</param>
/// <param name="Value">Second − first.</param>
/// <param name="StandardError">Its standard error; null where the data show no variation.</param>
/// <param name="Degrees">Degrees of freedom, infinite for a normal reference.</param>
/// <param name="Interval">Its interval; null where there is no standard error.</param>
/// <param name="PValue">Two-sided, of no difference; null where there is no standard error.</param>
public sealed record ModalityDifference(
    int First,
    int Second,
    int? Reader,
    double Value,
    double? StandardError,
    double Degrees,
    ConfidenceInterval? Interval,
    double? PValue
)
{
    /// <summary>
    /// Whether the second modality is no worse than the first by the margin: the lower limit of the interval lies above
    /// −margin (Chen, Petrick and Sahiner 2012, Acad. Radiol. 19:1158; a one-sided test at half of 1 − level).
    /// </summary>
    /// <param name="margin">The loss that would not matter, above 0, in the unit of the figure; named before the study.</param>
    /// <exception cref="ArgumentOutOfRangeException">The margin is not above 0.</exception>
    public NonInferiority AgainstMargin(double margin)
    {
        if (!(margin > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "A margin is above 0.");
        }

        return StandardError is { } error && Interval is { } interval
            ? new NonInferiority(
                margin,
                interval.Low > -margin,
                interval.Low > 0,
                Reach.UpperTail((Value + margin) / error, Degrees)
            )
            : new NonInferiority(margin, null, null, null);
    }

    internal static ModalityDifference Of(
        int first,
        int second,
        int? reader,
        double value,
        double variance,
        double degrees,
        double level,
        double most = 1
    ) =>
        Reach.IsSeen(variance)
            ? new ModalityDifference(
                first,
                second,
                reader,
                value,
                Math.Sqrt(variance),
                degrees,
                new ConfidenceInterval(
                    Math.Max(-most, value - Reach.Of(variance, degrees, level)),
                    Math.Min(most, value + Reach.Of(variance, degrees, level)),
                    level,
                    "analytic"
                ),
                Reach.TwoSided(value / Math.Sqrt(variance), degrees)
            )
            : new ModalityDifference(first, second, reader, value, null, degrees, null, null);
}
