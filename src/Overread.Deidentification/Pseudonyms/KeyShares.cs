using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Overread.Deidentification.Pseudonyms;

/// <summary>
/// A project key in parts for several custodians, so that a lost key can be had back but none of them holds it alone:
/// Shamir's scheme byte by byte over GF(2^8) (Shamir, How to share a secret, CACM 22(11), 1979). Fewer parts than needed
/// say nothing at all about the key.
/// </summary>
public static class KeyShares
{
    /// <summary>Most parts of a key.</summary>
    public const int Most = 16;

    private const string Mark = "ork1";
    private static readonly byte[] Powers = new byte[510];
    private static readonly int[] Logarithms = new int[256];

    static KeyShares()
    {
        int value = 1;
        for (int i = 0; i < 255; i++)
        {
            Powers[i] = (byte)value;
            Powers[i + 255] = (byte)value;
            Logarithms[value] = i;
            // Times 3, which generates every value but 0, modulo x^8 + x^4 + x^3 + x + 1.
            value ^= (value << 1) ^ (value >= 128 ? 0x11B : 0);
        }
    }

    /// <summary>Divides a key. The random coefficients come from the operating system.</summary>
    /// <param name="key">The key.</param>
    /// <param name="shares">Parts to make, 2 to <see cref="Most"/>.</param>
    /// <param name="needed">Parts that give the key back, 2 to <paramref name="shares"/>.</param>
    /// <returns>
    /// Lines such as "ork1-FINGERPRINT-2-1-BYTES-CHECK": the key's fingerprint, how many are needed, which part this is, its
    /// bytes, and a check against misreading. Any of them must be kept as the key itself is.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The numbers are outside of their ranges.</exception>
    public static IReadOnlyList<string> Split(ProjectKey key, int shares, int needed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shares, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shares, Most);
        ArgumentOutOfRangeException.ThrowIfLessThan(needed, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(needed, shares);
        byte[] secret = Convert.FromHexString(key.ToHex());
        byte[] coefficients = RandomNumberGenerator.GetBytes(secret.Length * (needed - 1));
        string[] parts = new string[shares];
        for (int x = 1; x <= shares; x++)
        {
            byte[] part = new byte[secret.Length];
            for (int i = 0; i < part.Length; i++)
            {
                byte value = 0;
                for (int power = needed - 2; power >= 0; power--)
                {
                    value = Times((byte)(value ^ coefficients[(power * secret.Length) + i]), (byte)x);
                }

                part[i] = (byte)(value ^ secret[i]);
            }

            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"{Mark}-{key.Fingerprint}-{needed}-{x}-{Convert.ToHexString(part)}"
            );
            parts[x - 1] = $"{line}-{Check(line)}";
        }

        return parts;
    }

    /// <summary>Puts a key together from its parts, in any order; more than needed must agree.</summary>
    /// <exception cref="FormatException">
    /// A line is no part or was misread, the parts are of different keys, one is there twice, too few, or what they give is not
    /// the key they name.
    /// </exception>
    public static ProjectKey Join(IReadOnlyList<string> shares)
    {
        List<(int X, byte[] Bytes)> parts = [];
        string? name = null;
        int needed = 0;
        for (int i = 0; i < shares.Count; i++)
        {
            (string fingerprint, int least, int x, byte[] bytes) = Parse(shares[i], i + 1);
            if (name is not null && (fingerprint != name || least != needed))
            {
                throw new FormatException($"part {i + 1} is of another key or another division than part 1");
            }

            if (parts.Exists(part => part.X == x))
            {
                throw new FormatException($"part {i + 1} is there twice");
            }

            (name, needed) = (fingerprint, least);
            parts.Add((x, bytes));
        }

        if (parts.Count == 0 || parts.Count < needed)
        {
            throw new FormatException($"{parts.Count} parts are too few: {Math.Max(2, needed)} are needed");
        }

        ProjectKey key = new(Interpolate(parts));
        return key.Fingerprint == name
            ? key
            : throw new FormatException($"the parts do not give the key {name}: one of them is wrong");
    }

    private static (string Fingerprint, int Needed, int X, byte[] Bytes) Parse(string share, int number)
    {
        string text = string.Concat(share.Where(c => !char.IsWhiteSpace(c)));
        string[] fields = text.Split('-');
        if (
            fields.Length != 6
            || !fields[0].Equals(Mark, StringComparison.OrdinalIgnoreCase)
            || !int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out int needed)
            || !int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out int x)
            || needed is < 2 or > Most
            || x is < 1 or > Most
        )
        {
            throw new FormatException($"part {number} is no part of a key: it begins with {Mark}- and has six fields");
        }

        string line = $"{Mark}-{fields[1].ToUpperInvariant()}-{needed}-{x}-{fields[4].ToUpperInvariant()}";
        if (!Check(line).Equals(fields[5], StringComparison.OrdinalIgnoreCase) || fields[4].Length < 32)
        {
            throw new FormatException($"part {number} was misread: its check does not fit");
        }

        return (fields[1].ToUpperInvariant(), needed, x, Convert.FromHexString(fields[4]));
    }

    /// <summary>The polynomials' values at 0, after Lagrange.</summary>
    private static byte[] Interpolate(List<(int X, byte[] Bytes)> parts)
    {
        byte[] secret = new byte[parts[0].Bytes.Length];
        foreach ((int x, byte[] bytes) in parts)
        {
            if (bytes.Length != secret.Length)
            {
                throw new FormatException("the parts are of different length");
            }

            byte weight = 1;
            foreach ((int other, _) in parts.Where(part => part.X != x))
            {
                weight = Times(weight, Over((byte)other, (byte)(other ^ x)));
            }

            for (int i = 0; i < secret.Length; i++)
            {
                secret[i] ^= Times(bytes[i], weight);
            }
        }

        return secret;
    }

    private static byte Times(byte a, byte b) => a == 0 || b == 0 ? (byte)0 : Powers[Logarithms[a] + Logarithms[b]];

    private static byte Over(byte a, byte b) => a == 0 ? (byte)0 : Powers[Logarithms[a] + 255 - Logarithms[b]];

    private static string Check(string line) =>
        Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(line))[..4]);
}
