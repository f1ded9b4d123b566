namespace Overread.Domain.Record;

/// <summary>
/// The keyed sums of the tables that are no projections (accounts, tokens, jobs, batches), put into the record before it is
/// signed: a table put back to an older state together with its sum no longer agrees with the record.
/// </summary>
/// <param name="Tables">Those that changed since the last such event.</param>
public sealed record TablesSealed(IReadOnlyList<TableSeal> Tables) : DomainEvent;
