namespace Overread.Domain.Fitness;

/// <summary>The events about who is fit to read.</summary>
public static class FitnessEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(FitnessRulesSet),
        typeof(SiteStated),
        typeof(ReaderHeldBack),
        typeof(ReadersWatched),
        typeof(ReaderDoubted),
        typeof(ReaderFindingDecided),
    ];
}
