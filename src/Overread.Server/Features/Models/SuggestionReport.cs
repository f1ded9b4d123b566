using Overread.Domain;

namespace Overread.Server.Features.Models;

/// <summary>What suggestions do to the readers of a project, model by model, counted from the record.</summary>
/// <param name="Tolerated">Share of wrong suggestions that a careful reader may follow.</param>
/// <param name="Reference">Where it is known from what is right: what adjudicators decided.</param>
/// <param name="Models">Models of which something was shown in a submitted read.</param>
internal sealed record SuggestionReport(
    double Tolerated,
    [Words("decisions")] string Reference,
    IReadOnlyList<SuggestionReport.ModelReport> Models
)
{
    /// <summary>One model.</summary>
    /// <param name="Answers">Answers of submitted reads to the fields that it suggested, with and without a suggestion.</param>
    /// <param name="Referenced">How many of them have a reference.</param>
    /// <param name="Sentence">What may be concluded, computed from the figures.</param>
    internal sealed record ModelReport(
        string Model,
        string Version,
        string Sha256,
        int Answers,
        int Referenced,
        string Sentence,
        BiasFigures All,
        IReadOnlyList<ReaderReport> Readers
    );

    /// <summary>One reader.</summary>
    /// <param name="Reader">Pseudonym.</param>
    /// <param name="Followed">Wrong suggestions that were followed.</param>
    /// <param name="Wrong">Wrong suggestions that count.</param>
    /// <param name="PValue">One-sided; absent where nothing can be tested.</param>
    internal sealed record ReaderReport(
        string Reader,
        BiasFigures Figures,
        int Followed,
        int Wrong,
        double? PValue,
        [Words("over-trusts", "not-shown", "unknown")] string Verdict
    );

    /// <summary>Counts with 95 % intervals.</summary>
    /// <param name="Accepted">Final answers that are the suggestion, of answers with one.</param>
    /// <param name="Persuaded">Of other first answers, those given up for the suggestion.</param>
    /// <param name="ToRight">Wrong first answers that became right.</param>
    /// <param name="ToWrong">Right first answers that became wrong.</param>
    /// <param name="FollowsWrong">Wrong suggestions that were followed.</param>
    /// <param name="FollowsRight">Right suggestions that were followed.</param>
    /// <param name="RightWith">Right answers with a suggestion.</param>
    /// <param name="RightWithout">Right answers without one.</param>
    /// <param name="SecondsWith">Geometric mean of the seconds of reads with a suggestion.</param>
    /// <param name="SecondsWithout">The same without.</param>
    /// <param name="TimeRatio">With over without.</param>
    internal sealed record BiasFigures(
        BiasShare Accepted,
        BiasShare Persuaded,
        BiasShare ToRight,
        BiasShare ToWrong,
        BiasShare FollowsWrong,
        BiasShare FollowsRight,
        BiasShare RightWith,
        BiasShare RightWithout,
        double? SecondsWith,
        double? SecondsWithout,
        double? TimeRatio,
        double? TimeLow,
        double? TimeHigh
    );

    /// <summary>A share; without a value where there is nothing to count.</summary>
    internal sealed record BiasShare(int Count, int Of, double? Value, double? Low, double? High);
}
