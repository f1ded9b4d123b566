namespace Overread.Domain.Record;

/// <summary>The whole store was replayed and held against the record.</summary>
/// <param name="Events">Events that were examined.</param>
/// <param name="Root">The root hash over them, lower-case hex.</param>
/// <param name="Erased">Events whose content was erased, with an event that says so.</param>
/// <param name="Faults">How many faults were found.</param>
/// <param name="First">The first of them, at most 20, line by line; empty for an intact store.</param>
public sealed record StoreAudited(long Events, string Root, long Erased, long Faults, IReadOnlyList<string> First)
    : DomainEvent;
