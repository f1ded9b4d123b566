using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Server.Composition.Backup;

/// <summary>Reads backups through, every piece of every file, and replays the record in each against its checkpoints.</summary>
public static class BackupCheck
{
    /// <summary>What stands in a folder of backups, oldest first.</summary>
    /// <exception cref="BackupFailedException">It holds none, or not under that key.</exception>
    public static IReadOnlyList<BackupSummary> List(string source, KeySource keys)
    {
        using BackupKey key = KeySource.Key(keys.Files(null), source);
        using BackupRepository repository = BackupRepository.Open(source, key);
        return
        [
            .. repository
                .Ids()
                .Select(id =>
                    repository.Manifest(id) is { } m
                        ? new BackupSummary(m.Id, m.Made, m.Events, m.Files.Count, m.Bytes, m.Keys, m.Faults)
                        : new BackupSummary(id, "", 0, 0, 0, false, [Damaged(id)])
                ),
        ];
    }

    /// <summary>Checks one backup, or all.</summary>
    /// <param name="source">The folder of backups.</param>
    /// <param name="keys">Where the keys come from.</param>
    /// <param name="backup">The id or its beginning; null for the newest.</param>
    /// <param name="all">True for every one.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="BackupFailedException">There is nothing to check, or not under that key.</exception>
    public static IReadOnlyList<BackupCheckReport> Run(
        string source,
        KeySource keys,
        string? backup,
        bool all,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel
    )
    {
        Dictionary<string, byte[]> files = keys.Files(backup);
        using BackupKey key = KeySource.Key(files, source);
        using BackupRepository repository = BackupRepository.Open(source, key);
        IReadOnlyList<string> ids = all ? repository.Ids() : [StoreRestore.Find(repository, backup).Id];
        // Two backups share most pieces; each is read once.
        Dictionary<string, bool> known = new(StringComparer.Ordinal);
        return [.. ids.Select(id => Check(repository, id, files, known, progress, cancel))];
    }

    private static BackupCheckReport Check(
        BackupRepository repository,
        string id,
        Dictionary<string, byte[]> keys,
        Dictionary<string, bool> known,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel
    )
    {
        if (repository.Manifest(id) is not { } manifest)
        {
            return new BackupCheckReport(id, "", 0, "", 0, 0, 0, [Damaged(id)]);
        }

        List<string> faults = [.. manifest.Faults.Select(f => "When it was made: " + f)];
        long pieces = 0;
        for (int i = 0; i < manifest.Files.Count; i++)
        {
            BackupFile file = manifest.Files[i];
            foreach (string name in file.Pieces)
            {
                cancel.ThrowIfCancellationRequested();
                pieces++;
                if (!known.TryGetValue(name, out bool good))
                {
                    known[name] = good = repository.Piece(name) is not null;
                }

                if (!good)
                {
                    faults.Add(
                        $"{repository.Shown(name)}: missing, or a byte of it was changed. It belongs to {file.Path}."
                    );
                }
            }

            progress?.Report(new AuditProgress("files", i + 1, manifest.Files.Count));
        }

        AuditReport? record = manifest.Files[0].Pieces.All(p => known[p])
            ? Replay(repository, manifest, keys, faults, progress, cancel)
            : null;
        return new BackupCheckReport(
            id,
            manifest.Made,
            record?.Events ?? 0,
            record?.Root ?? "",
            manifest.Files.Count,
            manifest.Bytes,
            pieces,
            faults
        );
    }

    private static AuditReport? Replay(
        BackupRepository repository,
        BackupManifest manifest,
        Dictionary<string, byte[]> keys,
        List<string> faults,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel
    )
    {
        string folder = Directory.CreateTempSubdirectory("overread-backup-").FullName;
        try
        {
            // Without what says how far the live store has come since: a backup may be older.
            DataFolder at = new(folder);
            string[] outside = [Path.GetFileName(at.Head), Path.GetFileName(at.LastCheckpoint)];
            RestoredFiles.PutSecrets(
                folder,
                keys.Where(k => !outside.Contains(Path.GetFileName(k.Key))).ToDictionary(StringComparer.Ordinal)
            );
            new RestoredFiles(repository, folder).Put(manifest.Files[0]);
            if (StoreKeys.Look(at) is not { } store)
            {
                faults.AddRange(StoreKeys.Faults(at).Select(f => f.ToString()));
                return null;
            }

            AuditReport report = new SqliteAudit(
                OverreadHost.Store(at, store, new SystemEntropy(), TimeProvider.System, []) with
                {
                    Beside = null,
                    HeadFile = null,
                    CheckpointFile = null,
                }
            ).Run(progress, cancel);
            faults.AddRange(report.Faults.Select(f => f.ToString()));
            if (report.Root != manifest.Root || report.Events != manifest.Events)
            {
                faults.Add(
                    $"The record in it has {report.Events} events under root {report.Root}; it was made of {manifest.Events} under {manifest.Root}."
                );
            }

            return report;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Damaged(string id) =>
        $"backups/{id}: The list of the backup is damaged; it cannot be restored.";
}
