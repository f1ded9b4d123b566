using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;

namespace Overread.Deidentification.Pseudonyms;

/// <summary>
/// Replaces unique identifiers by keyed ones of the form 2.25.n (PS3.5 annex B.2), n being a UUID of version 8. The same
/// identifier gives the same replacement in every file and on every run with the same key, so references stay whole.
/// Part of n is a check that only the key's holder can compute: a replacement is recognised and left alone on a second
/// run. Thread-safe.
/// </summary>
/// <param name="key">The project's key.</param>
/// <param name="isRegistered">
/// Tells identifiers that a standard registers (classes, encodings, vocabularies): they come back unchanged. Null for none.
/// </param>
public sealed class UidPseudonyms(ProjectKey key, Func<string, bool>? isRegistered = null)
{
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// The replacement of one identifier. Registered ones and own replacements come back unchanged; "" stays "".
    /// </summary>
    /// <param name="uid">An identifier, padding allowed; anything that is none is replaced like one.</param>
    public string Replace(string uid)
    {
        uid = uid.Trim(' ', '\0');
        if (uid.Length == 0 || isRegistered?.Invoke(uid) == true)
        {
            return uid;
        }

        if (_known.TryGetValue(uid, out string? known))
        {
            return known;
        }

        string replacement = IsOwn(uid) ? uid : Make(key.Derive("uid", uid));
        // A run over millions of instances must not keep every instance UID for ever.
        if (_known.Count < 100_000)
        {
            _known.TryAdd(uid, replacement);
        }

        return replacement;
    }

    /// <summary>True for a replacement made with this very key.</summary>
    public bool IsOwn(string uid)
    {
        if (
            !uid.StartsWith("2.25.", StringComparison.Ordinal)
            || uid.Length > 44
            || !BigInteger.TryParse(
                uid.AsSpan(5),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out BigInteger number
            )
        )
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        int size = number.GetByteCount(isUnsigned: true);
        if (size > 16 || !number.TryWriteBytes(bytes[(16 - size)..], out _, isUnsigned: true, isBigEndian: true))
        {
            return false;
        }

        return Make(Unseal(bytes)) == uid;
    }

    /// <summary>
    /// Lays out the UUID: bytes 0-5, 7 and 9-11 are the first ten bytes of the seed; bytes 12-15 are the check; version
    /// and variant bits stand where RFC 9562 wants them.
    /// </summary>
    private string Make(ReadOnlySpan<byte> seed)
    {
        Span<byte> uuid = stackalloc byte[16];
        seed[..6].CopyTo(uuid);
        uuid[6] = 0x80;
        uuid[7] = seed[6];
        uuid[8] = 0x80;
        seed.Slice(7, 3).CopyTo(uuid[9..]);
        byte[] check = key.Derive("uid-check", Convert.ToHexString(seed[..10]));
        check.AsSpan(0, 4).CopyTo(uuid[12..]);
        uuid[6] |= (byte)(check[4] & 0x0F);
        uuid[8] |= (byte)(check[5] & 0x3F);
        UInt128 number = BinaryPrimitives.ReadUInt128BigEndian(uuid);
        return string.Create(CultureInfo.InvariantCulture, $"2.25.{number}");
    }

    private static byte[] Unseal(ReadOnlySpan<byte> uuid) => [.. uuid[..6], uuid[7], .. uuid.Slice(9, 3)];
}
