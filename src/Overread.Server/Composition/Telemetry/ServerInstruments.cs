using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Overread.Server.Composition.Telemetry;

/// <summary>
/// What the server measures and traces, under one name for both. What stands in a label or an attribute is a word of the program's own,
/// a route's pattern or a number: never an address, a name, a title or an id.
/// </summary>
internal static class ServerInstruments
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "Overread";

    private static readonly Meter Meter = new(Name);

    /// <summary>Makes spans; nothing is made while nobody listens.</summary>
    public static ActivitySource Source { get; } = new(Name);

    private static readonly Histogram<double> JobDuration = Meter.CreateHistogram<double>(
        "overread.job.duration",
        "s",
        "How long jobs ran, by kind and outcome."
    );

    /// <summary>A job has ended.</summary>
    /// <param name="kind">intake, release, audit …</param>
    /// <param name="outcome">done, failed, cancelled or interrupted.</param>
    /// <param name="took">How long it ran.</param>
    public static void JobEnded(string kind, string outcome, TimeSpan took) =>
        JobDuration.Record(
            took.TotalSeconds,
            new KeyValuePair<string, object?>("kind", kind),
            new KeyValuePair<string, object?>("outcome", outcome)
        );
}
