using System.Security.Cryptography;

namespace Overread.Ledger;

/// <summary>
/// Inclusion and consistency proofs over a Merkle tree (RFC 6962 sections 2.1.1 and 2.1.2). Making one asks for node
/// hashes through a delegate, so the tree may live in tiles, in a database or in memory; checking one needs nothing.
/// </summary>
public static class MerkleProof
{
    /// <summary>
    /// Gives the hash of the complete subtree at a level (0 = leaves) with the given index (leaf index divided by
    /// 2^level).
    /// </summary>
    public delegate byte[] NodeAt(int level, long index);

    /// <summary>The audit path of a leaf in the tree of the given size, lowest sibling first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index does not lie in the tree.</exception>
    public static IReadOnlyList<byte[]> Inclusion(long index, long size, NodeAt node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        List<byte[]> path = [];
        Path(index, 0, size, node, path);
        return path;
    }

    /// <summary>The proof that the tree of the first size is a prefix of the tree of the second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ first ≤ second.</exception>
    public static IReadOnlyList<byte[]> Consistency(long first, long second, NodeAt node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        List<byte[]> proof = [];
        if (first > 0 && first < second)
        {
            SubProof(first, 0, second, true, node, proof);
        }

        return proof;
    }

    /// <summary>The root of leaves [start, start+count) where start is aligned as RFC 6962 splits require.</summary>
    public static byte[] RangeRoot(long start, long count, NodeAt node)
    {
        if (count == 0)
        {
            return MerkleHash.EmptyRoot;
        }

        if ((count & (count - 1)) == 0)
        {
            int level = System.Numerics.BitOperations.TrailingZeroCount(count);
            return node(level, start >> level);
        }

        long split = Split(count);
        return MerkleHash.Node(RangeRoot(start, split, node), RangeRoot(start + split, count - split, node));
    }

    /// <summary>True when the path leads from the leaf to the root. Never throws on a malformed proof.</summary>
    public static bool VerifyInclusion(
        ReadOnlySpan<byte> leafHash,
        long index,
        long size,
        IReadOnlyList<byte[]> path,
        ReadOnlySpan<byte> root
    )
    {
        if (index < 0 || index >= size || leafHash.Length != MerkleHash.Size || !WellFormed(path))
        {
            return false;
        }

        long node = index;
        long last = size - 1;
        byte[] hash = leafHash.ToArray();
        foreach (byte[] sibling in path)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.Node(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && CryptographicOperations.FixedTimeEquals(hash, root);
    }

    /// <summary>True when the proof shows that the second tree only appended to the first. Never throws on a malformed proof.</summary>
    public static bool VerifyConsistency(
        long first,
        long second,
        ReadOnlySpan<byte> firstRoot,
        ReadOnlySpan<byte> secondRoot,
        IReadOnlyList<byte[]> proof
    )
    {
        if (first < 0 || second < first || !WellFormed(proof))
        {
            return false;
        }

        if (first == second)
        {
            return proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        }

        if (first == 0)
        {
            return proof.Count == 0 && firstRoot.SequenceEqual(MerkleHash.EmptyRoot);
        }

        if (proof.Count == 0)
        {
            return false;
        }

        bool whole = (first & (first - 1)) == 0;
        if (whole && firstRoot.Length != MerkleHash.Size)
        {
            return false;
        }

        byte[] start = whole ? firstRoot.ToArray() : proof[0];
        return Climb(first - 1, second - 1, start, proof.Skip(whole ? 0 : 1), firstRoot, secondRoot);
    }

    private static bool Climb(
        long node,
        long last,
        byte[] start,
        IEnumerable<byte[]> rest,
        ReadOnlySpan<byte> firstRoot,
        ReadOnlySpan<byte> secondRoot
    )
    {
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        byte[] older = start;
        byte[] newer = start;
        foreach (byte[] sibling in rest)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                older = MerkleHash.Node(sibling, older);
                newer = MerkleHash.Node(sibling, newer);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                newer = MerkleHash.Node(newer, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && older.AsSpan().SequenceEqual(firstRoot) && newer.AsSpan().SequenceEqual(secondRoot);
    }

    private static void Path(long index, long start, long count, NodeAt node, List<byte[]> path)
    {
        if (count == 1)
        {
            return;
        }

        long split = Split(count);
        if (index < split)
        {
            Path(index, start, split, node, path);
            path.Add(RangeRoot(start + split, count - split, node));
        }
        else
        {
            Path(index - split, start + split, count - split, node, path);
            path.Add(RangeRoot(start, split, node));
        }
    }

    private static void SubProof(long first, long start, long count, bool known, NodeAt node, List<byte[]> proof)
    {
        if (first == count)
        {
            if (!known)
            {
                proof.Add(RangeRoot(start, count, node));
            }

            return;
        }

        long split = Split(count);
        if (first <= split)
        {
            SubProof(first, start, split, known, node, proof);
            proof.Add(RangeRoot(start + split, count - split, node));
        }
        else
        {
            SubProof(first - split, start + split, count - split, false, node, proof);
            proof.Add(RangeRoot(start, split, node));
        }
    }

    // The largest power of two smaller than the count: where RFC 6962 splits a tree.
    private static long Split(long count) =>
        1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)count - 1));

    private static bool WellFormed(IReadOnlyList<byte[]> hashes) =>
        hashes.Count <= 128 && hashes.All(h => h.Length == MerkleHash.Size);
}
