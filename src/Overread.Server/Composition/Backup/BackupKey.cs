using System.Security.Cryptography;
using System.Text;
using Overread.Deidentification.Pseudonyms;
using Overread.Storage;

namespace Overread.Server.Composition.Backup;

/// <summary>
/// What backups are encrypted and named under: AES-256-GCM, and HMAC-SHA256 of the content for names, so that whoever has the
/// backup alone neither reads a byte nor learns whether it holds a file that they know. Both keys come from one secret
/// (HKDF-SHA256) that lies in <c>keys/</c> and is never part of the backup itself.
/// </summary>
internal sealed class BackupKey : IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int SecretSize = 32;
    private readonly byte[] _names;
    private readonly AesGcm _cipher;

    private BackupKey(byte[] secret)
    {
        _names = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            secret,
            SecretSize,
            info: "overread backup names 1"u8.ToArray()
        );
        _cipher = new AesGcm(
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SecretSize, info: "overread backup content 1"u8.ToArray()),
            TagSize
        );
        Id = Name("overread backup key"u8)[..16];
    }

    /// <summary>What the key is called: tells whether a backup was written under it, and nothing else.</summary>
    public string Id { get; }

    /// <summary>Bytes that sealing adds.</summary>
    public static int Overhead => NonceSize + TagSize;

    /// <summary>Reads a key as it stands in its file.</summary>
    /// <exception cref="FormatException">It holds no key.</exception>
    public static BackupKey Parse(string text) =>
        Convert.FromBase64String(text.Trim()) is { Length: SecretSize } secret
            ? new BackupKey(secret)
            : throw new FormatException("A backup's key has 32 bytes.");

    /// <summary>The key of a store, made with its first backup.</summary>
    public static BackupKey Of(DataFolder folder, IEntropy entropy)
    {
        if (!File.Exists(folder.BackupKey))
        {
            byte[] secret = new byte[SecretSize];
            entropy.Fill(secret);
            SecretFile.Write(folder.BackupKey, Convert.ToBase64String(secret));
        }

        return Parse(File.ReadAllText(folder.BackupKey));
    }

    /// <summary>The name of a content: the same for the same bytes, and a guess to nobody without the key.</summary>
    public string Name(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(HMACSHA256.HashData(_names, content));

    /// <summary>Encrypts a content so that it opens under its own name alone.</summary>
    public byte[] Seal(string name, ReadOnlySpan<byte> content, IEntropy entropy)
    {
        byte[] sealed_ = new byte[Overhead + content.Length];
        entropy.Fill(sealed_.AsSpan(0, NonceSize));
        _cipher.Encrypt(
            sealed_.AsSpan(0, NonceSize),
            content,
            sealed_.AsSpan(Overhead),
            sealed_.AsSpan(NonceSize, TagSize),
            Encoding.ASCII.GetBytes(name)
        );
        return sealed_;
    }

    /// <summary>The content, or null where a byte of it was changed or it is not what its name says.</summary>
    public byte[]? Open(string name, ReadOnlySpan<byte> sealed_)
    {
        if (sealed_.Length < Overhead)
        {
            return null;
        }

        byte[] content = new byte[sealed_.Length - Overhead];
        try
        {
            _cipher.Decrypt(
                sealed_[..NonceSize],
                sealed_[Overhead..],
                sealed_.Slice(NonceSize, TagSize),
                content,
                Encoding.ASCII.GetBytes(name)
            );
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public void Dispose() => _cipher.Dispose();
}
