using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Overread.Server.Tests;

/// <summary>RFC 6238 with its usual parameters, as an authenticator has them.</summary>
internal static class OneTimeCode
{
    /// <summary>The code of a moment.</summary>
    public static string Of(string secret, DateTimeOffset at)
    {
        byte[] counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, at.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // What authenticator apps compute.
        byte[] mac = HMACSHA1.HashData(Base32(secret), counter);
#pragma warning restore CA5350
        int number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[19] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Base32(string text)
    {
        List<byte> bytes = [];
        int bits = 0;
        int held = 0;
        foreach (char c in text)
        {
            held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(held >> bits));
                held &= (1 << bits) - 1;
            }
        }

        return [.. bytes];
    }
}
