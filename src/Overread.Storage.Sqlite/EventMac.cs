using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Overread.Storage.Sqlite;

/// <summary>
/// What only the store's own server can write beside an event: an HMAC-SHA-256, under a key kept apart from the database, of
/// the event's leaf, its place, what it is about, and the mark of the event before it. Whoever has the database alone can
/// neither add an event nor change, move, drop or exchange one for an older one. It outlives an erasure, since the leaf does.
/// </summary>
internal sealed class EventMac(byte[] key)
{
    private readonly byte[] _key = HMACSHA256.HashData(key, "overread event mark 1"u8);

    /// <summary>What stands before the first event.</summary>
    public static byte[] Start { get; } = new byte[HMACSHA256.HashSizeInBytes];

    /// <summary>The mark of an event.</summary>
    /// <param name="before">The mark of the event before it.</param>
    /// <param name="leaf">The hash that stands in the tree, and commits to payload, type and time.</param>
    /// <param name="about">Place and columns, see <see cref="About"/>.</param>
    public byte[] Of(byte[] before, byte[] leaf, string about)
    {
        int length = Encoding.UTF8.GetByteCount(about);
        byte[] message = new byte[before.Length + leaf.Length + length];
        before.CopyTo(message, 0);
        leaf.CopyTo(message, before.Length);
        Encoding.UTF8.GetBytes(about, message.AsSpan(before.Length + leaf.Length));
        return HMACSHA256.HashData(_key, message);
    }

    /// <summary>A line that no other place and no other columns give. The actor is left out: it goes with an erasure.</summary>
    public static string About(long seq, string id, string? project, string stream, long revision, string? item) =>
        string.Create(CultureInfo.InvariantCulture, $"{seq}\0{id}\0{project}\0{stream}\0{revision}\0{item}");
}
