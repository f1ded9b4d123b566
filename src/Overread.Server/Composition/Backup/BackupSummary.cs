namespace Overread.Server.Composition.Backup;

/// <summary>A backup in a folder of backups.</summary>
/// <param name="Backup">Its id.</param>
/// <param name="Made">When its state was taken; empty where its list is damaged.</param>
/// <param name="Events">Events in it.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Keys">True where an archive of keys and vault was written with it.</param>
/// <param name="Faults">What was wrong when it was made, or is with its list.</param>
public sealed record BackupSummary(
    string Backup,
    string Made,
    long Events,
    long Files,
    long Bytes,
    bool Keys,
    IReadOnlyList<string> Faults
);
