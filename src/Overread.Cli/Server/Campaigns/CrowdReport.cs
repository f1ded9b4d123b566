namespace Overread.Cli.Server.Campaigns;

/// <summary>What came of a crowd's reads, arm by arm, beside what was published.</summary>
internal sealed record CrowdReport
{
    public string Campaign { get; } = "crowd";

    public required ulong Seed { get; init; }

    /// <summary>How the reads came about, in words.</summary>
    public required string Through { get; init; }

    public required IReadOnlyList<ArmRow> Arms { get; init; }

    /// <summary>All arms together.</summary>
    public required ArmRow All { get; init; }

    public required TestRow Test { get; init; }

    public required PublishedRow Published { get; init; }

    public required ReadsRow Reads { get; init; }

    public required double Seconds { get; init; }

    /// <summary>What a reader of this needs to know, in words.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>
    /// An arm, or all together (trained: null). Low and High are those of the sensitivity; each figure's own stand beside it. Sensitivity and specificity:
    /// bootstrap over readers and images at once; area: DeLong over images.
    /// </summary>
    public sealed record ArmRow(
        string Name,
        bool? Trained,
        double Sensitivity,
        double Specificity,
        double Low,
        double High,
        double? Auc,
        string IntervalOf,
        Limits SensitivityInterval,
        Limits SpecificityInterval,
        Limits? AucInterval,
        Limits SensitivityOfReads,
        Limits SpecificityOfReads,
        int Readers,
        int Reads,
        IReadOnlyList<CurveRow> Votes
    );

    /// <summary>A 95 % interval.</summary>
    public sealed record Limits(double Low, double High);

    /// <summary>An image counts as abnormal from this share of votes on.</summary>
    public sealed record CurveRow(double Threshold, double Sensitivity, double Specificity);

    /// <summary>The qualification test that every reader took before the reads.</summary>
    public sealed record TestRow(
        double PassTrained,
        double PassUntrained,
        int Trained,
        int Untrained,
        int Items,
        double Mark,
        double Confidence,
        int? Needed,
        double MeanTrained,
        double MeanUntrained
    );

    /// <summary>Figures of the paper.</summary>
    public sealed record PublishedRow(
        string Source,
        double Sensitivity,
        double Specificity,
        double Auc,
        int Annotations
    );

    /// <summary>Reads by what they were for.</summary>
    public sealed record ReadsRow(int Training, int Qualification, int Test, int All);
}
