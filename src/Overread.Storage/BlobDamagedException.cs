namespace Overread.Storage;

/// <summary>A blob is there and its bytes are not those of its name, or cannot be read. They are given to nobody.</summary>
public sealed class BlobDamagedException(string hash) : Exception($"The bytes of the blob {hash} are damaged.")
{
    /// <summary>Its name.</summary>
    public string Hash { get; } = hash;
}
