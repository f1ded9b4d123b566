namespace Overread.Domain.Record;

/// <summary>The store was put back from a backup: what had been recorded after it is not in this record.</summary>
/// <param name="Backup">The backup's id.</param>
/// <param name="Made">When its state was taken.</param>
/// <param name="By">Who restored it: the account of the machine.</param>
/// <param name="Events">Events that came back.</param>
/// <param name="Root">The root hash over them, lower-case hex.</param>
/// <param name="Missing">What did not come back, line by line; empty where all did.</param>
public sealed record StoreRestored(
    string Backup,
    string Made,
    string By,
    long Events,
    string Root,
    IReadOnlyList<string> Missing
) : DomainEvent;
