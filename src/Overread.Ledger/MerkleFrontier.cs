using System.Numerics;

namespace Overread.Ledger;

/// <summary>
/// The right edge of a growing Merkle tree: one hash for every complete subtree of the current size, which is all that
/// appending and computing the root need. Memory grows with the logarithm of the number of leaves. Not thread-safe.
/// </summary>
public sealed class MerkleFrontier
{
    private readonly List<byte[]> _subtrees = [];

    /// <summary>Leaves appended so far.</summary>
    public long Size { get; private set; }

    /// <summary>Appends a leaf hash (32 bytes, see <see cref="MerkleHash.Leaf"/>).</summary>
    public void Append(byte[] leafHash)
    {
        byte[] node = leafHash;
        for (long size = Size; (size & 1) == 1; size >>= 1)
        {
            node = MerkleHash.Node(_subtrees[^1], node);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add(node);
        Size++;
    }

    /// <summary>Appends a complete subtree of 2^<paramref name="level"/> leaves; only where the size so far is a multiple of that.</summary>
    /// <exception cref="InvalidOperationException">The subtree would not be aligned.</exception>
    public void AppendSubtree(int level, byte[] hash)
    {
        if (Size % (1L << level) != 0)
        {
            throw new InvalidOperationException($"A subtree of level {level} cannot follow {Size} leaves.");
        }

        byte[] node = hash;
        for (long size = Size >> level; (size & 1) == 1; size >>= 1)
        {
            node = MerkleHash.Node(_subtrees[^1], node);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add(node);
        Size += 1L << level;
    }

    /// <summary>The root over all leaves appended so far (RFC 6962 MTH).</summary>
    public byte[] Root()
    {
        if (Size == 0)
        {
            return MerkleHash.EmptyRoot;
        }

        byte[] root = _subtrees[^1];
        for (int i = _subtrees.Count - 2; i >= 0; i--)
        {
            root = MerkleHash.Node(_subtrees[i], root);
        }

        return root;
    }

    /// <summary>A copy that grows on its own, for trying leaves that may yet be rolled back.</summary>
    public MerkleFrontier Fork()
    {
        MerkleFrontier copy = new() { Size = Size };
        copy._subtrees.AddRange(_subtrees);
        return copy;
    }

    /// <summary>The number of complete subtrees that make up a tree of this size.</summary>
    public static int SubtreeCount(long size) => BitOperations.PopCount((ulong)size);
}
