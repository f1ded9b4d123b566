namespace Overread.Quality.ReaderStudies;

/// <summary>The analysis of variance of a reader study.</summary>
public sealed record StudyAnalysis
{
    /// <summary>Whether it exists, and if not, why not; then everything else is empty or null.</summary>
    public required StudyState State { get; init; }

    /// <summary>What was taken as a sample.</summary>
    public required StudyFactors Factors { get; init; }

    /// <summary>The figures that were analysed.</summary>
    public FigureTable? Table { get; init; }

    /// <summary>Mean square of modalities; null with one.</summary>
    public double? ModalityMeanSquare { get; init; }

    /// <summary>Mean square of readers; null with one.</summary>
    public double? ReaderMeanSquare { get; init; }

    /// <summary>Mean square of modality × reader; null with one of either.</summary>
    public double? InteractionMeanSquare { get; init; }

    /// <summary>Variance components.</summary>
    public VarianceComponents? Components { get; init; }

    /// <summary>The test of all modalities at once; null with one, or where nothing varies.</summary>
    public StudyTest? Test { get; init; }

    /// <summary>Each modality by itself, from its own data alone.</summary>
    public IReadOnlyList<ModalityEstimate> Modalities { get; init; } = [];

    /// <summary>Every two modalities, second minus first.</summary>
    public IReadOnlyList<ModalityDifference> Differences { get; init; } = [];

    /// <summary>Each reader under each modality, over cases as a sample.</summary>
    public IReadOnlyList<ModalityEstimate> Readers { get; init; } = [];

    /// <summary>Every two modalities for each reader, over cases as a sample, from that reader's data alone.</summary>
    public IReadOnlyList<ModalityDifference> ReaderDifferences { get; init; } = [];
}
