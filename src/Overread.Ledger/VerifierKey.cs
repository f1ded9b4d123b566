using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Overread.Ledger;

/// <summary>
/// The public half of a log key in the C2SP signed-note form <c>name+keyid+base64(0x01 ‖ key)</c>: Ed25519, key id =
/// the first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ key).
/// </summary>
public sealed class VerifierKey
{
    private const byte Ed25519Type = 0x01;
    private readonly byte[] _key;

    /// <summary>Makes a verifier key from its name and the 32 bytes of an Ed25519 public key.</summary>
    /// <exception cref="FormatException">The name is empty or holds a space or '+', or the key is not 32 bytes.</exception>
    public VerifierKey(string name, byte[] key)
    {
        if (name.Length == 0 || name.Any(c => char.IsWhiteSpace(c) || c == '+'))
        {
            throw new FormatException("A key name is not empty and holds neither white space nor '+'.");
        }

        if (key.Length != 32)
        {
            throw new FormatException("An Ed25519 public key has 32 bytes.");
        }

        Name = name;
        _key = key;
        KeyId = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. key])[..4];
    }

    /// <summary>The key's name, as it stands on the signature line.</summary>
    public string Name { get; }

    /// <summary>Four bytes that tell keys of one name apart.</summary>
    public byte[] KeyId { get; }

    /// <summary>The 32 bytes of the key.</summary>
    internal ReadOnlySpan<byte> Ed25519 => _key;

    /// <summary>Reads the textual form.</summary>
    /// <exception cref="FormatException">Not a verifier key, or its key id does not belong to it.</exception>
    public static VerifierKey Parse(string text)
    {
        string[] parts = text.Trim().Split('+', 3);
        if (parts.Length != 3)
        {
            throw new FormatException("A verifier key reads name+keyid+base64.");
        }

        byte[] data = Convert.FromBase64String(parts[2]);
        if (data.Length != 33 || data[0] != Ed25519Type)
        {
            throw new FormatException("Only Ed25519 verifier keys (type 1, 32 bytes) are known here.");
        }

        VerifierKey key = new(parts[0], data[1..]);
        if (!string.Equals(Convert.ToHexString(key.KeyId), parts[1], StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("The key id does not belong to the key.");
        }

        return key;
    }

    /// <summary>True when the signature (64 bytes) over the text was made with this key.</summary>
    public bool Verify(ReadOnlySpan<byte> text, byte[] signature)
    {
        if (signature.Length != 64)
        {
            return false;
        }

        Ed25519Signer verifier = new();
        verifier.Init(false, new Ed25519PublicKeyParameters(_key, 0));
        verifier.BlockUpdate(text.ToArray(), 0, text.Length);
        return verifier.VerifySignature(signature);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}+{Convert.ToHexStringLower(KeyId)}+{Convert.ToBase64String([Ed25519Type, .. _key])}";
}
