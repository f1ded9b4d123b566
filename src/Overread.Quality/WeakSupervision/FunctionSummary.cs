using Overread.Quality.Agreement;

namespace Overread.Quality.WeakSupervision;

/// <summary>What one labelling function does, and how good the model takes it to be.</summary>
/// <param name="Function">Number of the function.</param>
/// <param name="Coverage">Share of items on which it votes.</param>
/// <param name="Overlap">Share of items on which it votes together with another.</param>
/// <param name="Conflict">Share of items on which another votes differently.</param>
/// <param name="Accuracy">Estimated share of its votes that are right; null when it never votes.</param>
public sealed record FunctionSummary(int Function, double Coverage, double Overlap, double Conflict, double? Accuracy)
{
    /// <summary>
    /// 95 % interval of the accuracy: Jeffreys' on expected counts for the generative model, which takes the model for true; leaving
    /// out one of twenty parts of the items for triplets. Null where there is no accuracy or too few items.
    /// </summary>
    public ConfidenceInterval? Interval { get; init; }
}
