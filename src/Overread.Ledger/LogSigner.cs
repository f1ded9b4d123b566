using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Overread.Ledger;

/// <summary>The private half of a log key: signs notes. The 32-byte seed never leaves it but by <see cref="Export"/>.</summary>
public sealed class LogSigner
{
    private readonly Ed25519PrivateKeyParameters _key;

    /// <summary>Makes a signer of the given name from the 32-byte seed of an Ed25519 key.</summary>
    /// <exception cref="FormatException">The seed is not 32 bytes long, or the name is not one (see <see cref="VerifierKey"/>).</exception>
    public LogSigner(string name, byte[] seed)
    {
        if (seed.Length != 32)
        {
            throw new FormatException("An Ed25519 seed has 32 bytes.");
        }

        _key = new Ed25519PrivateKeyParameters(seed, 0);
        Verifier = new VerifierKey(name, _key.GeneratePublicKey().GetEncoded());
    }

    /// <summary>The public half.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>Reads what <see cref="Export"/> wrote.</summary>
    /// <exception cref="FormatException">Not a signing key.</exception>
    public static LogSigner Parse(string text)
    {
        string[] parts = text.Trim().Split('+', 2);
        return parts.Length == 2
            ? new LogSigner(parts[0], Convert.FromBase64String(parts[1]))
            : throw new FormatException("A signing key reads name+base64.");
    }

    /// <summary>The key as text, for the key file alone.</summary>
    public string Export() => $"{Verifier.Name}+{Convert.ToBase64String(_key.GetEncoded())}";

    /// <summary>Signs bytes: 64 bytes of Ed25519 (RFC 8032).</summary>
    public byte[] Sign(byte[] text)
    {
        Ed25519Signer signer = new();
        signer.Init(true, _key);
        signer.BlockUpdate(text, 0, text.Length);
        return signer.GenerateSignature();
    }

    /// <summary>The name alone: a signing key has no printable value.</summary>
    public override string ToString() => Verifier.Name;
}
