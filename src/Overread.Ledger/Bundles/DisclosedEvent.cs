using System.Text.Json;

namespace Overread.Ledger.Bundles;

/// <summary>An event of the record that a bundle discloses: with payload and secret anybody can recompute its leaf.</summary>
/// <param name="Seq">Its place in the record.</param>
/// <param name="Entry">The leaf entry as text.</param>
/// <param name="Secret">Base64 of the 32-byte secret.</param>
/// <param name="Payload">The payload as text.</param>
public sealed record DisclosedEvent(long Seq, string Entry, string Secret, string Payload)
{
    /// <summary>Its line in the file.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">Not a disclosed event.</exception>
    public static DisclosedEvent Parse(string line)
    {
        try
        {
            DisclosedEvent? read = JsonSerializer.Deserialize<DisclosedEvent>(line, Options);
            return read is { Entry: not null, Secret: not null, Payload: not null }
                ? read
                : throw new FormatException("A member is missing.");
        }
        catch (JsonException e)
        {
            throw new FormatException("Not a disclosed event.", e);
        }
    }

    /// <summary>The leaf hash, after checking that payload, secret and entry belong together.</summary>
    /// <exception cref="FormatException">They do not.</exception>
    public byte[] Leaf()
    {
        byte[] entry = System.Text.Encoding.UTF8.GetBytes(Entry);
        LeafEntry parsed = LeafEntry.Parse(entry);
        byte[] commitment = LeafEntry.Commit(
            Convert.FromBase64String(Secret),
            System.Text.Encoding.UTF8.GetBytes(Payload)
        );
        return commitment.AsSpan().SequenceEqual(parsed.Commitment)
            ? MerkleHash.Leaf(entry)
            : throw new FormatException("The payload is not the one that was committed to.");
    }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
