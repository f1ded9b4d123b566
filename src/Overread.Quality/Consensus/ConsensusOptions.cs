namespace Overread.Quality.Consensus;

/// <summary>How a consensus is inferred. Not every method uses every setting.</summary>
public sealed record ConsensusOptions
{
    /// <summary>The defaults.</summary>
    public static ConsensusOptions Default { get; } = new();

    /// <summary>
    /// Probability from which a label is accepted rather than disputed; null for the method's own: more than half of the
    /// votes for votes, 0.8 for models.
    /// </summary>
    public double? AcceptAt { get; init; }

    /// <summary>Largest change of any parameter at which iteration ends.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Most iterations.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Dirichlet pseudo-count in every cell of every reader's confusion matrix, not negative.</summary>
    public double Smoothing { get; init; } = 0.01;

    /// <summary>Known truth per item, −1 where unknown; null when nothing is known.</summary>
    public IReadOnlyList<int>? Gold { get; init; }

    /// <summary>
    /// What is known of readers beforehand: for each reader a table (true category × given category) of pseudo-labels,
    /// or null; null when nothing is known of anybody.
    /// </summary>
    public IReadOnlyList<double[,]?>? ReaderPriors { get; init; }

    /// <summary>Known share of each category; null to estimate it.</summary>
    public IReadOnlyList<double>? ClassBalance { get; init; }

    /// <summary>From where Dawid and Skene's iteration begins.</summary>
    public ConsensusStart Start { get; init; } = ConsensusStart.Votes;

    /// <summary>Seed of methods that start at random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, at least 1. The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
