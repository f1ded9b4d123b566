namespace Overread.Quality.Masks;

/// <summary>A fused mask with what was learnt of the readers.</summary>
public sealed record MaskFusion
{
    /// <summary>Stable name of the method, such as <c>staple</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Whether there was anything to infer.</summary>
    public required FusionState State { get; init; }

    /// <summary>The fused mask: 0 or 1 per voxel, or a label.</summary>
    public required byte[] Mask { get; init; }

    /// <summary>Share of true foreground that each reader marked, 0 to 1; empty where the method has none.</summary>
    public IReadOnlyList<double> Sensitivity { get; init; } = [];

    /// <summary>Share of true background that each reader left, 0 to 1; empty where the method has none.</summary>
    public IReadOnlyList<double> Specificity { get; init; } = [];

    /// <summary>Weight of each reader; empty where the method has none.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>Probability of foreground for each vote pattern (bit r is reader r); empty where there is none.</summary>
    public IReadOnlyList<double> PatternProbability { get; init; } = [];

    /// <summary>Share of foreground before looking at the votes.</summary>
    public double? Prior { get; init; }

    /// <summary>Number of iterations.</summary>
    public int Iterations { get; init; }

    /// <summary>Whether the tolerance was reached.</summary>
    public bool Converged { get; init; } = true;
}
