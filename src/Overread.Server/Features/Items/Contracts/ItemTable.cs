using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Domain.Subjects;
using Overread.Storage;

namespace Overread.Server.Features.Items.Contracts;

/// <summary>What other rooms ask about items. The tables are written by this feature's projection alone.</summary>
internal static class ItemTable
{
    /// <summary>How many items of a project are in one state, and since when the oldest of them is in the project.</summary>
    internal sealed record StateCount(string State, long Items, string Oldest);

    /// <summary>An item's state, and how many reads it has or is held open for.</summary>
    internal sealed record Standing(string State, long Taken);

    /// <summary>The facts of all items of a project that are in one of the states, in order of their ids.</summary>
    /// <param name="take">The id by which to know an item, or null to leave it out.</param>
    public static List<ItemFacts> FactsIn(
        DbConnection c,
        string project,
        IReadOnlyCollection<string> states,
        Func<string, string?> take
    )
    {
        // Kinds, sources and batches are a few words for hundreds of thousands of items, and a reference often bears one name for all.
        SharedWords words = new();
        return
        [
            .. c.All(
                    "SELECT f.facts, i.state FROM item i JOIN item_facts f ON f.id = i.id WHERE i.project = @0 ORDER BY i.id",
                    r => states.Contains(r.GetString(1)) ? Thrifty(FactsOf(r)) : null,
                    project
                )
                .OfType<ItemFacts>(),
        ];

        ItemFacts? Thrifty(ItemFacts f) =>
            take(f.Id) is not { } id
                ? null
                : f with
                {
                    Id = id,
                    Subject = f.Subject == f.Title ? f.Title : f.Subject,
                    Reference = f.Reference == f.Title ? f.Title : f.Reference,
                    Kind = words.Of(f.Kind),
                    Modality = words.OfAny(f.Modality),
                    Batch = words.OfAny(f.Batch),
                    SubjectFrom = words.OfAny(f.SubjectFrom),
                };
    }

    /// <summary>The hash of every blob that an item of any project names, thumbnails among them.</summary>
    public static HashSet<string> Hashes(DbConnection c) =>
        [
            .. c.All(
                "SELECT hash FROM file UNION SELECT thumbnail FROM file WHERE thumbnail IS NOT NULL",
                r => r.GetString(0)
            ),
        ];

    /// <summary>Every item of a project with its state.</summary>
    public static List<(string Item, string State)> States(DbConnection c, string project) =>
        c.All("SELECT id, state FROM item WHERE project = @0", r => (r.GetString(0), r.GetString(1)), project);

    /// <summary>Every item of every project with its state, in the order in which they became ready.</summary>
    public static List<(string Project, string Item, string State)> All(DbConnection c) =>
        c.All(
            "SELECT project, id, state FROM item ORDER BY ordinal",
            r => (r.GetString(0), r.GetString(1), r.GetString(2))
        );

    /// <summary>The items of a project in one state, in the order in which they became ready.</summary>
    public static List<string> In(DbConnection c, string project, string state) =>
        c.All(
            "SELECT id FROM item WHERE project = @0 AND state = @1 ORDER BY ordinal",
            r => r.GetString(0),
            project,
            state
        );

    /// <summary>Items of a project that were withdrawn.</summary>
    public static List<string> Withdrawn(DbConnection c, string project) =>
        c.All("SELECT id FROM item WHERE project = @0 AND state = 'withdrawn'", r => r.GetString(0), project);

    /// <summary>Titles of the items of one kind.</summary>
    public static List<string> TitlesOfKind(DbConnection c, string project, string kind) =>
        c.All("SELECT title FROM item WHERE project = @0 AND kind = @1", r => r.GetString(0), project, kind);

    /// <summary>How many items a project has.</summary>
    public static long Count(DbConnection c, string project) =>
        c.Number("SELECT COUNT(*) FROM item WHERE project = @0", project);

    /// <summary>What is known of one item; null where there is none.</summary>
    public static ItemFacts? Facts(DbConnection c, string item) =>
        c.One("SELECT facts FROM item_facts WHERE id = @0", FactsOf, item);

