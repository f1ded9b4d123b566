using System.Data.Common;
using Overread.Domain;
using Overread.Storage;

namespace Overread.Server.Features.Projects.Contracts;

/// <summary>What other rooms ask about projects.</summary>
internal static class ProjectTable
{
    /// <summary>What a release says of its project.</summary>
    internal sealed record Purpose(string Name, string Text, string LegalBasis);

    /// <summary>Refuses changes to a closed project.</summary>
    public static void Open(DbConnection connection, string project)
    {
        if (connection.Number("SELECT COUNT(*) FROM project WHERE id = @0 AND closed IS NULL", project) == 0)
        {
            throw new RefusedException(
                new("project.closed", "The project is closed; nothing in it can be changed.", RefusalKind.Conflict)
            );
        }
    }

    /// <summary>Projects that are not closed.</summary>
    public static List<string> Opened(DbConnection c) =>
        c.All("SELECT id FROM project WHERE closed IS NULL ORDER BY id", r => r.GetString(0));

    /// <summary>The project's name.</summary>
    public static string Name(DbConnection c, string project) =>
        c.One("SELECT name FROM project WHERE id = @0", r => r.GetString(0), project)!;

    /// <summary>Name, purpose and legal basis.</summary>
    public static Purpose PurposeOf(DbConnection c, string project) =>
        c.One(
            "SELECT name, purpose, legal_basis FROM project WHERE id = @0",
            r => new Purpose(r.GetString(0), r.GetString(1), r.GetString(2)),
            project
        )!;

    /// <summary>The seed of the project's random orders and draws.</summary>
    public static long Seed(DbConnection c, string project) =>
        c.Number("SELECT order_seed FROM project WHERE id = @0", project);

    /// <summary>The published protocol version that new reads are made under; 0 before the first.</summary>
    public static int Version(DbConnection c, string project) =>
        (int)c.Number("SELECT version FROM project WHERE id = @0", project);

    /// <summary>Every project with its seed and its current protocol version, 0 before the first.</summary>
    public static List<(string Project, long Seed, int Version)> All(DbConnection c) =>
        c.All(
            "SELECT id, order_seed, COALESCE(version, 0) FROM project ORDER BY id",
            r => (r.GetString(0), r.GetInt64(1), r.GetInt32(2))
        );
}
