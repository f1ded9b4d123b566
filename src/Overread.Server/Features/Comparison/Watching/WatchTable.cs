using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Fitness;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Comparison.Watching;

/// <summary>Findings as the tables have them.</summary>
internal static class WatchTable
{
    /// <param name="Follows">What was decided; null where nobody has.</param>
    /// <param name="Person">Who decided, by id.</param>
    internal sealed record Row(
        WatchFinding Finding,
        string At,
        bool? Follows,
        string? Reason,
        string? Person,
        string? Decided
    );

    /// <summary>When a project was looked through last.</summary>
    internal sealed record Looked(int Version, int Reads, string At);

    /// <summary>How many findings nobody has decided about, and when the newest was made.</summary>
    public static (long Count, string? Newest) Undecided(DbConnection c, string project) =>
        c.One(
            "SELECT COUNT(*), MAX(at) FROM reader_finding WHERE project = @0 AND decided IS NULL",
            r => (r.GetInt64(0), r.Text(1)),
            project
        );

    /// <summary>The findings of a project, the earliest first.</summary>
    public static List<Row> Of(DbConnection c, string project) =>
        c.All(
            "SELECT body, at, follows, reason, person, decided FROM reader_finding WHERE project = @0 ORDER BY seq",
            r => new Row(
                JsonSerializer.Deserialize<WatchFinding>(r.GetString(0), EventJson.Options)!,
                r.GetString(1),
                r.IsDBNull(2) ? null : r.GetInt32(2) == 1,
                r.Text(3),
                r.Text(4),
                r.Text(5)
            ),
            project
        );

    /// <summary>The last look; null where there was none.</summary>
    public static Looked? Last(DbConnection c, string project) =>
        c.One(
            "SELECT version, reads, at FROM reader_watch WHERE project = @0",
            r => new Looked(r.GetInt32(0), r.GetInt32(1), r.GetString(2)),
            project
        );
}
