using Overread.Domain.Record;

namespace Overread.Domain.Protocols;

/// <summary>The draft of the next protocol version was saved.</summary>
/// <param name="Body">The whole draft.</param>
public sealed record ProtocolDrafted(ProtocolBody Body) : DomainEvent;

/// <summary>The project demands from now on, or no longer, that every label says what it means and how bad a wrong one is.</summary>
/// <param name="Demanded">True where a protocol or release without is refused.</param>
/// <param name="Reason">Why.</param>
public sealed record LabelMeaningsDemanded(bool Demanded, string Reason) : DomainEvent;

/// <summary>The draft became a version and is frozen.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Hash">See <see cref="ProtocolBody.Hash"/>.</param>
/// <param name="Body">The frozen protocol.</param>
public sealed record ProtocolPublished(int Version, string Hash, ProtocolBody Body) : DomainEvent;
