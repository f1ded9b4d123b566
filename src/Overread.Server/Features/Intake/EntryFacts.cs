using Overread.Domain.Intake;

namespace Overread.Server.Features.Intake;

/// <summary>What becomes an item once its entry is approved. Files are named by their place in the gate's folder until then.</summary>
/// <param name="Item">The item; its files' hashes are those of the cleaned bytes.</param>
/// <param name="Paths">File id → path of the cleaned bytes in the gate's folder.</param>
/// <param name="Thumbnails">File id → path of the thumbnail.</param>
/// <param name="Digests">Keyed digests of the received bytes, by which a second delivery is known.</param>
internal sealed record EntryFacts(
    ItemFacts Item,
    IReadOnlyDictionary<string, string> Paths,
    IReadOnlyDictionary<string, string> Thumbnails,
    IReadOnlyList<string> Digests
)
{
    /// <summary>What is coarsely known of the item; null where its kind has no such facts.</summary>
    public IReadOnlyList<ItemTrait>? Traits { get; init; }

    /// <summary>True where it has nothing to read, and what it has goes with an item that is there already.</summary>
    public bool IsAddition => Item.Series.Count == 0;
}
