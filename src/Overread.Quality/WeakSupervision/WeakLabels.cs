using Overread.Quality.Consensus;

namespace Overread.Quality.WeakSupervision;

/// <summary>Probabilistic labels from labelling functions.</summary>
/// <param name="Result">Posterior, label and status per item; "readers" are the functions.</param>
/// <param name="Functions">One summary per function.</param>
/// <param name="Dependencies">Pairs of functions that agree far beyond what their accuracies explain.</param>
public sealed record WeakLabels(
    ConsensusResult Result,
    IReadOnlyList<FunctionSummary> Functions,
    IReadOnlyList<(int First, int Second, double Excess)> Dependencies
);
