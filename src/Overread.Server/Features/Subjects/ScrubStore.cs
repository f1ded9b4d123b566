using Overread.Storage;

namespace Overread.Server.Features.Subjects;

/// <summary>Has the database rewritten after an erasure, until nothing of what was erased is left in its files.</summary>
internal sealed class ScrubStore(IDatabase database) : IOutboxWork
{
    public const string Name = "store.scrub";

    public string Kind => Name;

    public Task Do(OutboxEntry entry, CancellationToken cancel) => database.Scrub();
}
