namespace Overread.Domain.Releases;

/// <summary>The events about releases.</summary>
public static class ReleasesEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(ReleasePublished),
        typeof(ReleaseDownloaded),
        typeof(ReleaseRecalled),
        typeof(ReleaseHolds),
        typeof(ReleasePrepared),
        typeof(ReleaseDiscarded),
        typeof(RecipientStated),
        typeof(RecipientNotified),
        typeof(DisclosurePolicySet),
        typeof(SealOpeningAsked),
        typeof(SealOpeningDecided),
        typeof(SealedLabelsTaken),
        typeof(TargetPopulationDeclared),
    ];
}
