using System.Security.Cryptography;

namespace Overread.Ledger;

/// <summary>
/// The two hash functions of a Merkle tree (RFC 6962 section 2.1, SHA-256): leaves are prefixed with 0x00 and inner
/// nodes with 0x01, so that no leaf can be passed off as a node. All hashes are 32 bytes.
/// </summary>
public static class MerkleHash
{
    /// <summary>Bytes in a hash.</summary>
    public const int Size = 32;

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot { get; } = SHA256.HashData([]);

    /// <summary>The hash of one entry.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        // One call over a copy: an incremental hash costs more to set up than an entry of a hundred bytes to hash.
        Span<byte> input = entry.Length < 1024 ? stackalloc byte[1 + entry.Length] : new byte[1 + entry.Length];
        input[0] = 0x00;
        entry.CopyTo(input[1..]);
        return SHA256.HashData(input);
    }

    /// <summary>The hash of an inner node from its two children.</summary>
    /// <exception cref="ArgumentException">A child is not 32 bytes long.</exception>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != Size || right.Length != Size)
        {
            throw new ArgumentException("A Merkle node has two children of 32 bytes each.");
        }

        Span<byte> input = stackalloc byte[1 + (2 * Size)];
        input[0] = 0x01;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Size)..]);
        return SHA256.HashData(input);
    }
}
