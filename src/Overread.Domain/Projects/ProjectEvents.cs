using Overread.Domain.Record;

namespace Overread.Domain.Projects;

/// <summary>A project was opened.</summary>
/// <param name="Name">Short title.</param>
/// <param name="Purpose">What the labels are for (GDPR Art 5(1)(b)).</param>
/// <param name="LegalBasis">The ground on which the data may be used.</param>
/// <param name="OrderSeed">Seeds each reader's random order of items.</param>
public sealed record ProjectOpened(string Name, string Purpose, string LegalBasis, long OrderSeed) : DomainEvent;

/// <summary>A project was closed: nothing in it can be changed any more.</summary>
/// <param name="Reason">Why.</param>
public sealed record ProjectClosed(string Reason) : DomainEvent;

/// <summary>A person joined the project.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="Pseudonym">The name under which other readers and the release know them.</param>
public sealed record MemberAdded(string Person, IReadOnlyList<Role> Roles, string Pseudonym) : DomainEvent;

/// <summary>A member's roles were changed.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Roles">The roles from now on.</param>
public sealed record RolesChanged(string Person, IReadOnlyList<Role> Roles) : DomainEvent;

/// <summary>The register of the project says this of a person from now on.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Stated">What it says.</param>
public sealed record QualificationsStated(string Person, Qualifications Stated) : DomainEvent;

/// <summary>A member left the project. What they did stays.</summary>
/// <param name="Person">The person's id.</param>
public sealed record MemberRemoved(string Person) : DomainEvent;

/// <summary>A sign-in provider's groups say other roles than a person has, and they were kept.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Roles">What the groups say; empty for none.</param>
/// <param name="Why">Why nothing was changed, such as <c>member.last-lead</c>.</param>
public sealed record RolesKept(string Person, IReadOnlyList<Role> Roles, string Why) : DomainEvent;
