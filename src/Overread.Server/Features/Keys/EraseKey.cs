using Overread.Storage;

namespace Overread.Server.Features.Keys;

/// <summary>Erases a key from the vault once the record says that it was destroyed. A key that is gone is left gone.</summary>
internal sealed class EraseKey(KeyVault vault) : IOutboxWork
{
    public const string Name = "key.erase";

    public string Kind => Name;

    /// <summary>What stands in the entry: project and fingerprint.</summary>
    public static string Body(string project, string fingerprint) => project + "/" + fingerprint;

    public Task Do(OutboxEntry entry, CancellationToken cancel)
    {
        string[] parts = entry.Body.Split('/');
        vault.Destroy(parts[0], parts[1]);
        return Task.CompletedTask;
    }
}
