namespace Overread.Domain.Fitness;

/// <summary>What is known of an item and one reader.</summary>
/// <param name="Site">Where the item comes from; null where it is not stated.</param>
/// <param name="Decided">The reader has adjudicated the item.</param>
/// <param name="Had">When the reader last had the item, where they are to have it anew; null where they are not.</param>
public sealed record ItemStand(string? Site, bool Decided = false, DateTimeOffset? Had = null);
