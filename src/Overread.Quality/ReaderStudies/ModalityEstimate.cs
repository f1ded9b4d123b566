using Overread.Quality.Agreement;

namespace Overread.Quality.ReaderStudies;

/// <summary>The figure of a modality, or of one reader under it.</summary>
/// <param name="Modality">Its number.</param>
/// <param name="Reader">The reader, or null for the mean over readers.</param>
/// <param name="Value">The figure.</param>
/// <param name="StandardError">Its standard error; null where the data show no variation.</param>
/// <param name="Degrees">Degrees of freedom, infinite for a normal reference.</param>
/// <param name="Interval">Its interval, cut to 0 and what the figure can be; null where there is no standard error.</param>
public sealed record ModalityEstimate(
    int Modality,
    int? Reader,
    double Value,
    double? StandardError,
    double Degrees,
    ConfidenceInterval? Interval
)
{
    internal static ModalityEstimate Of(
        int modality,
        int? reader,
        double value,
        double variance,
        double degrees,
        double level,
        double most = 1
    ) =>
        Reach.IsSeen(variance)
            ? new ModalityEstimate(
                modality,
                reader,
                value,
                Math.Sqrt(variance),
                degrees,
                new ConfidenceInterval(
                    Math.Max(0, value - Reach.Of(variance, degrees, level)),
                    Math.Min(most, value + Reach.Of(variance, degrees, level)),
                    level,
                    "analytic"
                )
            )
            : new ModalityEstimate(modality, reader, value, null, degrees, null);
}
