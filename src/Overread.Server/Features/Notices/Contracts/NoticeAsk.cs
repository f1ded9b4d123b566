using System.Data.Common;
using Overread.Domain.Projects;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Notices.Contracts;

/// <summary>Whose notices are asked for, and where.</summary>
/// <param name="Connection">One state of the store.</param>
/// <param name="Project">The project.</param>
/// <param name="Person">The person.</param>
/// <param name="Roles">What they are in it.</param>
/// <param name="Now">The time.</param>
internal sealed record NoticeAsk(
    DbConnection Connection,
    string Project,
    string Person,
    IReadOnlyList<Role> Roles,
    DateTimeOffset Now
)
{
    /// <summary>True where their roles have an action.</summary>
    public bool May(Action action) => Permissions.Allow(Roles, action);
}
