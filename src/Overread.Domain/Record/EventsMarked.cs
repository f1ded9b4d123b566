namespace Overread.Domain.Record;

/// <summary>
/// A store of a build that did not mark its events was taken over: from here on every event carries a mark under a key outside
/// the database. The events before were held against the last signed checkpoint.
/// </summary>
/// <param name="Events">How many events there were.</param>
/// <param name="Checkpoint">How many of them the last signed checkpoint covers.</param>
public sealed record EventsMarked(long Events, long Checkpoint) : DomainEvent;
