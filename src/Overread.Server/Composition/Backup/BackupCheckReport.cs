namespace Overread.Server.Composition.Backup;

/// <summary>What a check of a backup found.</summary>
/// <param name="Backup">Its id.</param>
/// <param name="Made">When its state was taken; empty where its list is damaged.</param>
/// <param name="Events">Events in it, as replayed.</param>
/// <param name="Root">The root hash over them, as replayed.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Pieces">Pieces that were read and decrypted.</param>
/// <param name="Faults">What is damaged or missing, by file and piece; empty for a sound one.</param>
public sealed record BackupCheckReport(
    string Backup,
    string Made,
    long Events,
    string Root,
    long Files,
    long Bytes,
    long Pieces,
    IReadOnlyList<string> Faults
);
