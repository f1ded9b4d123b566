using System.Data.Common;
using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Overread.Server.Features.Emergency.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Projects;

/// <summary>The projects a person is in, and one of them.</summary>
internal static class ListProjects
{
    internal sealed record Mine(int Waiting, int Done);

    internal record ProjectRow(
        string Id,
        string Name,
        string Purpose,
        IReadOnlyList<Role> Roles,
        long Items,
        long ReadsDone,
        long ReadsNeeded,
        int? ProtocolVersion,
        string Opened,
        string? Closed,
        Mine? Mine
    );

    internal sealed record Project(ProjectRow Row, string LegalBasis, IReadOnlyList<string> May)
        : ProjectRow(
            Row.Id,
            Row.Name,
            Row.Purpose,
            Row.Roles,
            Row.Items,
            Row.ReadsDone,
            Row.ReadsNeeded,
            Row.ProtocolVersion,
            Row.Opened,
            Row.Closed,
            Row.Mine
        )
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public ProjectRow Row { get; } = Row;
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects", All)
            .Needs(Action.SignedIn)
            .Says("list-projects", "Lists the projects that the caller is in.");
        api.MapGet("/projects/{project}", One)
            .Needs(Action.SeeProject)
            .Says("show-project", "Shows a project and what the caller may do in it.");
        api.MapPost("/projects/{project}/close", Close)
            .Needs(Action.ManageMembers)
            .Says("close-project", "Closes a project: nothing in it can be changed any more.")
            .Problems(409, "project.closed")
            .Problems(422, "project.reason");
    }

    private static List<ProjectRow> All(Caller caller, IDatabase database, Emergencies emergencies, TimeProvider time)
    {
        using ReadLease read = database.Read();
        return Rows(read.Connection, caller.Person, caller.Administrator, Shown(caller, emergencies, time));
    }

    private static Project One(
        string project,
        Caller caller,
        IDatabase database,
        Emergencies emergencies,
        TimeProvider time
    )
    {
        using ReadLease read = database.Read();
        HashSet<string> emergency = Shown(caller, emergencies, time);
        ProjectRow row = Rows(read.Connection, caller.Person, caller.Administrator, emergency)
            .First(p => p.Id == project);
        string basis = read.Connection.One(
            "SELECT legal_basis FROM project WHERE id = @0",
            r => r.GetString(0),
            project
        )!;
        IEnumerable<string> may = Enum.GetValues<Action>()
            .Where(a => Permissions.Allow(caller.Roles, a))
            .Select(ActionName);
        return new Project(row, basis, [.. may]);
    }

    internal sealed record CloseForm(string Reason);

    private static async Task<NoContent> Close(string project, CloseForm form, Caller caller, IDatabase database)
    {
        if (FreeText.Reason(form.Reason, "Closing a project needs a reason.", "project.reason") is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                return u.Append(new About(project, "project/" + project), new ProjectClosed(form.Reason));
            }
        );
        return TypedResults.NoContent();
    }

    private static HashSet<string> Shown(Caller caller, Emergencies emergencies, TimeProvider time) =>
        [.. emergencies.Of(caller.Person, time.GetUtcNow()).Select(a => a.Project)];

    /// <param name="connection">The store.</param>
    /// <param name="person">Whose projects.</param>
    /// <param name="administrator">True to list all.</param>
    /// <param name="emergency">Projects to which the person has emergency access: listed too, as an auditor sees them.</param>
    public static List<ProjectRow> Rows(
        DbConnection connection,
        string person,
        bool administrator,
        IReadOnlySet<string> emergency
    ) =>
        [
            .. connection
                .All(
                    """
                    SELECT p.id, p.name, p.purpose, COALESCE(m.roles, ''), p.version, p.opened, p.closed, m.person IS NOT NULL
                    FROM project p LEFT JOIN member m ON m.project = p.id AND m.person = @0 AND m.removed IS NULL
                    WHERE m.person IS NOT NULL OR @1 = 1
                    ORDER BY p.opened
                    """,
                    r =>
                        (
                            Id: r.GetString(0),
                            Name: r.GetString(1),
                            Purpose: r.GetString(2),
                            Roles: r.GetString(3),
                            Version: r.IsDBNull(4) ? (int?)null : r.GetInt32(4),
                            Opened: r.GetString(5),
                            Closed: r.Text(6),
                            Member: r.GetInt64(7) == 1
                        ),
                    person,
                    administrator || emergency.Count > 0 ? 1 : 0
                )
                .Where(p => p.Member || administrator || emergency.Contains(p.Id))
                .Select(p =>
                {
                    List<Role> roles = [.. ProjectsProjection.ParseRoles(p.Roles)];
                    Mine? mine = roles.Contains(Role.Reader)
                        ? new Mine(
                            (int)ItemTable.Waiting(connection, p.Id),
                            (int)ReadTable.Submitted(connection, p.Id, person)
                        )
                        : null;
                    if (emergency.Contains(p.Id) && !roles.Contains(Role.Auditor))
                    {
                        roles.Add(Role.Auditor);
                    }

                    if (administrator)
                    {
                        roles.Add(Role.Administrator);
                    }

                    long items = ItemTable.Living(connection, p.Id);
                    int wanted = p.Version is { } version ? ProtocolTable.Readers(connection, p.Id, version) : 1;
                    return new ProjectRow(
                        p.Id,
                        p.Name,
                        p.Purpose,
                        roles,
                        items,
                        ReadTable.Submitted(connection, p.Id),
                        items * wanted,
                        p.Version,
                        p.Opened,
                        p.Closed,
                        mine
                    );
                }),
        ];

    // SeeProject → project.see would need a table; the name in camelCase is as stable and needs none.
    private static string ActionName(Action action) =>
        char.ToLowerInvariant(action.ToString()[0]) + action.ToString()[1..];
}
