using System.Buffers.Binary;

namespace Overread.Ledger.Witnesses;

/// <summary>
/// The private half of a witness's key. A key of a witness signs nothing but cosignatures: the signed message does not
/// name the witness, so one key must not serve two.
/// </summary>
public sealed class WitnessSigner
{
    private readonly LogSigner _ed25519;

    /// <summary>Makes a signer of the given name from the 32-byte seed of an Ed25519 key.</summary>
    /// <exception cref="FormatException">The seed is not 32 bytes long, or the name is not one (see <see cref="WitnessKey"/>).</exception>
    public WitnessSigner(string name, byte[] seed)
        : this(new LogSigner(name, seed)) { }

    private WitnessSigner(LogSigner ed25519)
    {
        _ed25519 = ed25519;
        Key = new WitnessKey(ed25519.Verifier.Name, ed25519.Verifier.Ed25519.ToArray());
    }

    /// <summary>The public half.</summary>
    public WitnessKey Key { get; }

    /// <summary>Reads what <see cref="Export"/> wrote.</summary>
    /// <exception cref="FormatException">Not a signing key.</exception>
    public static WitnessSigner Parse(string text) => new(LogSigner.Parse(text));

    /// <summary>The key as text, for the key file alone.</summary>
    public string Export() => _ed25519.Export();

    /// <summary>Cosigns the text of a checkpoint.</summary>
    /// <param name="text">The whole text, with its last line feed.</param>
    /// <param name="time">When, after the year 1970; fractions of a second are dropped.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is of 1970 or before.</exception>
    public NoteSignature Cosign(string text, DateTimeOffset time)
    {
        long seconds = time.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds, nameof(time));
        byte[] stamp = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(stamp, seconds);
        return new NoteSignature(Key.Name, Key.KeyId, [.. stamp, .. _ed25519.Sign(WitnessKey.Message(text, seconds))]);
    }

    /// <summary>The name alone: a signing key has no printable value.</summary>
    public override string ToString() => Key.Name;
}
