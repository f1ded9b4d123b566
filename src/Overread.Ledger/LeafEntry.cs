using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Overread.Ledger;

/// <summary>
/// What a leaf of the record holds: schema version, event type, time and a keyed commitment to the payload, as RFC 8785
/// JSON. Nothing that could identify anybody is in it: destroying payload and secret leaves a valid, meaningless leaf.
/// </summary>
/// <param name="Type">The event's type, such as <c>ReadSubmitted</c>: letters and digits alone.</param>
/// <param name="At">UTC time, <c>2026-11-23T10:00:00.000Z</c>.</param>
/// <param name="Commitment">HMAC-SHA-256 of the payload under a fresh 256-bit secret: 32 bytes.</param>
public sealed record LeafEntry(string Type, string At, byte[] Commitment)
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> TypeLetters = SearchValues.Create(Alphanumeric);
    private static readonly SearchValues<char> TimeLetters = SearchValues.Create(Alphanumeric + "-:.");

    /// <summary>The commitment to a payload.</summary>
    /// <param name="secret">32 fresh random bytes.</param>
    /// <param name="payload">The payload's bytes as stored.</param>
    public static byte[] Commit(byte[] secret, ReadOnlySpan<byte> payload) => HMACSHA256.HashData(secret, payload);

    /// <summary>The entry's bytes: members in code-point order, no white space (RFC 8785).</summary>
    /// <exception cref="FormatException">Type or time hold characters that would need escaping.</exception>
    public byte[] ToBytes()
    {
        if (Type.AsSpan().ContainsAnyExcept(TypeLetters) || At.AsSpan().ContainsAnyExcept(TimeLetters))
        {
            throw new FormatException("An entry's type and time are plain ASCII.");
        }

        return Encoding.ASCII.GetBytes(
            $$"""{"at":"{{At}}","commitment":"{{Convert.ToHexStringLower(Commitment)}}","type":"{{Type}}","v":1}"""
        );
    }

    /// <summary>Reads an entry and checks that it is spelled the one canonical way.</summary>
    /// <exception cref="FormatException">Not an entry of version 1 in canonical form.</exception>
    public static LeafEntry Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(bytes.ToArray());
            LeafEntry entry = new(
                json.RootElement.GetProperty("type").GetString() ?? "",
                json.RootElement.GetProperty("at").GetString() ?? "",
                Convert.FromHexString(json.RootElement.GetProperty("commitment").GetString() ?? "")
            );
            return entry.ToBytes().AsSpan().SequenceEqual(bytes)
                ? entry
                : throw new FormatException("The entry is not in canonical form.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("Not a leaf entry: " + e.Message, e);
        }
    }
}
