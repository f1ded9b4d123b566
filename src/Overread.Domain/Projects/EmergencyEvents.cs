using Overread.Domain.Record;

namespace Overread.Domain.Projects;

/// <summary>A person may from now on give themselves emergency access to the project, without being a member.</summary>
/// <param name="Person">The person's id.</param>
public sealed record EmergencyRightGiven(string Person) : DomainEvent;

/// <summary>They may no longer.</summary>
/// <param name="Person">The person's id.</param>
public sealed record EmergencyRightTaken(string Person) : DomainEvent;

/// <summary>A person gave themselves emergency access: they see what an auditor sees, and change nothing, until it ends.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">When it ends by itself.</param>
public sealed record EmergencyOpened(string Person, string Reason, string Until) : DomainEvent;

/// <summary>Something was shown under an emergency access; written before it was shown.</summary>
/// <param name="Method">The method of the request.</param>
/// <param name="Route">The pattern of its address.</param>
/// <param name="Values">What stood in the pattern's places, such as <c>item=01J…</c>.</param>
public sealed record EmergencyLooked(string Method, string Route, IReadOnlyList<string> Values) : DomainEvent;

/// <summary>An emergency access ended.</summary>
/// <param name="How">time, person or other: by itself, by whom it was for, by an administrator or a lead.</param>
public sealed record EmergencyEnded(string How) : DomainEvent;

/// <summary>Somebody else looked at what an emergency access was used for.</summary>
/// <param name="Note">What they found.</param>
public sealed record EmergencyReviewed(string Note) : DomainEvent;
