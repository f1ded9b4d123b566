using System.Globalization;
using Overread.Domain.Governance;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Releases.Contracts;
using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Server.Composition.Backup;

/// <summary>
/// Backs a store up, beside a running server or at rest: one state of the database with every file that belongs to it, encrypted,
/// in pieces that are written once; keys and vault into an archive of their own. What was written is read back, and the record
/// in it is held against its signed checkpoints, before the backup counts.
/// </summary>
public sealed class StoreBackup
{
    // A study that passes the gate moves files while they are listed; each try is short, since what is there is not copied again.
    private const int MostTries = 5;
    private readonly BackupRequest _request;
    private readonly DataFolder _folder;
    private readonly StoreKeys _keys;
    private readonly SystemEntropy _entropy = new();
    private readonly IProgress<AuditProgress>? _progress;
    private readonly CancellationToken _cancel;

    private StoreBackup(
        BackupRequest request,
        StoreKeys keys,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel
    )
    {
        _request = request;
        _folder = new DataFolder(request.Data);
        _keys = keys;
        _progress = progress;
        _cancel = cancel;
    }

    private sealed record State(
        string Made,
        Dictionary<string, byte[]> Keys,
        List<BackupFile> Files,
        IReadOnlyList<string> Missing
    );

    private string Work => Path.Combine(_folder.BackupWork, "state");

    /// <summary>Makes a backup.</summary>
    /// <param name="request">Of what and where to.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Ends it early; the folder of backups stays as it was.</param>
    /// <exception cref="BackupFailedException">It cannot be made.</exception>
    /// <exception cref="StoreFormException">Another backup runs.</exception>
    public static BackupReport Run(BackupRequest request, IProgress<AuditProgress>? progress, CancellationToken cancel)
    {
        DataFolder folder = new(request.Data);
        BackupPlaces.Check(request, folder);
        IReadOnlyList<AuditFault> faults = StoreKeys.Faults(folder);
        StoreKeys keys =
            StoreKeys.Look(folder)
            ?? throw new BackupFailedException(
                faults.Count > 0
                    ? "The store is not whole, and nothing was backed up.\n  " + string.Join("\n  ", faults)
                    : $"There is no store in {folder.Root}. Name its folder with --data."
            );
        Directory.CreateDirectory(folder.BackupWork);
        using FileStream held = StoreLock.Take(
            Path.Combine(folder.BackupWork, "lock"),
            $"Another backup of {folder.Root} is running. Wait for it."
        );
        StoreBackup backup = new(request, keys, progress, cancel);
        try
        {
            return backup.Make();
        }
        finally
        {
            backup.Clear();
        }
    }

    private BackupReport Make()
    {
        long began = TimeProvider.System.GetTimestamp();
        // What a backup that was killed has left.
        Clear();
        using BackupKey key = BackupKey.Of(_folder, _entropy);
        using BackupRepository repository = BackupRepository.Begin(
            _request.Destination,
            _keys.Signer.Verifier.Name,
            key
        );
        BackupManifest? before = Newest(repository);
        FileCopies copies = new(_folder, repository, key, before, _entropy);
        // The bulk, before any state is pinned: what is new since is little.
        Keep(copies, copies.List());
        State state = Pin(copies);
        AuditReport record = Audit();
        _request.Step?.Invoke("audited");
        BackupFile database = copies.KeepDatabase(Path.Combine(Work, Path.GetFileName(_folder.Database)), _cancel);
        List<string> faults =
        [
            .. record.Faults.Select(f => f.ToString()),
            .. copies.Faults.Values,
            .. state.Missing,
            .. ReadBack(repository, copies, database),
        ];
        string id = _entropy.NewId();
        string? archive = _request.Keys is { } at
            ? KeyArchive.Write(at, id, state.Keys, _request.Passphrase!, _entropy)
            : null;
        BackupManifest manifest = new(
            id,
            state.Made,
            typeof(StoreBackup).Assembly.GetName().Version!.ToString(3),
            _keys.Signer.Verifier.Name,
            record.Events,
            record.Root,
            Checkpoint(),
            Erasures(),
            archive is not null,
            [database, .. state.Files],
            faults
        );
        _request.Step?.Invoke("complete");
        repository.Add(manifest, _entropy);
        (IReadOnlyList<string> removed, long freed) =
            faults.Count > 0 ? ([], 0) : new BackupRetention(repository, _request).Run(manifest);
        OperatorNotes.Leave(
            _folder,
            _keys.Guard,
            id,
            new BackupMade(
                id,
                manifest.Made,
                _request.By,
                manifest.Events,
                manifest.Root,
                manifest.Files.Count,
                manifest.Bytes,
                copies.Written,
                archive is not null,
                removed,
                faults
            )
        );
        return new BackupReport(
            id,
            manifest.Made,
            manifest.Events,
            manifest.Root,
            manifest.Files.Count,
            manifest.Bytes,
            copies.Written,
            archive,
            removed,
            freed,
            TimeProvider.System.GetElapsedTime(began).TotalSeconds,
            faults
        );
    }

    private static BackupManifest? Newest(BackupRepository repository) =>
        repository.Ids().Reverse().Select(repository.Manifest).FirstOrDefault(m => m is not null);

