namespace Overread.Storage;

/// <summary>Content-addressed bytes: the name of a blob is the SHA-256 of its content in lower-case hex.</summary>
public interface IBlobStore
{
    /// <summary>Stores a stream and returns its hash and size. Durable when the task ends; storing the same bytes twice keeps one.</summary>
    Task<(string Hash, long Size)> Put(Stream content, CancellationToken cancel = default);

    /// <summary>Opens a blob for reading, or returns null where there is none.</summary>
    /// <exception cref="BlobDamagedException">Its bytes are not what its name says.</exception>
    Stream? Open(string hash);

    /// <summary>True when the blob is there.</summary>
    bool Has(string hash);

    /// <summary>Destroys a blob; nothing happens where there is none.</summary>
    void Delete(string hash);

    /// <summary>All hashes, in no order.</summary>
    IEnumerable<string> All();
}
