using System.Data.Common;
using Overread.Server.Features.Items.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Reads.Contracts;

/// <summary>What other rooms ask about reads without needing their answers. Written by this feature's projection alone.</summary>
internal static class ReadTable
{
    /// <summary>A read without its answers.</summary>
    internal sealed record Brief(string Id, string Project, string Item, string Reader, string State);

    /// <summary>A reader's own read.</summary>
    internal sealed record Done(string Id, string Item, string Title, string State, string? Submitted, double? Seconds);

    /// <summary>Work of one reader in a project.</summary>
    internal sealed record Work(int Reads, double Seconds);

    /// <summary>The project of a read, or null where there is no such read.</summary>
    public static string? ProjectOf(DbConnection c, string read) =>
        c.One("SELECT project FROM read WHERE id = @0", r => r.GetString(0), read);

    /// <summary>Whose a read is, of which item, under which protocol version; null where there is no such read.</summary>
    public static (string Item, string Reader, int Version)? Holder(DbConnection c, string read) =>
        c.One<(string, string, int)?>(
            "SELECT item, reader, version FROM read WHERE id = @0",
            r => (r.GetString(0), r.GetString(1), r.GetInt32(2)),
            read
        );

    /// <summary>Reads of a project that were called for again and are open.</summary>
    public static int Rereading(DbConnection c, string project) =>
        (int)c.Number("SELECT COUNT(*) FROM read WHERE project = @0 AND state = 'open' AND reread = 1", project);

    /// <summary>The protocol version that a reader's read of an item is made under, where they hold it open or have submitted it; null otherwise.</summary>
    public static int? VersionOf(DbConnection c, string item, string reader) =>
        c.One<int?>(
            "SELECT version FROM read WHERE item = @0 AND reader = @1 AND state IN ('open', 'submitted')",
            r => r.GetInt32(0),
            item,
            reader
        );

    /// <summary>The ids of all reads of an item, whatever became of them.</summary>
    public static List<string> OfItem(DbConnection c, string item) =>
        c.All("SELECT id FROM read WHERE item = @0", r => r.GetString(0), item);

    /// <summary>The ids of all reads of some items.</summary>
    public static List<string> OfItems(DbConnection c, IReadOnlyList<string> items) =>
        [
            .. items
                .Chunk(500)
                .SelectMany(some =>
                    c.All(
                        $"SELECT id FROM read WHERE item IN ({string.Join(", ", some.Select((_, i) => "@" + i))})",
                        r => r.GetString(0),
                        [.. some]
                    )
                ),
        ];

