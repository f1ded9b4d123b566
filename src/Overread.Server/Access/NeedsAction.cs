using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Access;

/// <summary>Names the action that a route needs. Every route under /api has one; a test checks it.</summary>
public sealed record NeedsAction(Action Action);
