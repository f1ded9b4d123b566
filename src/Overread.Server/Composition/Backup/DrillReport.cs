namespace Overread.Server.Composition.Backup;

/// <summary>What a drill found.</summary>
/// <param name="Backup">The backup's id.</param>
/// <param name="Made">When its state was taken.</param>
/// <param name="Events">Events that came back.</param>
/// <param name="Root">The root hash over them.</param>
/// <param name="Files">Files that came back.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="RestoreSeconds">How long writing it back took, audit included.</param>
/// <param name="StartSeconds">How long it took from then until a server over it answered; null where none was started.</param>
/// <param name="Recorded">True where the live store's record is told.</param>
/// <param name="Faults">What is wrong; empty for a backup that comes back whole.</param>
public sealed record DrillReport(
    string Backup,
    string Made,
    long Events,
    string Root,
    long Files,
    long Bytes,
    double RestoreSeconds,
    double? StartSeconds,
    bool Recorded,
    IReadOnlyList<string> Faults
);
