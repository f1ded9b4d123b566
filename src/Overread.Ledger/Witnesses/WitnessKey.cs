using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Overread.Ledger.Witnesses;

/// <summary>
/// The public half of a witness's key, <c>name+keyid+base64(0x04 ‖ key)</c>: Ed25519 for timestamped cosignatures
/// (c2sp.org/tlog-cosignature, cosignature/v1). The key id is the first four bytes of SHA-256(name ‖ LF ‖ 0x04 ‖ key).
/// </summary>
public sealed class WitnessKey
{
    private const byte CosignatureType = 0x04;
    private const int TimeLength = 8;

    // The last second of the year 9999: what is later is no time that anything here can show.
    private const long LastSecond = 253_402_300_799;
    private readonly byte[] _key;
    private readonly VerifierKey _ed25519;

    /// <summary>Makes a witness key from its name and the 32 bytes of an Ed25519 public key.</summary>
    /// <exception cref="FormatException">The name is empty or holds a space or '+', or the key is not 32 bytes.</exception>
    public WitnessKey(string name, byte[] key)
    {
        _ed25519 = new VerifierKey(name, key);
        _key = key;
        KeyId = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', CosignatureType, .. key])[..4];
    }

    /// <summary>The witness's name, as it stands on the signature line.</summary>
    public string Name => _ed25519.Name;

    /// <summary>Four bytes that tell keys of one name apart.</summary>
    public byte[] KeyId { get; }

    /// <summary>Reads the textual form.</summary>
    /// <exception cref="FormatException">Not a witness's key, or its key id does not belong to it.</exception>
    public static WitnessKey Parse(string text)
    {
        string[] parts = text.Trim().Split('+', 3);
        if (parts.Length != 3)
        {
            throw new FormatException("A witness's key reads name+keyid+base64.");
        }

        byte[] data = Convert.FromBase64String(parts[2]);
        if (data.Length != 33 || data[0] != CosignatureType)
        {
            throw new FormatException(
                data.Length > 0 && data[0] == 0x01
                    ? "That is the key of a log (type 1), not of a witness (type 4)."
                    : "Only Ed25519 keys of witnesses (type 4, 32 bytes) are known here."
            );
        }

        WitnessKey key = new(parts[0], data[1..]);
        return string.Equals(Convert.ToHexString(key.KeyId), parts[1], StringComparison.OrdinalIgnoreCase)
            ? key
            : throw new FormatException("The key id does not belong to the key.");
    }

    /// <summary>When the witness cosigned the text, going by a signature; null where the signature is not its own.</summary>
    /// <param name="text">The whole text of the checkpoint, with its last line feed.</param>
    /// <param name="signature">A line under it.</param>
    public DateTimeOffset? TimeOf(string text, NoteSignature signature)
    {
        if (
            signature.Name != Name
            || !signature.KeyId.AsSpan().SequenceEqual(KeyId)
            || signature.Signature.Length != TimeLength + 64
        )
        {
            return null;
        }

        ulong seconds = BinaryPrimitives.ReadUInt64BigEndian(signature.Signature);
        return
            seconds is > 0 and <= LastSecond
            && _ed25519.Verify(Message(text, (long)seconds), signature.Signature[TimeLength..])
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;
    }

    /// <summary>The newest time at which the witness cosigned the note; null where it never did.</summary>
    public DateTimeOffset? TimeOf(SignedNote note) => note.Signatures.Select(s => TimeOf(note.Text, s)).Max();

    /// <summary>
    /// The cosignature of this witness in what one answered (lines of signatures). Lines of other keys are left out.
    /// </summary>
    /// <param name="text">The text of the checkpoint that it was asked about.</param>
    /// <param name="answer">What came back.</param>
    /// <exception cref="FormatException">What came back is no list of signatures, or none of them is this witness's own.</exception>
    public NoteSignature Take(string text, string answer)
    {
        if (!answer.EndsWith('\n'))
        {
            throw new FormatException("A witness's answer is lines of signatures.");
        }

        return answer[..^1].Split('\n').Select(NoteSignature.Parse).FirstOrDefault(s => TimeOf(text, s) is not null)
            ?? throw new FormatException("The answer holds no cosignature under the key of this witness.");
    }

    /// <summary>What is signed: two lines that tell it from every other signature, then the text.</summary>
    internal static byte[] Message(string text, long seconds) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n") + text);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}+{Convert.ToHexStringLower(KeyId)}+{Convert.ToBase64String([CosignatureType, .. _key])}";
}
