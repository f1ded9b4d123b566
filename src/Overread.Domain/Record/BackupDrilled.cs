namespace Overread.Domain.Record;

/// <summary>A backup was restored for trial, audited, and thrown away again.</summary>
/// <param name="Backup">Its id.</param>
/// <param name="By">Who ran it: the account of the machine.</param>
/// <param name="Events">Events that came back.</param>
/// <param name="Root">The root hash over them, lower-case hex.</param>
/// <param name="RestoreSeconds">How long writing it back took, audit included.</param>
/// <param name="Served">True where a server was started over it and answered.</param>
/// <param name="Faults">What was found wrong; empty for a backup that comes back whole.</param>
public sealed record BackupDrilled(
    string Backup,
    string By,
    long Events,
    string Root,
    double RestoreSeconds,
    bool Served,
    IReadOnlyList<string> Faults
) : DomainEvent;
