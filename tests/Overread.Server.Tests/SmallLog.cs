using Overread.Ledger;
using Overread.Ledger.Witnesses;

namespace Overread.Server.Tests;

/// <summary>A log in memory, with its key, whose every state can be shown to a witness.</summary>
internal sealed class SmallLog(string origin, byte salt)
{
    private readonly LogSigner _signer = new(origin, [.. Enumerable.Repeat((byte)5, 32)]);
    private readonly Dictionary<(int, long), byte[]> _nodes = [];

    public string Origin => origin;

    /// <summary>The largest state.</summary>
    public int Most => 4096;

    public VerifierKey Key => _signer.Verifier;

    public SignedNote Note(int size) =>
        new Checkpoint(origin, size, MerkleProof.RangeRoot(0, size, Node)).Sign(_signer);

    public string Request(long old, int size)
    {
        lock (_nodes)
        {
            return new WitnessRequest(
                old,
                old <= size ? MerkleProof.Consistency(old, size, Node) : [],
                Note(size)
            ).ToString();
        }
    }

    private byte[] Node(int level, long index)
    {
        if (!_nodes.TryGetValue((level, index), out byte[]? hash))
        {
            hash =
                level == 0
                    ? MerkleHash.Leaf([salt, .. BitConverter.GetBytes(index)])
                    : MerkleHash.Node(Node(level - 1, index * 2), Node(level - 1, (index * 2) + 1));
            _nodes[(level, index)] = hash;
        }

        return hash;
    }
}
