using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Composition.Backup;

/// <summary>
/// Restores a backup into a data folder of its own: written beside the target, audited there as a whole, and put into its place
/// only then. What was cut off leaves nothing in the target; the next try begins anew.
/// </summary>
public sealed class StoreRestore
{
    private const string Marker = "restore-unfinished";
    private readonly RestoreRequest _request;
    private readonly IProgress<AuditProgress>? _progress;
    private readonly CancellationToken _cancel;
    private readonly string _target;
    private readonly string _staging;

    private StoreRestore(RestoreRequest request, IProgress<AuditProgress>? progress, CancellationToken cancel)
    {
        _request = request;
        _progress = progress;
        _cancel = cancel;
        _target = Path.GetFullPath(request.Target).TrimEnd(Path.DirectorySeparatorChar);
        _staging = _target + ".restoring";
    }

    /// <summary>Restores.</summary>
    /// <param name="request">What and where to.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="BackupFailedException">It cannot be done; the target is as it was.</exception>
    public static RestoreReport Run(
        RestoreRequest request,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel
    ) => new StoreRestore(request, progress, cancel).Restore();

    /// <summary>The list of the backup that is meant.</summary>
    /// <exception cref="BackupFailedException">There is none, or it is damaged.</exception>
    internal static BackupManifest Find(BackupRepository repository, string? wanted)
    {
        List<string> ids =
        [
            .. repository.Ids().Where(id => wanted is null || id.StartsWith(wanted, StringComparison.Ordinal)),
        ];
        if (ids.Count == 0 || (wanted is not null && ids.Count > 1))
        {
            throw new BackupFailedException(
                ids.Count > 1 ? $"Several backups begin with {wanted}; name one by more of its id."
                : wanted is null ? "There is no backup in the folder: none was completed."
                : $"There is no backup {wanted}. See overread backup list."
            );
        }

        return repository.Manifest(ids[^1])
            ?? throw new BackupFailedException(
                $"backups/{ids[^1]} is damaged: a byte of it was changed. Name an older backup with --backup; see overread backup list."
            );
    }

    private RestoreReport Restore()
    {
        long began = TimeProvider.System.GetTimestamp();
        if (File.Exists(_target) || (Directory.Exists(_target) && Directory.EnumerateFileSystemEntries(_target).Any()))
        {
            throw new BackupFailedException(
                $"{_target} holds something, and nothing was changed. Restore into an empty folder, or one that does not exist."
            );
        }

        Dictionary<string, byte[]> keys = _request.Keys.Files(_request.Backup);
        using BackupKey key = KeySource.Key(keys, _request.Source);
        using BackupRepository repository = BackupRepository.Open(_request.Source, key);
        BackupManifest manifest = Find(repository, _request.Backup);
        if (_request.Backup is null)
        {
            keys = _request.Keys.Files(manifest.Id);
        }

        Begin();
        RestoredFiles files = new(repository, _staging);
        Write(files, manifest, keys);
        AuditReport audit = StoreAudit.Run(_staging, fast: false, _progress, _cancel);
        List<string> faults = [.. files.Missing, .. audit.Faults.Select(f => f.ToString())];
        if (audit.Events > 0 && (audit.Events != manifest.Events || audit.Root != manifest.Root))
        {
            faults.Add(
                $"The record that came back has {audit.Events} events under root {audit.Root}; the backup was made of {manifest.Events} under {manifest.Root}."
            );
        }

        // Images and bundles that are lost do not keep the rest from being used; a person decides about what else may be.
        bool opens = audit.Faults.All(f =>
            f.Acceptable
            || f.Where.StartsWith("blobs/", StringComparison.Ordinal)
            || f.Where.StartsWith("releases/", StringComparison.Ordinal)
        );
        bool placed = opens && (audit.Events == 0 || audit.Root == manifest.Root);
        Note(manifest, faults);
        if (placed)
        {
            Place();
        }

        return new RestoreReport(
            manifest.Id,
            manifest.Made,
            audit.Events,
            audit.Root,
            files.Files,
            files.Bytes,
            TimeProvider.System.GetElapsedTime(began).TotalSeconds,
            placed ? _target : _staging,
            placed,
            placed && audit.Faults.Any(f => f.Acceptable),
            faults
        );
    }

    private void Begin()
    {
        if (Directory.Exists(_staging))
        {
            // One that is empty was cut off before its marker or after: there is nothing in it to lose.
            if (!File.Exists(Path.Combine(_staging, Marker)) && Directory.EnumerateFileSystemEntries(_staging).Any())
            {
                throw new BackupFailedException(
                    $"{_staging} is in the way and was not left by a restore. Move it, or restore to another name."
                );
            }

            Clear();
        }

        DataFolder.MakePrivate(_staging);
        File.WriteAllText(Path.Combine(_staging, Marker), "");
        new DataFolder(_staging).Make();
    }

    // What a restore that was cut off has left; the marker last, so that this may be cut off too.
    private void Clear()
    {
        foreach (string folder in Directory.EnumerateDirectories(_staging))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (string file in Directory.EnumerateFiles(_staging).Where(f => Path.GetFileName(f) != Marker))
        {
            File.Delete(file);
        }

        Directory.Delete(_staging, recursive: true);
    }

    private void Write(RestoredFiles files, BackupManifest manifest, Dictionary<string, byte[]> keys)
    {
        RestoredFiles.PutSecrets(_staging, keys);
        for (int i = 0; i < manifest.Files.Count; i++)
        {
            _cancel.ThrowIfCancellationRequested();
            if (!files.Put(manifest.Files[i]) && i == 0)
            {
                throw new BackupFailedException(
                    $"{files.Missing[0]} Without the database there is nothing to restore: name an older backup with --backup."
                );
            }

            _progress?.Report(new AuditProgress("files", i + 1, manifest.Files.Count));
            _request.Step?.Invoke(manifest.Files[i].Path);
        }
    }

    private void Note(BackupManifest manifest, List<string> faults)
    {
        DataFolder folder = new(_staging);
        if (StoreKeys.Look(folder) is not { } keys)
        {
            faults.Add("That the store was restored cannot be recorded, since its keys are not whole.");
            return;
        }

        OperatorNotes.Leave(
            folder,
            keys.Guard,
            new SystemEntropy().NewId(),
            new StoreRestored(manifest.Id, manifest.Made, _request.By, manifest.Events, manifest.Root, [.. faults])
        );
    }

    private void Place()
    {
        if (Directory.Exists(_target))
        {
            Directory.Delete(_target);
        }

        // The marker goes last: until the name is the target's, a next try begins anew.
        Directory.Move(_staging, _target);
        File.Delete(Path.Combine(_target, Marker));
    }
}
