using System.Text.Encodings.Web;
using System.Text.Json;

namespace Overread.Ledger.Bundles;

/// <summary>A person's signature as a bundle holds it: the event of the record, and the proof that the record has it.</summary>
/// <param name="Event">The event, with what is needed to compute its leaf.</param>
/// <param name="Proof">Its log proof (C2SP tlog-proof) under the bundle's checkpoint.</param>
public sealed record ProvedSignature(DisclosedEvent Event, string Proof)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Its line in the file.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">Not a signature with its proof.</exception>
    public static ProvedSignature Parse(string line)
    {
        try
        {
            ProvedSignature? read = JsonSerializer.Deserialize<ProvedSignature>(line, Options);
            return read is { Event: { Entry: not null, Secret: not null, Payload: not null }, Proof: not null }
                ? read
                : throw new FormatException("A member is missing.");
        }
        catch (JsonException e)
        {
            throw new FormatException("Not a signature with its proof.", e);
        }
    }
}
