using Overread.Domain.Record;

namespace Overread.Domain.Releases;

/// <summary>Somebody asked that the sealed labels of a release be opened.</summary>
/// <param name="Opening">The request's id.</param>
/// <param name="Reason">What for.</param>
public sealed record SealOpeningAsked(string Opening, string Reason) : DomainEvent;

/// <summary>Somebody else decided about a request to open sealed labels; where it was approved, with a signature over the request.</summary>
/// <param name="Opening">The request's id.</param>
/// <param name="Approved">True where the labels are open from now on.</param>
/// <param name="Reason">Why not; null where it was approved.</param>
public sealed record SealOpeningDecided(string Opening, bool Approved, string? Reason = null) : DomainEvent;

/// <summary>Somebody took the labels of a sealed set that had been opened.</summary>
/// <param name="Opening">The request that opened it.</param>
/// <param name="Purpose">What for, as they said.</param>
/// <param name="Items">How many items' labels were given.</param>
/// <param name="Recipient">The id of the recipient that they are for; null where none was named.</param>
public sealed record SealedLabelsTaken(string Opening, string Purpose, int Items, string? Recipient = null)
    : DomainEvent;
