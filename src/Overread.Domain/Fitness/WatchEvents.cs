using Overread.Domain.Record;

namespace Overread.Domain.Fitness;

/// <summary>The reads of a project were looked through for readers in trouble.</summary>
/// <param name="ProtocolVersion">The version whose reads they are.</param>
/// <param name="Reads">How many reads.</param>
/// <param name="Found">How many findings were new.</param>
public sealed record ReadersWatched(int ProtocolVersion, int Reads, int Found) : DomainEvent;

/// <summary>Something about a reader that chance does not explain: a question to a person, and nothing else.</summary>
/// <param name="Finding">What was found.</param>
public sealed record ReaderDoubted(WatchFinding Finding) : DomainEvent;

/// <summary>A person decided about a finding. What they then do about it, such as changing roles, they do themselves.</summary>
/// <param name="Finding">The finding's id.</param>
/// <param name="Follows">True where they follow it, false where they let it rest.</param>
/// <param name="Reason">Why.</param>
public sealed record ReaderFindingDecided(string Finding, bool Follows, string Reason) : DomainEvent;
