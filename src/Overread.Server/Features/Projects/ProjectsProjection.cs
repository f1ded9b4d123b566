using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Projects;

/// <summary>Projects, their members and their protocol versions.</summary>
internal sealed class ProjectsProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["project", "member", "protocol"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS project(
                id TEXT PRIMARY KEY, name TEXT NOT NULL, purpose TEXT NOT NULL, legal_basis TEXT NOT NULL, order_seed INTEGER NOT NULL,
                opened TEXT NOT NULL, closed TEXT, version INTEGER);
            CREATE TABLE IF NOT EXISTS member(
                project TEXT NOT NULL, person TEXT NOT NULL, roles TEXT NOT NULL, pseudonym TEXT NOT NULL, removed TEXT,
                PRIMARY KEY(project, person)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS protocol(
                project TEXT NOT NULL, version INTEGER NOT NULL, revision INTEGER NOT NULL, title TEXT NOT NULL, hash TEXT NOT NULL,
                body TEXT NOT NULL, published TEXT, published_by TEXT, PRIMARY KEY(project, version)){dialect.Clustered};

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
            case ProtocolDrafted e:
                // Version 0 is the draft.
                SaveProtocol(connection, envelope, 0, e.Body, e.Body.Hash(), null);
                break;
            case ProtocolPublished e:
                SaveProtocol(connection, envelope, e.Version, e.Body, e.Hash, envelope.At);
                connection.Run("DELETE FROM protocol WHERE project = @0 AND version = 0", envelope.Project);
                connection.Run("UPDATE project SET version = @1 WHERE id = @0", envelope.Project, e.Version);
                break;
        }
    }

    public static IEnumerable<Role> ParseRoles(string roles) =>
        roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => Enum.Parse<Role>(r, ignoreCase: true));

    private static string FormatRoles(IEnumerable<Role> roles) =>
        string.Join(' ', roles.Distinct().Select(r => r.ToString().ToLowerInvariant()));

    private static void SaveProtocol(
        DbConnection connection,
        Envelope envelope,
        int version,
        ProtocolBody body,
        string hash,
        string? published
    ) =>
        connection.Run(
            """
            INSERT INTO protocol(project, version, revision, title, hash, body, published, published_by) VALUES (@0, @1, @2, @3, @4, @5, @6, @7)
            ON CONFLICT(project, version) DO UPDATE SET revision = @2, title = @3, hash = @4, body = @5
            """,
            envelope.Project,
            version,
            envelope.Revision,
            body.Title,
            hash,
            JsonSerializer.Serialize(body, EventJson.Options),
            published,
            published is null ? null : envelope.Actor
        );
}
