using System.Security.Cryptography;
using System.Text;

namespace Overread.Deidentification.Pseudonyms;

/// <summary>
/// The secret of a project from which every pseudonym and date offset is derived (HMAC-SHA-256). Whoever lacks it can
/// neither undo nor repeat a pseudonym; two projects with two keys cannot be joined. Its bytes never leave this type.
/// Thread-safe.
/// </summary>
public sealed class ProjectKey
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    private readonly byte[] _secret;

    /// <summary>Takes a copy of a secret of at least 16 bytes; 32 random ones are meant.</summary>
    /// <exception cref="ArgumentException">The secret is shorter than 16 bytes.</exception>
    public ProjectKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < 16)
        {
            throw new ArgumentException("a project key has at least 16 bytes", nameof(secret));
        }

        _secret = secret.ToArray();
    }

    /// <summary>Makes a key from random numbers of the operating system.</summary>
    public static ProjectKey Create() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Reads a key written as 64 hexadecimal digits, as key files and the vault hold it.</summary>
    /// <exception cref="FormatException">The text is not hexadecimal.</exception>
    /// <exception cref="ArgumentException">The secret is shorter than 16 bytes.</exception>
    public static ProjectKey FromHex(string text) => new(Convert.FromHexString(text.Trim()));

    /// <summary>The key as 64 hexadecimal digits, for the vault and for key files only.</summary>
    public string ToHex() => Convert.ToHexString(_secret);

    /// <summary>
    /// First 8 bytes of a derived value that names the key without betraying it, so that a report can say which key was
    /// used.
    /// </summary>
    public string Fingerprint => Convert.ToHexString(Derive("fingerprint", "")[..8]);

    /// <summary>Derives 32 bytes from a purpose and a value. Different purposes never give related bytes.</summary>
    public byte[] Derive(string purpose, string value)
    {
        byte[] message = new byte[Encoding.UTF8.GetByteCount(purpose) + 1 + Encoding.UTF8.GetByteCount(value)];
        int written = Encoding.UTF8.GetBytes(purpose, message);
        message[written++] = 0;
        Encoding.UTF8.GetBytes(value, message.AsSpan(written));
        return HMACSHA256.HashData(_secret, message);
    }

    /// <summary>Says only that this is a key.</summary>
    public override string ToString() => "project key";
}
