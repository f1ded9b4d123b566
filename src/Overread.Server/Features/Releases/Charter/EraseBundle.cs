using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Charter;

/// <summary>Destroys the bundle of a release once the record says that it is erased, with what opens its sealed labels.</summary>
internal sealed class EraseBundle(DataFolder folder) : IOutboxWork
{
    public const string Name = "release.erase";

    public string Kind => Name;

    public Task Do(OutboxEntry entry, CancellationToken cancel)
    {
        string bundle = Path.Combine(folder.Releases, entry.Body);
        if (Directory.Exists(bundle))
        {
            Directory.Delete(bundle, recursive: true);
        }

        File.Delete(folder.SealedLabels(entry.Body));
        return Task.CompletedTask;
    }
}
