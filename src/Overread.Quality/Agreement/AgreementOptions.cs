namespace Overread.Quality.Agreement;

/// <summary>How coefficients and their intervals are computed.</summary>
public sealed record AgreementOptions
{
    /// <summary>The defaults: a 95 % interval over items.</summary>
    public static AgreementOptions Default { get; } = new();

    /// <summary>Nominal coverage, strictly between 0 and 1.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>How the interval is made.</summary>
    public IntervalMethod Method { get; init; } = IntervalMethod.Posterior;

    /// <summary>Bootstrap replicates.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>Seed of whatever an interval draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// The cluster of each item, such as its patient; null when items are independent. Whole clusters are then left out
    /// or drawn, since two images of one patient are not two observations.
    /// </summary>
    public IReadOnlyList<int>? Clusters { get; init; }

    /// <summary>Partial credit between categories, for the coefficients that take it; null for none.</summary>
    public CategoryWeights? Weights { get; init; }

    /// <summary>Threads to use, at least 1. The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
