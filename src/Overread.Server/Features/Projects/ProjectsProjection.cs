using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Projects;

/// <summary>Projects and their members.</summary>
internal sealed class ProjectsProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["project", "member", "register"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS project(
                id TEXT PRIMARY KEY, name TEXT NOT NULL, purpose TEXT NOT NULL, legal_basis TEXT NOT NULL, order_seed INTEGER NOT NULL,
                opened TEXT NOT NULL, closed TEXT, version INTEGER);
            CREATE TABLE IF NOT EXISTS member(
                project TEXT NOT NULL, person TEXT NOT NULL, roles TEXT NOT NULL, pseudonym TEXT NOT NULL, removed TEXT,
                PRIMARY KEY(project, person)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS register(
                project TEXT NOT NULL, person TEXT NOT NULL, stated TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY(project, person)){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case ProjectOpened e:
                connection.Run(
                    "INSERT INTO project(id, name, purpose, legal_basis, order_seed, opened) VALUES (@0, @1, @2, @3, @4, @5)",
                    envelope.Project,
                    e.Name,
                    e.Purpose,
                    e.LegalBasis,
                    e.OrderSeed,
                    envelope.At
                );
                break;
            case ProjectClosed:
                connection.Run("UPDATE project SET closed = @1 WHERE id = @0", envelope.Project, envelope.At);
                break;
            case MemberAdded e:
                connection.Run(
                    """
                    INSERT INTO member(project, person, roles, pseudonym) VALUES (@0, @1, @2, @3)
                    ON CONFLICT(project, person) DO UPDATE SET roles = @2, removed = NULL
                    """,
                    envelope.Project,
                    e.Person,
                    FormatRoles(e.Roles),
                    e.Pseudonym
                );
                break;
            case RolesChanged e:
                connection.Run(
                    "UPDATE member SET roles = @2 WHERE project = @0 AND person = @1",
                    envelope.Project,
                    e.Person,
                    FormatRoles(e.Roles)
                );
                break;
            case MemberRemoved e:
                connection.Run(
                    "UPDATE member SET removed = @2 WHERE project = @0 AND person = @1",
                    envelope.Project,
                    e.Person,
                    envelope.At
                );
                break;
            case QualificationsStated e:
                connection.Run(
                    """
                    INSERT INTO register(project, person, stated, at) VALUES (@0, @1, @2, @3)
                    ON CONFLICT(project, person) DO UPDATE SET stated = @2, at = @3
                    """,
                    envelope.Project,
                    e.Person,
                    JsonSerializer.Serialize(e.Stated, EventJson.Options),
                    envelope.At
                );
                break;
            case ProtocolPublished e:
                connection.Run("UPDATE project SET version = @1 WHERE id = @0", envelope.Project, e.Version);
                break;
        }
    }

    public static IEnumerable<Role> ParseRoles(string roles) =>
        roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => Enum.Parse<Role>(r, ignoreCase: true));

    private static string FormatRoles(IEnumerable<Role> roles) =>
        string.Join(' ', roles.Distinct().Select(r => r.ToString().ToLowerInvariant()));
}
