using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Guidelines;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Guidelines.Contracts;

/// <summary>What other rooms ask about guidelines.</summary>
internal static class GuidelineTable
{
    /// <summary>A version as stored.</summary>
    internal sealed record Row(int Version, string Hash, GuidelineBody Body, string Published, string PublishedBy);

    /// <summary>The versions of a project, the oldest first.</summary>
    public static List<Row> Of(DbConnection c, string project) =>
        c.All(
            "SELECT version, hash, body, published, published_by FROM guideline WHERE project = @0 ORDER BY version",
            r => new Row(
                r.GetInt32(0),
                r.GetString(1),
                JsonSerializer.Deserialize<GuidelineBody>(r.GetString(2), EventJson.Options)!,
                r.GetString(3),
                r.GetString(4)
            ),
            project
        );

    /// <summary>The version in force, by project; projects without a guideline of their own are missing.</summary>
    public static List<(string Project, int Version)> Current(DbConnection c) =>
        c.All("SELECT project, MAX(version) FROM guideline GROUP BY project", r => (r.GetString(0), r.GetInt32(1)));

    /// <summary>The newest version that changed a definition, by project; projects without one are missing.</summary>
    public static List<(string Project, int Version)> Definitions(DbConnection c) =>
        [
            .. c.All(
                    "SELECT project, version, body FROM guideline ORDER BY project, version",
                    r =>
                        (
                            Project: r.GetString(0),
                            Version: r.GetInt32(1),
                            Body: JsonSerializer.Deserialize<GuidelineBody>(r.GetString(2), EventJson.Options)!
                        )
                )
                .Where(g => g.Body.RedefinesFields())
                .GroupBy(g => g.Project)
                .Select(g => (g.Key, g.Last().Version)),
        ];

    /// <summary>The version in force and when it was published; null where there is none.</summary>
    public static (int Version, string Published)? InForce(DbConnection c, string project) =>
        c.One<(int, string)?>(
            "SELECT version, published FROM guideline WHERE project = @0 ORDER BY version DESC LIMIT 1",
            r => (r.GetInt32(0), r.GetString(1)),
            project
        );

    /// <summary>The newest version that a person has acknowledged; null where none.</summary>
    public static int? SeenBy(DbConnection c, string project, string person) =>
        c.One<int?>(
            "SELECT version FROM guideline_seen WHERE project = @0 AND person = @1",
            r => r.GetInt32(0),
            project,
            person
        );

    /// <summary>The newest version that each person has acknowledged.</summary>
    public static List<(string Project, string Person, int Version)> Seen(DbConnection c) =>
        c.All(
            "SELECT project, person, version FROM guideline_seen",
            r => (r.GetString(0), r.GetString(1), r.GetInt32(2))
        );
}
