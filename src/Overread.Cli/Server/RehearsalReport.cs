using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary>The outcome of a rehearsal. Fields are called as the file of reads calls them.</summary>
internal sealed record RehearsalReport(
    RehearsalReport.Agreed Agreement,
    RehearsalReport.Scored Consensus,
    int Adjudicated,
    RehearsalReport.Released Release,
    bool Verified,
    int Reads,
    double ReadingSeconds,
    double Seconds
)
{
    /// <summary>How far the readers agreed.</summary>
    public sealed record Agreed(IReadOnlyList<CoefficientRow> Coefficients, IReadOnlyList<PrevalenceRow> Prevalence);

    /// <summary>What the consensus settled, and, where the truth is known, how often it was right.</summary>
    public sealed record Scored(
        string Method,
        long Items,
        long Accepted,
        long Disputed,
        long Incomplete,
        IReadOnlyList<FieldScore>? Truth,
        double? Accuracy
    );

    /// <summary>A field against the truth.</summary>
    public sealed record FieldScore(string Field, double Accuracy, int Items, int Unsettled);

    /// <summary>The release that ended it.</summary>
    public sealed record Released(string Name, string Version, string Path, int Files, long Events);
}
