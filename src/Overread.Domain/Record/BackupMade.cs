namespace Overread.Domain.Record;

/// <summary>A backup of the store was written and read back.</summary>
/// <param name="Backup">Its id.</param>
/// <param name="Made">When the state that it holds was taken.</param>
/// <param name="By">Who ran it: the account of the machine.</param>
/// <param name="Events">Events that it holds.</param>
/// <param name="Root">The root hash over them, lower-case hex.</param>
/// <param name="Files">Files that it holds, the database among them.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Written">Bytes of them that no earlier backup held.</param>
/// <param name="Keys">True where keys and vault were put into an archive of their own with it.</param>
/// <param name="Removed">Ids of older backups that were removed with it.</param>
/// <param name="Faults">What was found wrong with the store or the backup; empty for a sound one.</param>
public sealed record BackupMade(
    string Backup,
    string Made,
    string By,
    long Events,
    string Root,
    long Files,
    long Bytes,
    long Written,
    bool Keys,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> Faults
) : DomainEvent;
