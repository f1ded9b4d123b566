namespace Overread.Server.Composition.Backup;

/// <summary>What is to be backed up and where to.</summary>
/// <param name="Data">The data folder.</param>
/// <param name="Destination">The folder of backups; begun where it is empty or missing.</param>
/// <param name="By">Who runs it, for the record.</param>
public sealed record BackupRequest(string Data, string Destination, string By)
{
    /// <summary>The folder for the archive of keys and vault, apart from the destination; null for none.</summary>
    public string? Keys { get; init; }

    /// <summary>What the archive is encrypted under.</summary>
    public string? Passphrase { get; init; }

    /// <summary>How many backups stay; null for all.</summary>
    public int? Keep { get; init; }

    /// <summary>Called between two pieces, for tests.</summary>
    internal Action<string>? Step { get; init; }
}
