namespace Overread.Server.Composition.Backup;

/// <summary>Whether the folders that a backup was given lie apart, as they must for it to be worth something.</summary>
internal static class BackupPlaces
{
    /// <exception cref="BackupFailedException">They do not, or a passphrase is missing or short.</exception>
    public static void Check(BackupRequest request, DataFolder data)
    {
        if (!File.Exists(data.Database))
        {
            throw new BackupFailedException($"There is no store in {data.Root}. Name its folder with --data.");
        }

        if (Within(request.Destination, data.Root) || Within(data.Root, request.Destination))
        {
            throw new BackupFailedException("A backup inside the store goes with it. Name a folder elsewhere.");
        }

        if (request.Keep is < 1)
        {
            throw new BackupFailedException("At least one backup is kept.");
        }

        if (request.Keys is not { } keys)
        {
            return;
        }

        if (Within(keys, request.Destination) || Within(request.Destination, keys) || Within(keys, data.Root))
        {
            throw new BackupFailedException(
                "Whoever steals the backup would have the keys with it. Name a folder for the keys that is neither in the backup's nor in the store's."
            );
        }

        if (request.Passphrase is not { } passphrase || passphrase.Length < KeyArchive.ShortestPassphrase)
        {
            throw new BackupFailedException(
                $"The archive of keys needs a passphrase of at least {KeyArchive.ShortestPassphrase} characters: --passphrase-file FILE, or OVERREAD_BACKUP_PASSPHRASE."
            );
        }

        DataFolder.MakePrivate(keys);
    }

    private static bool Within(string inner, string outer) =>
        (Path.GetFullPath(inner).TrimEnd('/', '\\') + Path.DirectorySeparatorChar).StartsWith(
            Path.GetFullPath(outer).TrimEnd('/', '\\') + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        );
}
