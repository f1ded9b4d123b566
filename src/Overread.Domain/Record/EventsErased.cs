namespace Overread.Domain.Record;

/// <summary>
/// The content of events was destroyed: payload, secret and actor. Their leaves stay. A payload that is gone without such an
/// event is a fault.
/// </summary>
/// <param name="Events">Their places in the record.</param>
/// <param name="Reason">Why.</param>
public sealed record EventsErased(IReadOnlyList<long> Events, string Reason) : DomainEvent;
