using Overread.Domain.Record;

namespace Overread.Domain.Governance;

/// <summary>A person laid down what the project's data may be used for, where they may go and how long they are kept.</summary>
/// <param name="Charter">What holds from now on; it takes the place of what held before.</param>
/// <param name="Reason">Why it is laid down, or changed.</param>
public sealed record CharterStated(ProjectCharter Charter, string Reason) : DomainEvent;

/// <summary>A person decided whether a use that was not declared is compatible with what was.</summary>
/// <param name="Decided">Their decision; the latest of a use and a recipient holds.</param>
public sealed record FurtherUseDecided(FurtherUse Decided) : DomainEvent;

/// <summary>A person had a release destroyed after the end of its keeping. That it was, and what it held, stays in the record.</summary>
/// <param name="KeptUntil">The last day on which it had to be kept.</param>
/// <param name="Reason">Why.</param>
public sealed record ReleaseErased(DateOnly KeptUntil, string Reason) : DomainEvent;