    /// <summary>The item that a file belongs to; null where there is no such file.</summary>
    public static string? OfFile(DbConnection c, string file) =>
        c.One("SELECT item FROM file WHERE id = @0", r => r.GetString(0), file);

    /// <summary>True where an item of any project names a blob.</summary>
    public static bool Names(DbConnection c, string hash) =>
        c.Number("SELECT EXISTS (SELECT 1 FROM file WHERE hash = @0 OR thumbnail = @0)", hash) > 0;

    /// <summary>The place of the newest item among all of a project; 0 where there is none.</summary>
    public static long Newest(DbConnection c, string project) =>
        c.Number("SELECT MAX(ordinal) FROM item WHERE project = @0", project);

    /// <summary>SQL: true where the file in a column goes with an item and is not read: such files are not for readers.</summary>
    public static string CompanionSql(string column) =>
        $"EXISTS (SELECT 1 FROM file WHERE file.id = {column} AND file.companion = 1)";

    /// <summary>Items of a subject that are called by one of some names, not withdrawn, with how many of the names each answers to; most first.</summary>
    public static List<(string Item, int Names)> Named(
        DbConnection c,
        string project,
        string subject,
        IEnumerable<string> names
    ) =>
        [
            .. names
                .Distinct(StringComparer.Ordinal)
                .SelectMany(name =>
                    c.All(
                        """
                        SELECT n.item FROM file_name n JOIN item i ON i.id = n.item
                        WHERE n.project = @0 AND n.name = @1 AND i.subject = @2 AND i.state <> 'withdrawn'
                        """,
                        r => r.GetString(0),
                        project,
                        name,
                        subject
                    )
                )
                .GroupBy(item => item)
                .Select(g => (g.Key, g.Count()))
                .OrderByDescending(g => g.Item2)
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];

    /// <summary>SQL: the title of the item in a column, or null.</summary>
    public static string TitleSql(string column) => $"(SELECT title FROM item WHERE item.id = {column})";

    /// <summary>SQL: true where the item in a column is not withdrawn.</summary>
    public static string LivingSql(string column) =>
        $"EXISTS (SELECT 1 FROM item WHERE item.id = {column} AND item.state <> 'withdrawn')";

    /// <summary>Files of one media type in the order in which their items became ready, those that a table lacks.</summary>
    /// <param name="known">SQL: true where the file in the column named is known already.</param>
    public static List<(string File, string Item, long Ordinal, string Hash)> FilesOf(
        DbConnection c,
        string project,
        string media,
        Func<string, string> known,
        int most
    ) =>
        c.All(
            $"""
            SELECT f.id, f.item, i.ordinal, f.hash FROM file f JOIN item i ON i.id = f.item
            WHERE f.project = @0 AND f.media = @1 AND NOT {known("f.id")} ORDER BY i.ordinal LIMIT @2
            """,
            r => (r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetString(3)),
            project,
            media,
            most
        );

    /// <summary>Items by state; states that no item is in are missing.</summary>
    public static Dictionary<string, StateCount> Counts(DbConnection c, string project) =>
        c.All(
                "SELECT state, COUNT(*), MIN(added) FROM item WHERE project = @0 GROUP BY state",
                r => new StateCount(r.GetString(0), r.GetInt64(1), r.GetString(2)),
                project
            )
            .ToDictionary(r => r.State);

    /// <summary>Items that are not withdrawn.</summary>
    public static long Living(DbConnection c, string project) =>
        c.Number("SELECT COUNT(*) FROM item WHERE project = @0 AND state <> 'withdrawn'", project);

    /// <summary>Items that readers may still be given.</summary>
    public static long Waiting(DbConnection c, string project) =>
        c.Number("SELECT COUNT(*) FROM item WHERE project = @0 AND state IN ('ready', 'reading')", project);

    /// <summary>Items with a flag.</summary>
    public static long Flagged(DbConnection c, string project) =>
        c.Number("SELECT COUNT(*) FROM item WHERE project = @0 AND flagged = 1", project);

