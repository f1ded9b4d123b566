using Overread.Domain.Record;

namespace Overread.Domain.Work;

/// <summary>An item was reserved for a reader.</summary>
/// <param name="Item">The item.</param>
/// <param name="Reader">The reader's person id.</param>
/// <param name="ProtocolVersion">The version it is to be read under.</param>
/// <param name="Expires">UTC time at which the reservation lapses unless something is saved.</param>
/// <param name="OrderSeed">Seed of the reader's random order.</param>
/// <param name="By">queue, or the person id of the lead who assigned it by hand.</param>
public sealed record ReadAssigned(
    string Item,
    string Reader,
    int ProtocolVersion,
    string Expires,
    long OrderSeed,
    string By
) : DomainEvent;

/// <summary>A reservation was given back, or taken back by the lead.</summary>
/// <param name="Reason">Why, where somebody else took it back.</param>
public sealed record ReadReleased(string? Reason) : DomainEvent;

/// <summary>The reader declined the item.</summary>
/// <param name="Reason">Why; mandatory.</param>
public sealed record ReadSkipped(string Reason) : DomainEvent;

/// <summary>A reservation ran out before anything was answered.</summary>
public sealed record AssignmentExpired : DomainEvent;