    /// <summary>Every read of every project, in order of their ids.</summary>
    public static List<Brief> All(DbConnection c) =>
        c.All(
            "SELECT id, project, item, reader, state FROM read ORDER BY id",
            r => new Brief(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4))
        );

    /// <summary>True where a reader holds an item or has read it.</summary>
    public static bool Has(DbConnection c, string item, string reader) =>
        c.Number(
            "SELECT COUNT(*) FROM read WHERE item = @0 AND reader = @1 AND state IN ('open', 'submitted')",
            item,
            reader
        ) > 0;

    /// <summary>True where a reader has an item's read before them now.</summary>
    public static bool HasOpen(DbConnection c, string item, string reader) =>
        c.Number("SELECT COUNT(*) FROM read WHERE item = @0 AND reader = @1 AND state = 'open'", item, reader) > 0;

    /// <summary>True where a reader's read of an item is in.</summary>
    public static bool HasDone(DbConnection c, string item, string reader) =>
        c.Number("SELECT COUNT(*) FROM read WHERE item = @0 AND reader = @1 AND state = 'submitted'", item, reader) > 0;

    /// <summary>How many reads a reader holds and has not looked at, and when the newest was given to them.</summary>
    public static (long Count, string? Newest) NotBegun(DbConnection c, string project, string reader) =>
        c.One(
            "SELECT COUNT(*), MAX(assigned) FROM read WHERE project = @0 AND reader = @1 AND state = 'open' AND opened IS NULL AND reread = 0",
            r => (r.GetInt64(0), r.Text(1)),
            project,
            reader
        );

    /// <summary>How many reads a reader is to make again, and when the newest was opened again.</summary>
    public static (long Count, string? Newest) ToRepeat(DbConnection c, string project, string reader) =>
        c.One(
            "SELECT COUNT(*), MAX(reopened) FROM read WHERE project = @0 AND reader = @1 AND state = 'open' AND reread = 1",
            r => (r.GetInt64(0), r.Text(1)),
            project,
            reader
        );

    /// <summary>True where a reader has or ever had a read of an item, also one that they skipped or gave back.</summary>
    public static bool EverHad(DbConnection c, string item, string reader) =>
        c.Number("SELECT COUNT(*) FROM read WHERE item = @0 AND reader = @1", item, reader) > 0;

    /// <summary>The first read that a reader holds open in a project, another than the one named; null where there is none. Of a withdrawn item nobody is given it.</summary>
    public static string? Held(DbConnection c, string project, string reader, string? after) =>
        c.One(
            $"SELECT id FROM read WHERE project = @0 AND reader = @1 AND state = 'open' AND id <> @2 AND NOT {ItemTable.WithdrawnSql("read.item")} ORDER BY id LIMIT 1",
            r => r.GetString(0),
            project,
            reader,
            after ?? ""
        );

    /// <summary>The reads that a reader holds open in a project, another than the one named, the oldest first. Of a withdrawn item nobody is given it.</summary>
    public static List<string> AllHeld(DbConnection c, string project, string reader, string? after) =>
        c.All(
            $"SELECT id FROM read WHERE project = @0 AND reader = @1 AND state = 'open' AND id <> @2 AND NOT {ItemTable.WithdrawnSql("read.item")} ORDER BY id",
            r => r.GetString(0),
            project,
            reader,
            after ?? ""
        );

    // Only reservations without any work lapse: a half-done read waits for its reader until the lead takes it back. The
    // project is compared as an expression, so that no database walks all reads of the project: few are open, and of those
    // the oldest come first.
    internal const string LapsedQuery =
        "SELECT id, item FROM read WHERE state = 'open' AND expires < @0 AND project || '' = @1 AND answers = '{}' AND marks = '[]' LIMIT 50";

    /// <summary>Reservations without any work whose time is over, at most 50.</summary>
    public static List<(string Read, string Item)> Lapsed(DbConnection c, string project, DateTimeOffset now) =>
        c.All(LapsedQuery, r => (r.GetString(0), r.GetString(1)), Timestamps.Text(now), project);

    /// <summary>A reader's reads of a project, newest first.</summary>
    public static List<Done> Newest(DbConnection c, string project, string reader) =>
        c.All(
            $"SELECT id, item, {ItemTable.TitleSql("read.item")}, state, submitted, seconds FROM read WHERE project = @0 AND reader = @1 ORDER BY id DESC",
            r => new Done(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.Text(4), r.Real(5)),
            project,
            reader
        );

    /// <summary>A text that changes whenever a submitted read of the project comes, goes or is changed.</summary>
    public static string Version(DbConnection c, string project) =>
        c.One(
            "SELECT COUNT(*), COALESCE(MAX(submitted), ''), COALESCE(SUM(revision), 0) FROM read WHERE project = @0 AND state = 'submitted'",
            r => $"{r.GetInt64(0)} {r.GetString(1)} {r.GetInt64(2)}",
            project
        )!;

    /// <summary>SQL: true where a reader holds the item in a column or has read it.</summary>
    /// <param name="item">The column.</param>
    /// <param name="reader">The parameter with the reader's person id.</param>
    public static string HasSql(string item, string reader) =>
        $"EXISTS (SELECT 1 FROM read WHERE read.item = {item} AND read.reader = {reader} AND read.state IN ('open', 'submitted'))";

    /// <summary>Reads of a project by state.</summary>
    public static Dictionary<string, long> Counts(DbConnection c, string project) =>
        c.All(
                "SELECT state, COUNT(*) FROM read WHERE project = @0 GROUP BY state",
                r => (State: r.GetString(0), Reads: r.GetInt64(1)),
                project
            )
            .ToDictionary(r => r.State, r => r.Reads);

    /// <summary>Reads of one reader by state.</summary>
    public static Dictionary<string, long> Counts(DbConnection c, string project, string reader) =>
        c.All(
                "SELECT state, COUNT(*) FROM read WHERE project = @0 AND reader = @1 GROUP BY state",
                r => (State: r.GetString(0), Reads: r.GetInt64(1)),
                project,
                reader
            )
            .ToDictionary(r => r.State, r => r.Reads);

    /// <summary>Reads that were submitted in a project.</summary>
    public static long Submitted(DbConnection c, string project) =>
        c.Number("SELECT COUNT(*) FROM read WHERE project = @0 AND state = 'submitted'", project);

    /// <summary>Reads that one reader submitted in a project.</summary>
    public static long Submitted(DbConnection c, string project, string reader) =>
        c.Number(
            "SELECT COUNT(*) FROM read WHERE project = @0 AND reader = @1 AND state = 'submitted'",
            project,
            reader
        );

    /// <summary>The seconds of a reader's submitted reads, in ascending order; reads without a time are left out.</summary>
    public static List<double> Seconds(DbConnection c, string project, string reader) =>
        c.All(
            "SELECT seconds FROM read WHERE project = @0 AND reader = @1 AND state = 'submitted' AND seconds > 0 ORDER BY seconds",
            r => r.GetDouble(0),
            project,
            reader
        );

    /// <summary>Submitted reads and their seconds by reader.</summary>
    public static Dictionary<string, Work> ByReader(DbConnection c, string project) =>
        c.All(
                "SELECT reader, COUNT(id), COALESCE(SUM(seconds), 0) FROM read WHERE project = @0 AND state = 'submitted' GROUP BY reader",
                r => (Reader: r.GetString(0), Work: new Work(r.GetInt32(1), r.GetDouble(2))),
                project
            )
            .ToDictionary(r => r.Reader, r => r.Work);
}
