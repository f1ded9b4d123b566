namespace Overread.Server.Composition.Backup;

/// <summary>
/// Removes older backups once a newer, sound one stands: those beyond the number that is kept, and those from before something
/// was destroyed for good, which would bring it back.
/// </summary>
internal sealed class BackupRetention(BackupRepository repository, BackupRequest request)
{
    /// <summary>Removes, and says what.</summary>
    /// <param name="newest">The backup that was just made.</param>
    public (IReadOnlyList<string> Removed, long Freed) Run(BackupManifest newest)
    {
        List<(string Id, BackupManifest? Manifest)> older =
        [
            .. repository.Ids().Where(id => id != newest.Id).Select(id => (id, repository.Manifest(id))),
        ];
        int keep = (request.Keep ?? int.MaxValue) - 1;
        List<string> gone =
        [
            .. older
                .Where((b, i) => older.Count - i > keep || (b.Manifest is { } m && m.Erasures < newest.Erasures))
                .Select(b => b.Id),
        ];
        foreach (string id in gone)
        {
            repository.Remove(id);
            if (request.Keys is { } keys)
            {
                KeyArchive.Remove(keys, id);
            }
        }

        List<BackupManifest?> left = [newest, .. older.Where(b => !gone.Contains(b.Id)).Select(b => b.Manifest)];
        // What a list that cannot be read needs is not known: then nothing is swept.
        long freed = left.Contains(null)
            ? 0
            : repository.Sweep(
                left.SelectMany(m => m!.Files).SelectMany(f => f.Pieces).ToHashSet(StringComparer.Ordinal)
            );
        return (gone, freed);
    }
}
