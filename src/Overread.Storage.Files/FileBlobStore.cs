using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Overread.Storage.Files;

/// <summary>
/// Blobs in a local folder: <c>ab/abcdef…</c>. A blob is written beside its place, synced and renamed, so a crash leaves
/// either the whole blob or none. No byte leaves it that is not what its name says: a blob is hashed when it is first opened,
/// and again whenever the file's identity, size or times are not what they were then.
/// </summary>
public sealed class FileBlobStore : IBlobStore
{
    // Some tens of megabytes; begun anew beyond, which costs a second look at what is opened again.
    private const int MostKnown = 200_000;
    private readonly string _root;
    private readonly ConcurrentDictionary<string, FileStamp> _known = new(StringComparer.Ordinal);
    private long _writes;

    /// <summary>Uses a folder, making it where it is missing, and clears what an earlier crash left half-written.</summary>
    public FileBlobStore(string root)
    {
        _root = root;
        Directory.CreateDirectory(Path.Combine(root, "incoming"));
        foreach (string leftover in Directory.EnumerateFiles(Path.Combine(root, "incoming")))
        {
            File.Delete(leftover);
        }
    }

    /// <inheritdoc/>
    public async Task<(string Hash, long Size)> Put(Stream content, CancellationToken cancel = default)
    {
        string incoming = Path.Combine(
            _root,
            "incoming",
            $"{Environment.ProcessId}-{Interlocked.Increment(ref _writes)}"
        );
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        try
        {
            FileStream file = new(incoming, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
            await using (file.ConfigureAwait(false))
            {
                byte[] buffer = new byte[1 << 17];
                for (int read; (read = await content.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0; size += read)
                {
                    sha.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
                }

                file.Flush(flushToDisk: true);
            }

            string hash = Convert.ToHexStringLower(sha.GetHashAndReset());
            string path = PathOf(hash);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(incoming, path, overwrite: true);
            return (hash, size);
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    /// <inheritdoc/>
    public Stream? Open(string hash)
    {
        if (!IsHash(hash))
        {
            return null;
        }

        FileStream file;
        try
        {
            file = new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new BlobDamagedException(hash);
        }

        try
        {
            Check(hash, file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // The stamp is taken before the bytes are read: what is written meanwhile makes it a stamp of the past.
    private void Check(string hash, FileStream file)
    {
        FileStamp stamp = FileStamp.Of(file);
        if (_known.TryGetValue(hash, out FileStamp known) && known == stamp)
        {
            return;
        }

        _known.TryRemove(hash, out _);
        string found;
        try
        {
            found = Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (IOException)
        {
            // The disk does not give the bytes back.
            throw new BlobDamagedException(hash);
        }

        if (found != hash)
        {
            throw new BlobDamagedException(hash);
        }

        file.Position = 0;
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[hash] = stamp;
    }

    /// <inheritdoc/>
    public bool Has(string hash) => IsHash(hash) && File.Exists(PathOf(hash));

    /// <inheritdoc/>
    public void Delete(string hash)
    {
        if (Has(hash))
        {
            File.Delete(PathOf(hash));
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> All() =>
        Directory
            .EnumerateDirectories(_root)
            .Where(d => Path.GetFileName(d).Length == 2)
            .SelectMany(Directory.EnumerateFiles)
            .Select(f => Path.GetFileName(f));

    /// <summary>True for a name that a blob could have.</summary>
    public static bool IsHash(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower);

    /// <summary>Where the blob of a hash lies in a folder of blobs.</summary>
    public static string PathIn(string root, string hash) => Path.Combine(root, hash[..2], hash);

    /// <summary>The hash of a file's bytes.</summary>
    public static string HashOf(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 17);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private string PathOf(string hash) => PathIn(_root, hash);
}