    /// <summary>Items of one kind.</summary>
    public static long OfKind(DbConnection c, string project, string kind) =>
        c.Number("SELECT COUNT(*) FROM item WHERE project = @0 AND kind = @1", project, kind);

    /// <summary>Files of all items of a project.</summary>
    public static long Files(DbConnection c, string project) =>
        c.Number("SELECT COUNT(*) FROM file WHERE project = @0", project);

    /// <summary>Where an item stands, or null where there is none in the project.</summary>
    public static Standing? Find(DbConnection c, string project, string item) =>
        c.One(
            "SELECT state, reads_done + reads_open FROM item WHERE id = @0 AND project = @1",
            r => new Standing(r.GetString(0), r.GetInt64(1)),
            item,
            project
        );

    /// <summary>An item's title, or its id where there is none.</summary>
    public static string Title(DbConnection c, string item) =>
        c.One("SELECT title FROM item WHERE id = @0", r => r.GetString(0), item) ?? item;

    /// <summary>Every item of a project with whose it is, in the order in which they became ready.</summary>
    public static List<SubjectItem> Subjects(DbConnection c, string project)
    {
        SharedWords sources = new();
        return c.All(
            "SELECT id, title, subject, subject_from FROM item WHERE project = @0 ORDER BY ordinal",
            r =>
            {
                string title = r.GetString(1);
                string subject = r.GetString(2);
                return new SubjectItem(
                    r.GetString(0),
                    title,
                    subject == title ? title : subject,
                    sources.Of(r.GetString(3))
                );
            },
            project
        );
    }

    /// <summary>The items of a subject.</summary>
    public static List<string> OfSubject(DbConnection c, string project, string subject) =>
        c.All(
            "SELECT id FROM item WHERE project = @0 AND subject = @1 ORDER BY ordinal",
            r => r.GetString(0),
            project,
            subject
        );

    /// <summary>Whose an item is; null where the project has none of that id.</summary>
    public static string? SubjectOf(DbConnection c, string project, string item) =>
        c.One("SELECT subject FROM item WHERE id = @0 AND project = @1", r => r.GetString(0), item, project);

    /// <summary>Why items were withdrawn, by item; only those that are. The cause is null where none was stated.</summary>
    public static Dictionary<string, string?> Causes(DbConnection c, string project) =>
        c.All(
                "SELECT id, cause FROM item WHERE project = @0 AND state = 'withdrawn'",
                r => (Id: r.GetString(0), Cause: r.Text(1)),
                project
            )
            .ToDictionary(r => r.Id, r => r.Cause, StringComparer.Ordinal);

    /// <summary>SQL: true where the item in a column is withdrawn.</summary>
    public static string WithdrawnSql(string column) =>
        $"EXISTS (SELECT 1 FROM item WHERE item.id = {column} AND item.state = 'withdrawn')";

    /// <summary>The items that are called by an id, or whose title or subject holds a text, in any case of its letters.</summary>
    /// <param name="projects">Of these projects; null for all.</param>
    public static List<string> Called(DbConnection c, IReadOnlyList<string>? projects, string text)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
        return
        [
            .. c.All(
                    @"SELECT id, project FROM item WHERE id = @0 OR title LIKE @1 ESCAPE '\' OR subject LIKE @1 ESCAPE '\' ORDER BY ordinal",
                    r => (Id: r.GetString(0), Project: r.GetString(1)),
                    text,
                    $"%{escaped}%"
                )
                .Where(i => projects is null || projects.Contains(i.Project))
                .Select(i => i.Id),
        ];
    }

    private static ItemFacts FactsOf(DbDataReader r)
    {
        ItemFacts facts = JsonSerializer.Deserialize<ItemFacts>(r.GetString(0), EventJson.Options)!;
        // Items that are mere references come in hundreds of thousands: one empty list for all of them.
        return facts.Series.Count == 0 ? facts with { Series = [] } : facts;
    }
}
