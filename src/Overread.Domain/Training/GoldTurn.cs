using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Overread.Domain.Training;

/// <summary>
/// Which places of a reader's queue have gold. The queue is cut into blocks of one over the share; in each, one place is drawn by the seed,
/// so that the share is kept from the first block on and no place is likelier than another.
/// </summary>
public static class GoldTurn
{
    /// <summary>True where the next item of a reader is to be gold.</summary>
    /// <param name="share">Share of items, above 0 and at most 0.5.</param>
    /// <param name="seed">The plan's seed.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="had">How many items the reader was given before.</param>
    public static bool IsDue(double share, long seed, string reader, long had)
    {
        // Blocks whose length is no whole number begin where the last one ended.
        long block = (long)Math.Floor((had * share) + 1e-9);
        long first = First(block, share);
        long length = First(block + 1, share) - first;
        return had - first == Place(seed, reader, block, length);
    }

    private static long First(long block, double share) => (long)Math.Ceiling((block / share) - 1e-9);

    private static long Place(long seed, string reader, long block, long length)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{reader}:{block}"));
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)length);
    }
}
