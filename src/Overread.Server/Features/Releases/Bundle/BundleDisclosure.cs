namespace Overread.Server.Features.Releases.Bundle;

/// <summary>
/// Which events of the record a bundle discloses: those about its items, the protocol and the comparison, and what the gate
/// did to the batches that its items came with.
/// </summary>
internal sealed class BundleDisclosure
{
    private readonly HashSet<string> _items;
    private readonly HashSet<string> _streams;
    private readonly HashSet<string> _batches;

    public BundleDisclosure(BundleContent content)
    {
        _items = [.. content.Items.Select(i => i.Id)];
        _streams = ["protocol/" + content.Project, "comparison/" + content.Project];
        Batches = [.. content.Items.Select(i => i.Batch).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        _batches = [.. Batches.Select(b => "batch/" + b)];
    }

    /// <summary>The batches that items of the bundle came with, in ordinal order.</summary>
    public IReadOnlyList<string> Batches { get; }

    /// <summary>True where the event is in <c>audit/events.jsonl</c>.</summary>
    public bool Takes(string? item, string stream, string type)
    {
        // Who looked at what is for the auditor of the installation; what a sender calls a batch may name people.
        return type is not ("ItemViewed" or "BatchReceived")
            && ((item is not null && _items.Contains(item)) || _streams.Contains(stream) || _batches.Contains(stream));
    }
}
