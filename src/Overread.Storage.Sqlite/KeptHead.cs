using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Overread.Storage.Sqlite;

/// <summary>
/// How far the store had come when it last committed: kept outside the database and written after every commit, so that a
/// database put back to an older state, or one whose log was lost or cut, is noticed to the last event. It never runs ahead
/// of what is durable, and is not synced: after a power cut it may lag behind, which is no fault.
/// </summary>
/// <param name="Size">Events in the record.</param>
/// <param name="Mac">The mark of the last of them.</param>
/// <param name="Tables">The versions of all guarded tables, added up.</param>
/// <param name="TablesSum">A keyed sum over the guarded tables' sums.</param>
/// <param name="Checkpoints">How many checkpoints were signed; 0 where an earlier build kept the head.</param>
internal sealed record KeptHead(long Size, string Mac, long Tables, string TablesSum, long Checkpoints)
{
    /// <summary>The head of a store that holds nothing.</summary>
    public static KeptHead Empty { get; } = new(0, Convert.ToHexStringLower(EventMac.Start), 0, new string('0', 64), 0);

    /// <summary>Every head is equally long: it is written over the one before it in a single call.</summary>
    public byte[] Text(byte[] key)
    {
        string body = string.Create(
            CultureInfo.InvariantCulture,
            $"overread head 2\n{Size:D19}\n{Mac}\n{Tables:D19}\n{TablesSum}\n{Checkpoints:D19}\n"
        );
        return Encoding.ASCII.GetBytes(body + Sign(body, key) + "\n");
    }

    /// <summary>The head in a file; null where there is no such file.</summary>
    /// <exception cref="FormatException">The file holds no head of this store.</exception>
    public static KeptHead? Read(string? file, byte[] key)
    {
        if (file is null || !File.Exists(file))
        {
            return null;
        }

        string[] lines = File.ReadAllText(file).Split('\n');
        // What an earlier build kept says nothing of checkpoints.
        int length = lines[0] == "overread head 1" ? 5 : 6;
        string body = string.Join('\n', lines.Take(length)) + "\n";
        long checkpoints = 0;
        return
            lines.Length > length
            && (lines[0] is "overread head 1" or "overread head 2")
            && lines[length] == Sign(body, key)
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            && long.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out long tables)
            && (
                length == 5 || long.TryParse(lines[5], NumberStyles.None, CultureInfo.InvariantCulture, out checkpoints)
            )
            ? new KeptHead(size, lines[2], tables, lines[4], checkpoints)
            : throw new FormatException("No head of this store.");
    }

    private static string Sign(string body, byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes("head\0" + body)));
}
