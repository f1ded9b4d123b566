using System.Globalization;
using Overread.Quality.ReaderStudies;

namespace Overread.Server.Features.Comparison.ReaderStudies;

/// <summary>What may be concluded of a reader study, in words that are no surer than the figures.</summary>
internal static class StudySentences
{
    /// <summary>Why there is no analysis; null where there is one.</summary>
    public static string? Of(StudyState state) =>
        state switch
        {
            StudyState.Computed => null,
            StudyState.OneTruth => "All cases are diseased, or none is: there is nothing to tell apart.",
            StudyState.OneReader => "With one reader nothing can be said of other readers: keep to this one.",
            StudyState.MissingCells => "A reader rated no diseased or no other case under some version.",
            StudyState.NoCurve => "The ratings part the cases so well that no curve fits.",
            _ => "Two diseased and two other cases per reader and version are needed.",
        };

    /// <summary>How far the conclusion reaches.</summary>
    public static string Of(StudyFactors factors) =>
        factors == StudyFactors.FixedReadersRandomCases
            ? "for these readers and other cases"
            : "for other readers and other cases";

    /// <summary>How readers, cases and modalities meet.</summary>
    public static string Of(StudyDesign design) =>
        design switch
        {
            StudyDesign.Crossed => "Every reader rated every case under every version.",
            StudyDesign.MissingCells => "A reader rated no diseased or no other case under some version.",
            _ => "Not every reader rated every case under every version.",
        };

    /// <summary>One version.</summary>
    public static string Of(ModalityEstimate found, string name, string figure, string reach) =>
        found.Interval is { } interval
            ? Invariant(
                $"{name}: {figure} {found.Value:0.000}, 95 % interval {interval.Low:0.000} to {interval.High:0.000} {reach}."
            )
            : Invariant($"{name}: {figure} {found.Value:0.000}; the data show no variation, so there is no interval.");

    /// <summary>Two versions.</summary>
    public static string Of(ModalityDifference found, string first, string second, string figure, string reach)
    {
        if (found.Interval is not { } interval)
        {
            return $"{second} against {first}: the data show no variation, so nothing can be said of the difference.";
        }

        string span = Invariant($"{interval.Low:+0.000;-0.000;0.000} to {interval.High:+0.000;-0.000;0.000}");
        return interval.Low > 0 ? $"{second} is better than {first} {reach}: by {span} in {figure}."
            : interval.High < 0 ? $"{second} is worse than {first} {reach}: {span} in {figure}."
            : $"No difference between {first} and {second} is shown {reach}, nor that there is none: anything from {span} in {figure} is compatible with the reads.";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
