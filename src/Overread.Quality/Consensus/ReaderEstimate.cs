namespace Overread.Quality.Consensus;

/// <summary>What a method inferred about one reader.</summary>
public sealed record ReaderEstimate
{
    /// <summary>The reader's number.</summary>
    public required int Reader { get; init; }

    /// <summary>Labels the reader gave.</summary>
    public required int Labels { get; init; }

    /// <summary>Expected share of the reader's labels that are right, 0 to 1; null for a reader without labels, and where nothing but the
    /// reader's own label says what is right.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Lower 95 % limit of <see cref="Accuracy"/> (Jeffreys' interval on expected counts).</summary>
    public double? AccuracyLow { get; init; }

    /// <summary>Upper 95 % limit of <see cref="Accuracy"/>.</summary>
    public double? AccuracyHigh { get; init; }

    /// <summary>The weight or skill of the method, in its own unit; null where it has none.</summary>
    public double? Skill { get; init; }

    /// <summary>Probability of each given category (column) for each true one (row); null where not estimated.</summary>
    public double[,]? Confusion { get; init; }
}
