using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Overread.Storage;

namespace Overread.Server.Composition.Backup;

/// <summary>
/// A folder of backups: <c>pieces/ab/abcdef…</c>, each once however many backups hold it, and <c>backups/ID</c> with the list of
/// each. Whatever is written is synced and renamed into its place, lists after their pieces, so that a backup that was cut off
/// is no backup, and costs the next one nothing.
/// </summary>
internal sealed class BackupRepository : IDisposable
{
    private const string About = "overread-backup.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly string _root;
    private readonly BackupKey _key;
    private readonly FileStream? _lock;

    private BackupRepository(string root, BackupKey key, FileStream? held)
    {
        _root = root;
        _key = key;
        _lock = held;
    }

    private sealed record Head(int Format, string Store, string Key, string Mac);

    private string Pieces => Path.Combine(_root, "pieces");

    private string Backups => Path.Combine(_root, "backups");

    /// <summary>Opens a folder for writing; an empty one, or one that is not there, is begun.</summary>
    /// <exception cref="BackupFailedException">It holds something else, or another store's backups.</exception>
    public static BackupRepository Begin(string root, string store, BackupKey key)
    {
        root = Path.GetFullPath(root);
        Directory.CreateDirectory(root);
        FileStream held = StoreLock.Take(
            Path.Combine(root, "lock"),
            $"Another backup is being written into {root}. Wait for it."
        );
        try
        {
            string about = Path.Combine(root, About);
            if (!File.Exists(about))
            {
                if (
                    Directory
                        .EnumerateFileSystemEntries(root)
                        .Any(e => Path.GetFileName(e) is not ("lock" or "incoming"))
                )
                {
                    throw new BackupFailedException(
                        $"{root} holds something that is no backup of Overread. Name an empty folder, or one that does not exist."
                    );
                }

                BackupRepository fresh = new(root, key, held);
                fresh.Clear();
                fresh.Put(
                    about,
                    JsonSerializer.SerializeToUtf8Bytes(new Head(1, store, key.Id, Mac(store, key)), Json)
                );
            }

            BackupRepository repository = Check(root, store, key, held);
            repository.Clear();
            return repository;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Opens a folder for reading.</summary>
    /// <exception cref="BackupFailedException">It holds no backups, or not under this key.</exception>
    public static BackupRepository Open(string root, BackupKey key) => Check(Path.GetFullPath(root), null, key, null);

    /// <summary>Under which key a folder's backups are.</summary>
    /// <exception cref="BackupFailedException">It holds none.</exception>
    public static string KeyOf(string root) => Read(Path.GetFullPath(root)).Key;

    /// <summary>The ids of all backups, oldest first.</summary>
    public IReadOnlyList<string> Ids() =>
        Directory.Exists(Backups)
            ? [.. Directory.EnumerateFiles(Backups).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>The list of a backup, or null where it is damaged.</summary>
    public BackupManifest? Manifest(string id) =>
        _key.Open("backup " + id, File.ReadAllBytes(Path.Combine(Backups, id))) is { } text
            ? JsonSerializer.Deserialize<BackupManifest>(text, Json)
            : null;

    /// <summary>Completes a backup.</summary>
    public void Add(BackupManifest manifest, IEntropy entropy) =>
        Put(
            Path.Combine(Backups, manifest.Id),
            _key.Seal("backup " + manifest.Id, JsonSerializer.SerializeToUtf8Bytes(manifest, Json), entropy)
        );

    /// <summary>Takes a backup out. Its pieces stay until <see cref="Sweep"/>.</summary>
    public void Remove(string id) => File.Delete(Path.Combine(Backups, id));

    /// <summary>True when a piece of that length is there.</summary>
    public bool Has(string name, int length) =>
        new FileInfo(PathOf(name)) is { Exists: true } file && file.Length == length + BackupKey.Overhead;

    /// <summary>True when a piece is there.</summary>
    public bool Has(string name) => File.Exists(PathOf(name));

    /// <summary>Keeps a piece.</summary>
    public void Write(string name, ReadOnlySpan<byte> content, IEntropy entropy) =>
        Put(PathOf(name), _key.Seal(name, content, entropy));

    /// <summary>A piece, or null where it is missing, damaged or cannot be read.</summary>
    public byte[]? Piece(string name)
    {
        try
        {
            return _key.Open(name, File.ReadAllBytes(PathOf(name))) is { } content && _key.Name(content) == name
                ? content
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where a piece lies, as a message says it.</summary>
    public string Shown(string name) => Path.GetRelativePath(_root, PathOf(name));

    /// <summary>Removes the pieces that no backup needs.</summary>
    /// <returns>Bytes that were freed.</returns>
    public long Sweep(IReadOnlySet<string> needed)
    {
        long freed = 0;
        foreach (
            FileInfo piece in new DirectoryInfo(Pieces)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(f => !needed.Contains(f.Name))
                .ToList()
        )
        {
            freed += piece.Length;
            piece.Delete();
        }

        return freed;
    }

    public void Dispose() => _lock?.Dispose();

    private static BackupRepository Check(string root, string? store, BackupKey key, FileStream? held)
    {
        Head head = Read(root);
        if (store is not null && head.Store != store)
        {
            throw new BackupFailedException(
                $"{root} holds backups of another store ({head.Store}); this one is {store}. Give each a folder of its own."
            );
        }

        return head.Key != key.Id
                ? throw new BackupFailedException(
                    $"The backups in {root} are encrypted under key {head.Key}, says its {About}; the one given is {key.Id}. Nothing was changed."
                )
            : head.Mac != Mac(head.Store, key)
                ? throw new BackupFailedException(
                    $"{Path.Combine(root, About)} was changed. Put it back from a copy of the folder."
                )
            : new BackupRepository(root, key, held);
    }

    private static string Mac(string store, BackupKey key) =>
        key.Name(Encoding.UTF8.GetBytes("overread backups\0" + store));

    private static Head Read(string root)
    {
        string about = Path.Combine(root, About);
        try
        {
            return
                File.Exists(about)
                && JsonSerializer.Deserialize<Head>(File.ReadAllText(about), Json)
                    is { Format: 1, Store: not null, Key: not null, Mac: not null } head
                ? head
                : throw new BackupFailedException(
                    $"There are no backups in {root} ({About}), or they are of a format that this build does not know."
                );
        }
        catch (JsonException)
        {
            throw new BackupFailedException($"{about} is damaged. Put it back from a copy of the folder.");
        }
    }

    private void Clear()
    {
        string incoming = Path.Combine(_root, "incoming");
        if (Directory.Exists(incoming))
        {
            Directory.Delete(incoming, recursive: true);
        }

        Directory.CreateDirectory(incoming);
        Directory.CreateDirectory(Pieces);
        Directory.CreateDirectory(Backups);
    }

    private void Put(string path, byte[] bytes)
    {
        string fresh = Path.Combine(_root, "incoming", Path.GetFileName(path));
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream file = new(fresh, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(fresh, path, overwrite: true);
    }

    private string PathOf(string name) => Path.Combine(Pieces, name[..2], name);
}
