using System.Text;

namespace Overread.Server.Composition.Backup;

/// <summary>Where the keys to a backup come from: an archive, a folder of archives, or a data folder with its keys.</summary>
/// <param name="Path">The archive or the folder.</param>
/// <param name="Passphrase">Opens an archive; not needed for a data folder.</param>
public sealed record KeySource(string Path, string? Passphrase)
{
    /// <summary>The files of keys and vault, by their places in the data folder.</summary>
    /// <param name="backup">The backup whose archive is wanted first; null for the newest.</param>
    /// <exception cref="BackupFailedException">There is none, or it does not open.</exception>
    internal Dictionary<string, byte[]> Files(string? backup)
    {
        if (Directory.Exists(System.IO.Path.Combine(Path, "keys")))
        {
            DataFolder folder = new(Path);
            return new(
                KeyArchive.Take(folder, "keys").Concat(KeyArchive.Take(folder, "vault")),
                StringComparer.Ordinal
            );
        }

        string archive =
            Directory.Exists(Path) ? KeyArchive.Find(Path, backup)
            : File.Exists(Path) ? Path
            : throw new BackupFailedException($"There are no keys at {Path}.");
        return KeyArchive.Read(
            archive,
            Passphrase
                ?? throw new BackupFailedException(
                    $"{archive} is encrypted: give the passphrase with --passphrase-file or in OVERREAD_BACKUP_PASSPHRASE."
                )
        );
    }

    /// <summary>The key of the backups in a folder, out of those files.</summary>
    /// <exception cref="BackupFailedException">It is not among them.</exception>
    internal static BackupKey Key(Dictionary<string, byte[]> files, string repository)
    {
        string wanted = BackupRepository.KeyOf(repository);
        try
        {
            return files.TryGetValue("keys/backup.key", out byte[]? text)
                ? BackupKey.Parse(Encoding.ASCII.GetString(text))
                : throw new BackupFailedException(
                    $"The backups in {repository} are encrypted under key {wanted}, which lies in keys/backup.key. It is not among the keys that were given: name the archive of keys that was written with them."
                );
        }
        catch (FormatException)
        {
            throw new BackupFailedException("keys/backup.key holds no key. Name another archive of keys.");
        }
    }
}