    private List<BackupFile> Keep(FileCopies copies, List<string> paths)
    {
        List<BackupFile> files = [];
        for (int i = 0; i < paths.Count; i++)
        {
            _cancel.ThrowIfCancellationRequested();
            if (copies.Keep(paths[i], _cancel) is { } file)
            {
                files.Add(file);
            }

            _progress?.Report(new AuditProgress("files", i + 1, paths.Count));
            _request.Step?.Invoke(paths[i]);
        }

        return files;
    }

    // A state of the database, and files of which none went away while it was taken: then each that the state needs is there.
    private State Pin(FileCopies copies)
    {
        for (int tries = 1; ; tries++)
        {
            List<string> first = copies.List();
            // Before the database: what is kept outside it may be behind it, never ahead.
            Dictionary<string, byte[]> keys = KeyArchive.Take(_folder, "keys");
            _request.Step?.Invoke("keys");
            DateTimeOffset made = TimeProvider.System.GetUtcNow();
            CopyDatabase(keys);
            // After it: a key that is made with a project is in the vault before the record says so.
            foreach ((string path, byte[] bytes) in KeyArchive.Take(_folder, "vault"))
            {
                keys[path] = bytes;
            }

            List<string> second = copies.List();
            List<BackupFile> files = Keep(copies, second);
            bool whole =
                files.Count + copies.Faults.Count >= second.Count
                && !first.Except(second).Any()
                && !SignedFirstSince(keys);
            if (whole || tries == MostTries)
            {
                return Belonging(copies, files, keys, Timestamps.Text(made));
            }
        }
    }

    // The record's first checkpoint came after the keys were taken, and the copy of the database may have it: then the keys lack it.
    private bool SignedFirstSince(Dictionary<string, byte[]> keys) =>
        !keys.ContainsKey("keys/" + Path.GetFileName(_folder.LastCheckpoint)) && File.Exists(_folder.LastCheckpoint);

    private void CopyDatabase(Dictionary<string, byte[]> keys)
    {
        Clear();
        DataFolder.MakePrivate(Work);
        SqliteCopy.Make(_folder.Database, new DataFolder(Work).Database);
        DataFolder.MakePrivate(new DataFolder(Work).Keys);
        foreach (string file in (string[])[_folder.Head, _folder.LastCheckpoint])
        {
            if (keys.TryGetValue("keys/" + Path.GetFileName(file), out byte[]? bytes))
            {
                File.WriteAllBytes(Path.Combine(Work, "keys", Path.GetFileName(file)), bytes);
            }
        }
    }

    private State Belonging(FileCopies copies, List<BackupFile> files, Dictionary<string, byte[]> keys, string made)
    {
        (HashSet<string> images, HashSet<string> releases) = Read(
            (c, _) =>
                (ItemTable.Hashes(c), ReleaseTable.All(c).Select(r => r.Release).ToHashSet(StringComparer.Ordinal))
        );
        // One that was published after the state was taken is another state's.
        files =
        [
            .. files.Where(f =>
                f.Path.Split('/') is not ["releases", var release, ..]
                || release.StartsWith('.')
                || releases.Contains(release)
            ),
        ];
        HashSet<string> there = files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        List<string> missing = [];
        foreach (string path in images.Select(h => $"blobs/{h[..2]}/{h}").Where(p => !there.Contains(p)))
        {
            BackupFile? held = copies.Earlier(path);
            if (held is not null)
            {
                files.Add(held);
            }

            if (!copies.Faults.ContainsKey(path))
            {
                missing.Add(
                    $"{path}: The image's file is missing in the store."
                        + (held is null ? "" : " The backup goes on with the one it has: restore to put it back.")
                );
            }
        }

        return new State(made, keys, files, missing);
    }

    private AuditReport Audit()
    {
        SqliteOptions options = OverreadHost.Store(new DataFolder(Work), _keys, _entropy, TimeProvider.System, []) with
        {
            Beside = null,
        };
        return new SqliteAudit(options).Run(_progress, _cancel);
    }

    private IEnumerable<string> ReadBack(BackupRepository repository, FileCopies copies, BackupFile database)
    {
        List<string> pieces = [.. copies.Fresh.Union(database.Pieces)];
        for (int i = 0; i < pieces.Count; i++)
        {
            _cancel.ThrowIfCancellationRequested();
            if (repository.Piece(pieces[i]) is null)
            {
                yield return $"{repository.Shown(pieces[i])}: It does not read back as it was written. Look at the disk of the backup.";
            }

            _progress?.Report(new AuditProgress("pieces read back", i + 1, pieces.Count));
        }
    }

    private string? Checkpoint() =>
        Read((c, _) => c.One("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", r => r.GetString(0)));

    private long Erasures() =>
        Read(
            (_, record) =>
                record.Count(
                    new RecordQuery { Types = [nameof(EventsErased), nameof(MappingDestroyed), nameof(ReleaseErased)] }
                )
        );

    private T Read<T>(Func<System.Data.Common.DbConnection, IRecordReader, T> read) =>
        SqliteCopy.Read(new DataFolder(Work).Database, read);

    private void Clear()
    {
        if (Directory.Exists(Work))
        {
            Directory.Delete(Work, recursive: true);
        }
    }
}
