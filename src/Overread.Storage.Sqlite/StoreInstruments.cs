using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Overread.Storage.Sqlite;

/// <summary>What the store measures and traces: how long commits take and how many units share one. No label names anything.</summary>
internal static class StoreInstruments
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "Overread.Storage";

    private static readonly Meter Meter = new(Name);

    /// <summary>Makes spans; nothing is made while nobody listens.</summary>
    public static ActivitySource Source { get; } = new(Name);

    private static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>(
        "overread.store.commit.duration",
        "s",
        "How long a commit and the units of work that share it took, by outcome."
    );

    private static readonly Histogram<int> CommitUnits = Meter.CreateHistogram<int>(
        "overread.store.commit.units",
        "{unit}",
        "How many units of work shared a commit."
    );

    /// <summary>A commit is durable, or was given up.</summary>
    public static void Committed(int units, TimeSpan took, bool kept)
    {
        CommitDuration.Record(
            took.TotalSeconds,
            new KeyValuePair<string, object?>("outcome", kept ? "kept" : "given-up")
        );
        CommitUnits.Record(units);
    }
}
