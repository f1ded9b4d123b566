using System.Globalization;
using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Quality.Studies;

/// <summary>The figures of a reader study as sentences that can stand in a report.</summary>
internal static class StudyWords
{
    /// <summary>Why there is no analysis.</summary>
    internal static string Of(StudyState state) =>
        state switch
        {
            StudyState.OneTruth => "all cases are diseased, or none is: there is nothing to tell apart.",
            StudyState.OneReader =>
                "with one reader nothing can be said of other readers: --readers fixed keeps to this one.",
            StudyState.MissingCells =>
                "a reader read no diseased or no other case under some modality: --method one-shot takes such studies.",
            StudyState.NoCurve =>
                "a reader's ratings part the cases so well that no binormal curve fits, with all cases or without one of them: take --outcome auc.",
            StudyState.TooFewCases => "two diseased and two other cases per reader and modality are needed.",
            _ => "computed.",
        };

    /// <summary>How far the conclusion reaches.</summary>
    internal static string Of(StudyFactors factors) =>
        factors switch
        {
            StudyFactors.FixedReadersRandomCases => "for these readers and other cases",
            StudyFactors.RandomReadersFixedCases => "for other readers and these cases",
            _ => "for other readers and other cases",
        };

    /// <summary>A difference.</summary>
    internal static string Of(ModalityDifference found, StudyResult study)
    {
        string first = study.ModalityNames[found.First];
        string second = study.ModalityNames[found.Second];
        if (found.Interval is not { } interval)
        {
            return $"{second} against {first}: the estimate of the variance is not above 0, so nothing can be said of the difference.";
        }

        string where = Of(study.Factors);
        string reach = Invariant($"{interval.Low:+0.000;-0.000;0.000} to {interval.High:+0.000;-0.000;0.000}");
        return interval.Low > 0
                ? $"{second} is {(study.LessIsBetter ? "worse" : "better")} than {first} {where}: by {reach} in {study.Words}."
            : interval.High < 0
                ? $"{second} is {(study.LessIsBetter ? "better" : "worse")} than {first} {where}: {reach} in {study.Words}."
            : $"No difference between {first} and {second} is shown {where}, nor that there is none: anything from {reach} in {study.Words} is compatible with the data.";
    }

    /// <summary>A margin.</summary>
    internal static string Of(NonInferiority found, ModalityDifference difference, StudyResult study)
    {
        string first = study.ModalityNames[difference.First];
        string second = study.ModalityNames[difference.Second];
        string p = found.PValue is { } value ? Invariant($" (one-sided p {value:0.0000})") : string.Empty;
        return found.Shown switch
        {
            true => Invariant($"{second} is no worse than {first} by the margin of {found.Margin}{p}.")
                + (found.Superior == true ? " It is better." : string.Empty),
            false => Invariant(
                $"It is not shown that {second} is no worse than {first} by the margin of {found.Margin}{p}: a loss of {-difference.Interval!.Value.Low:0.000} cannot be excluded."
            ),
            _ => Invariant($"Of the margin of {found.Margin} nothing can be said."),
        };
    }

    /// <summary>A plan.</summary>
    internal static string Of(StudyPlan plan)
    {
        int? fewest = plan.Rows.FirstOrDefault(row => row.Cases is not null).Readers;
        string what = Invariant($"to find {plan.Difference} with power {plan.Power}");
        return plan.Rows.All(row => row.Cases is null)
            ? $"No number of cases is enough {what} with up to {plan.Rows[^1].Readers} readers: they differ too much in which modality suits them."
            : $"At least {fewest} readers {what}, by the variances of this study, in its mix of cases; a pilot of few readers is a poor guide.";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
