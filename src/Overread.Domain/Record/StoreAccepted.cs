namespace Overread.Domain.Record;

/// <summary>A person decided to go on with a store of which something was lost or altered.</summary>
/// <param name="By">Who decided, as typed at the server's own command line.</param>
/// <param name="Reason">Why.</param>
/// <param name="Faults">What had been found, line by line.</param>
/// <param name="Events">Events that were left.</param>
/// <param name="Known">Events that there had been as far as is known outside the database; null where nothing is.</param>
/// <param name="Erased">Places of events whose content was gone.</param>
/// <param name="Dropped">Events at the record's end that this store's server had not written, and that were taken out.</param>
/// <param name="NewKey">True where the signing key was lost and checkpoints are signed by another from here on.</param>
/// <param name="Checkpoint">The last signed checkpoint that was kept outside the database, if any.</param>
public sealed record StoreAccepted(
    string By,
    string Reason,
    IReadOnlyList<string> Faults,
    long Events,
    long? Known,
    IReadOnlyList<long> Erased,
    long Dropped,
    bool NewKey,
    string? Checkpoint
) : DomainEvent;
