namespace Overread.Domain.Comparison;

/// <summary>The events about what is made of several reads.</summary>
public static class ComparisonEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(ReadsCompared),
        typeof(ComparisonRevised),
        typeof(AgreementComputed),
        typeof(ConsensusComputed),
        typeof(RecheckSampled),
        typeof(AdjudicationDecided),
        typeof(ConsensusLabelled),
    ];
}
