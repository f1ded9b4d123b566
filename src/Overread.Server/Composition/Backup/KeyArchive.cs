using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Overread.Deidentification.Pseudonyms;
using Overread.Storage;

namespace Overread.Server.Composition.Backup;

/// <summary>
/// Keys and vault in one file, encrypted under a passphrase (PBKDF2-HMAC-SHA256, AES-256-GCM): what a restore needs besides the
/// backup, and what must not lie beside it.
/// </summary>
internal static class KeyArchive
{
    /// <summary>The shortest passphrase that is taken.</summary>
    public const int ShortestPassphrase = 16;

    private const string Ending = ".keys";
    private const int Iterations = 600_000;
    private const int SaltSize = 16;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private static string Line(int iterations) =>
        string.Create(CultureInfo.InvariantCulture, $"overread keys 1 PBKDF2-HMAC-SHA256 {iterations} AES-256-GCM\n");

    /// <summary>The files of keys and vault as they are now, by their places in the data folder.</summary>
    public static Dictionary<string, byte[]> Take(DataFolder folder, string part)
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        string root = Path.Combine(folder.Root, part);
        foreach (
            string file in Directory.Exists(root) ? Directory.GetFiles(root, "*", SearchOption.AllDirectories) : []
        )
        {
            try
            {
                files[Path.GetRelativePath(folder.Root, file).Replace('\\', '/')] = File.ReadAllBytes(file);
            }
            catch (FileNotFoundException)
            {
                // Destroyed, or renamed to its name without .new, between the listing and now.
            }
        }

        return files;
    }

    /// <summary>Writes the archive of a backup.</summary>
    /// <returns>The file.</returns>
    public static string Write(
        string folder,
        string backup,
        Dictionary<string, byte[]> files,
        string passphrase,
        IEntropy entropy
    )
    {
        byte[] head = Encoding.ASCII.GetBytes(Line(Iterations));
        byte[] salt = new byte[SaltSize];
        byte[] nonce = new byte[NonceSize];
        entropy.Fill(salt);
        entropy.Fill(nonce);
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(files);
        byte[] hidden = new byte[content.Length];
        byte[] tag = new byte[TagSize];
        using AesGcm cipher = Cipher(passphrase, salt, Iterations);
        cipher.Encrypt(nonce, content, hidden, tag, head);
        string path = Path.Combine(folder, backup + Ending);
        string fresh = path + ".new";
        File.Delete(fresh);
        SecretFile.Write(fresh, "");
        using (FileStream file = new(fresh, FileMode.Open, FileAccess.Write))
        {
            foreach (byte[] part in (byte[][])[head, salt, nonce, tag, hidden])
            {
                file.Write(part);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        return path;
    }

    /// <summary>The ids of the backups that a folder has archives of, oldest first.</summary>
    public static IReadOnlyList<string> Ids(string folder) =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder, "*" + Ending)
                    .Select(f => Path.GetFileNameWithoutExtension(f))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>Destroys the archive of a backup; nothing where there is none.</summary>
    public static void Remove(string folder, string backup)
    {
        string path = Path.Combine(folder, backup + Ending);
        if (File.Exists(path))
        {
            DataFolder.EraseSecret(path);
        }
    }

    /// <summary>Where the archive of a backup lies, or the newest one where it has none.</summary>
    /// <exception cref="BackupFailedException">There is no archive in the folder.</exception>
    public static string Find(string folder, string? backup) =>
        Ids(folder) is { Count: > 0 } ids
            ? Path.Combine(folder, (backup is not null && ids.Contains(backup) ? backup : ids[^1]) + Ending)
            : throw new BackupFailedException($"There is no archive of keys (*{Ending}) in {folder}.");

    /// <summary>Opens an archive.</summary>
    /// <exception cref="BackupFailedException">It is none, damaged, or the passphrase is another.</exception>
    public static Dictionary<string, byte[]> Read(string path, string passphrase)
    {
        byte[] all = File.ReadAllBytes(path);
        int end = Array.IndexOf(all, (byte)'\n') + 1;
        string[] words = Encoding.ASCII.GetString(all, 0, Math.Max(0, end)).Split(' ');
        if (
            words is not ["overread", "keys", "1", _, var text, _]
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int iterations)
            || iterations is < 100_000 or > 100_000_000
            || all.Length < end + SaltSize + NonceSize + TagSize
        )
        {
            throw new BackupFailedException($"{path} is no archive of keys.");
        }

        ReadOnlySpan<byte> rest = all.AsSpan(end);
        using AesGcm cipher = Cipher(passphrase, rest[..SaltSize].ToArray(), iterations);
        rest = rest[SaltSize..];
        byte[] content = new byte[rest.Length - NonceSize - TagSize];
        try
        {
            cipher.Decrypt(
                rest[..NonceSize],
                rest[(NonceSize + TagSize)..],
                rest.Slice(NonceSize, TagSize),
                content,
                all.AsSpan(0, end)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new BackupFailedException(
                $"{path} does not open: the passphrase is another, or the file is damaged."
            );
        }

        return JsonSerializer.Deserialize<Dictionary<string, byte[]>>(content)!;
    }

    private static AesGcm Cipher(string passphrase, byte[] salt, int iterations) =>
        new(Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, HashAlgorithmName.SHA256, 32), TagSize);
}
