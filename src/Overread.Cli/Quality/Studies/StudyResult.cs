using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Quality.Studies;

/// <summary>What a command on a reader study found, ready to be printed.</summary>
internal sealed record StudyResult
{
    internal required string Path { get; init; }

    /// <summary>The figure's stable name.</summary>
    internal required string Figure { get; init; }

    /// <summary>The figure in words, such as "area under the ROC curve".</summary>
    internal required string Words { get; init; }

    internal required IReadOnlyList<string> ModalityNames { get; init; }

    internal required IReadOnlyList<string> ReaderNames { get; init; }

    internal required int Diseased { get; init; }

    internal required int Cases { get; init; }

    internal required StudyState State { get; init; }

    internal required string Method { get; init; }

    internal required StudyFactors Factors { get; init; }

    internal string? Design { get; init; }

    internal StudyAnalysis? Anova { get; init; }

    internal IReadOnlyList<ModalityEstimate> Modalities { get; init; } = [];

    internal IReadOnlyList<ModalityDifference> Differences { get; init; } = [];

    internal IReadOnlyList<ModalityEstimate> Readers { get; init; } = [];

    internal IReadOnlyList<ModalityDifference> ReaderDifferences { get; init; } = [];

    internal double? Margin { get; init; }

    internal StudyPlan? Plan { get; init; }

    /// <summary>Whether a smaller figure is the better one.</summary>
    internal bool LessIsBetter { get; init; }

    internal IReadOnlyList<string> Notes { get; init; } = [];
}
