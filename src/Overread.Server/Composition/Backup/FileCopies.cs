using System.Security.Cryptography;
using Overread.Storage;
using Overread.Storage.Files;

namespace Overread.Server.Composition.Backup;

/// <summary>
/// Puts files into a repository in pieces, each only where it is not there already. An image is not even read again that an
/// earlier backup holds: its name is its content.
/// </summary>
internal sealed class FileCopies(
    DataFolder folder,
    BackupRepository repository,
    BackupKey key,
    BackupManifest? before,
    IEntropy entropy
)
{
    // The database changes page by page all over: small pieces keep most of it unchanged.
    private const int DatabasePiece = 128 << 10;
    private const int FilePiece = 4 << 20;

    private readonly Dictionary<string, BackupFile> _before =
        before?.Files.ToDictionary(f => f.Path, StringComparer.Ordinal) ?? [];

    private readonly Dictionary<string, (long Size, DateTime Changed, BackupFile File)> _done = new(
        StringComparer.Ordinal
    );

    /// <summary>Pieces that were written by this backup.</summary>
    public HashSet<string> Fresh { get; } = new(StringComparer.Ordinal);

    /// <summary>Bytes of content in them.</summary>
    public long Written { get; private set; }

    /// <summary>What was wrong with files, by their paths: a later look at the same file replaces an earlier one.</summary>
    public SortedDictionary<string, string> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything of the store that lies in files of its own and is no secret, by path, sorted.</summary>
    public List<string> List() =>
        [
            .. new[] { folder.Blobs, folder.Releases, folder.Gate, folder.Quarantine, folder.Notes }
                .Where(Directory.Exists)
                .SelectMany(d => Directory.EnumerateFiles(d, "*", SearchOption.AllDirectories))
                .Select(f => Path.GetRelativePath(folder.Root, f).Replace('\\', '/'))
                .Where(p => !p.StartsWith("blobs/incoming/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Keeps a file of the store; null where it is no longer there or cannot be kept.</summary>
    /// <param name="path">Its place in the data folder.</param>
    /// <param name="cancel">Ends it early.</param>
    public BackupFile? Keep(string path, CancellationToken cancel)
    {
        FileInfo file = new(Path.Combine(folder.Root, path));
        if (
            _done.TryGetValue(path, out var done)
            && file.Exists
            && done == (file.Length, file.LastWriteTimeUtc, done.File)
        )
        {
            return done.File;
        }

        bool image = path.StartsWith("blobs/", StringComparison.Ordinal);
        BackupFile? held = image ? Earlier(path) : null;
        if (held is not null && file.Exists && file.Length == held.Size)
        {
            return Done(path, file, held);
        }

        Faults.Remove(path);
        try
        {
            (BackupFile fresh, string hash) = Pieces(path, file.FullName, FilePiece, cancel);
            if (image && FileBlobStore.IsHash(Path.GetFileName(path)) && hash != Path.GetFileName(path))
            {
                Faults[path] =
                    $"{path}: The image's bytes are not those that passed the gate, and are not put into the backup."
                    + (held is null ? "" : " The backup goes on with the ones it has.");
                return held;
            }

            return Done(path, file, fresh);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException && File.Exists(file.FullName)))
        {
            Faults[path] =
                $"{path}: It cannot be read ({e.GetType().Name}) and is not in the backup. Look at the disk and at who may read the file.";
            return held;
        }
    }

    /// <summary>The file as the newest backup holds it, or null where it does not, or not whole.</summary>
    public BackupFile? Earlier(string path) =>
        _before.GetValueOrDefault(path) is { } file && file.Pieces.All(repository.Has) ? file : null;

    /// <summary>Keeps the database as it was copied.</summary>
    public BackupFile KeepDatabase(string copy, CancellationToken cancel) =>
        Pieces(Path.GetFileName(folder.Database), copy, DatabasePiece, cancel).File;

    private BackupFile Done(string path, FileInfo file, BackupFile kept)
    {
        _done[path] = (kept.Size, file.Exists ? file.LastWriteTimeUtc : default, kept);
        return kept;
    }

    private (BackupFile File, string Hash) Pieces(string path, string from, int size, CancellationToken cancel)
    {
        using FileStream stream = new(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[size];
        List<string> pieces = [];
        long length = 0;
        for (int read; (read = stream.ReadAtLeast(buffer, size, throwOnEndOfStream: false)) > 0; length += read)
        {
            cancel.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> piece = buffer.AsSpan(0, read);
            sha.AppendData(piece);
            string name = key.Name(piece);
            if (!repository.Has(name, read))
            {
                repository.Write(name, piece, entropy);
                Fresh.Add(name);
                Written += read;
            }

            pieces.Add(name);
        }

        return (new BackupFile(path, length, pieces), Convert.ToHexStringLower(sha.GetHashAndReset()));
    }
}
