using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Overread.Ledger.Witnesses;
using Overread.Storage;

namespace Overread.Server.Composition.Witnessing;

/// <summary>
/// The checkpoints of one log that a witness has cosigned, in a file that only grows: a line with hash and length, then the
/// checkpoint. What is kept is on the disk before anybody hears of it. Whoever is killed while an entry is written has not
/// answered it: an entry that was cut short at the end is taken away.
/// </summary>
internal sealed class WitnessJournal : IDisposable
{
    // "sha256 length LF": 64 digits, a space, at most 6 digits.
    private const int LongestHeading = 72;
    private const int LongestEntry = 128 << 10;
    private readonly FileStream _file;
    private long _length;

    /// <summary>Opens a log's file, and makes it where there is none.</summary>
    /// <exception cref="StoreFormException">It is damaged elsewhere than at a cut end.</exception>
    public WitnessJournal(string path, WitnessKey key)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            Load(path, key);
            if (_file.Length > _length)
            {
                _file.SetLength(_length);
            }

            _file.Flush(flushToDisk: true);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The newest; null where there is none.</summary>
    public WitnessedHead? Last { get; private set; }

    /// <summary>Keeps another, durably.</summary>
    public void Keep(WitnessedHead head)
    {
        byte[] text = Encoding.UTF8.GetBytes(head.ToString());
        byte[] heading = Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Convert.ToHexStringLower(SHA256.HashData(text))} {text.Length}\n"
            )
        );
        try
        {
            _file.Position = _length;
            _file.Write([.. heading, .. text]);
            _file.Flush(flushToDisk: true);
        }
        catch
        {
            // A full disk: what part of it was written must not stand before the next entry.
            _file.SetLength(_length);
            throw;
        }

        _length += heading.Length + text.Length;
        Last = head;
    }

    public void Dispose() => _file.Dispose();

    private void Load(string path, WitnessKey key)
    {
        byte[] all = new byte[_file.Length];
        _file.ReadExactly(all);
        int at = 0;
        while (at < all.Length)
        {
            int end = Array.IndexOf(all, (byte)'\n', at, Math.Min(LongestHeading, all.Length - at));
            if (end < 0 && all.Length - at < LongestHeading)
            {
                break;
            }

            string[] heading = end < 0 ? [] : Encoding.ASCII.GetString(all, at, end - at).Split(' ');
            if (
                heading.Length != 2
                || !int.TryParse(heading[1], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || length is 0 or > LongestEntry
            )
            {
                throw Damaged(path, at, null);
            }

            if (all.Length - end - 1 < length)
            {
                break;
            }

            ReadOnlySpan<byte> text = all.AsSpan(end + 1, length);
            if (Convert.ToHexStringLower(SHA256.HashData(text)) != heading[0])
            {
                throw Damaged(path, at, null);
            }

            try
            {
                Last = WitnessedHead.Parse(Encoding.UTF8.GetString(text), key);
            }
            catch (FormatException e)
            {
                throw Damaged(path, at, e);
            }

            at = end + 1 + length;
            _length = at;
        }
    }

    private static StoreFormException Damaged(string path, long at, FormatException? why) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path} is damaged at byte {at}, or was not written by this witness{(why is null ? "" : " (" + why.Message + ")")}. Nothing is cosigned, since it is not known what was. Put the file back from a backup that is not older. Where the machine lost its power in that moment, and nothing follows the damage, cut the file to {at} bytes."
            )
        );
}
