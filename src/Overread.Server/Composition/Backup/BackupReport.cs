namespace Overread.Server.Composition.Backup;

/// <summary>What a backup did.</summary>
/// <param name="Backup">Its id.</param>
/// <param name="Made">When its state was taken.</param>
/// <param name="Events">Events that it holds.</param>
/// <param name="Root">The root hash over them, lower-case hex.</param>
/// <param name="Files">Files that it holds.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Written">Bytes of them that were new.</param>
/// <param name="KeyArchive">The archive of keys and vault, or null for none.</param>
/// <param name="Removed">Older backups that were removed.</param>
/// <param name="Freed">Bytes that this freed.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Faults">What is wrong with the store or the backup; empty for a sound one.</param>
public sealed record BackupReport(
    string Backup,
    string Made,
    long Events,
    string Root,
    long Files,
    long Bytes,
    long Written,
    string? KeyArchive,
    IReadOnlyList<string> Removed,
    long Freed,
    double Seconds,
    IReadOnlyList<string> Faults
)
{
    /// <summary>True where nothing is wrong.</summary>
    public bool Sound => Faults.Count == 0;
}
