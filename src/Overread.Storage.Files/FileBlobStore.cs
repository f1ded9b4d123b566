using System.Security.Cryptography;

namespace Overread.Storage.Files;

/// <summary>
/// Blobs in a local folder: <c>ab/abcdef…</c>. A blob is written beside its place, synced and renamed, so a crash leaves
/// either the whole blob or none.
/// </summary>
public sealed class FileBlobStore : IBlobStore
{
    private readonly string _root;
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
    public Stream? Open(string hash) =>
        Has(hash) ? new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read) : null;

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

    private static bool IsHash(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower);

    private string PathOf(string hash) => Path.Combine(_root, hash[..2], hash);
}
