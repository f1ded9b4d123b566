namespace Overread.Server.Composition.Backup;

/// <summary>What a backup holds and of which state; written last, encrypted like everything else.</summary>
/// <param name="Id">Its id, which sorts by time of making.</param>
/// <param name="Made">When its state was taken.</param>
/// <param name="Version">The program that wrote it.</param>
/// <param name="Store">The name of the store's record.</param>
/// <param name="Events">Events in it.</param>
/// <param name="Root">The root hash over them.</param>
/// <param name="Checkpoint">The newest signed checkpoint in it, or null before the first.</param>
/// <param name="Erasures">Events that destroyed something for good: contents, keys.</param>
/// <param name="Keys">True where an archive of keys and vault was written with it.</param>
/// <param name="Files">All files, the database first.</param>
/// <param name="Faults">What was wrong with the store when it was taken.</param>
internal sealed record BackupManifest(
    string Id,
    string Made,
    string Version,
    string Store,
    long Events,
    string Root,
    string? Checkpoint,
    long Erasures,
    bool Keys,
    IReadOnlyList<BackupFile> Files,
    IReadOnlyList<string> Faults
)
{
    /// <summary>Bytes of all files.</summary>
    public long Bytes => Files.Sum(f => f.Size);
}
