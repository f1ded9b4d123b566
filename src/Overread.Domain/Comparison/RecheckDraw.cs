using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Overread.Domain.Comparison;

/// <summary>
/// Whether an item that the readers agree on is looked at again. Drawn per item from the project's secret seed, so that it
/// falls the moment the item is agreed, no reader can foresee it, and the record can be replayed.
/// </summary>
public static class RecheckDraw
{
    /// <summary>True for a share of all items.</summary>
    /// <param name="seed">The project's seed.</param>
    /// <param name="item">The item's id.</param>
    /// <param name="share">0 (never) to 1 (always).</param>
    public static bool Takes(long seed, string item, double share)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"recheck:{seed}:{item}"));
        // 53 bits: every value is a number that a double holds exactly.
        double place = (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
        return place < share;
    }
}
