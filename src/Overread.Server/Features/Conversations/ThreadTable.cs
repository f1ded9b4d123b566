using System.Data.Common;
using Overread.Domain.Conversations;
using Overread.Storage;

namespace Overread.Server.Features.Conversations;

/// <summary>Threads as stored.</summary>
internal static class ThreadTable
{
    private const string Columns =
        "id, project, item, field, mark, remark, by_person, to_person, question, state, guideline, opened, newest, entries";

    /// <summary>A thread.</summary>
    /// <param name="By">The person who began it.</param>
    /// <param name="To">The person whose remark it answers.</param>
    /// <param name="Guideline">The version of the guideline that says what it came to.</param>
    /// <param name="Newest">UTC time of the newest entry.</param>
    internal sealed record Row(
        string Id,
        string Project,
        string? Item,
        string? Field,
        string? Mark,
        string? Remark,
        string By,
        string? To,
        bool Question,
        ThreadStanding State,
        int? Guideline,
        string Opened,
        string Newest,
        int Entries
    )
    {
        /// <summary>What it is asked by who may see it.</summary>
        public ThreadFacts Facts => new(Item, By, To, State);
    }

    /// <summary>Something that was written.</summary>
    internal sealed record Entry(int Number, string Person, string At, string Text, IReadOnlyList<string> Mentions);

    /// <summary>One of a project; null where there is none.</summary>
    public static Row? Find(DbConnection c, string project, string id) =>
        c.One($"SELECT {Columns} FROM thread WHERE id = @0 AND project = @1", From, id, project);

    // Those of a project, or of one of its items, or one alone.
    private const string Which = "t.project = @0 AND (@1 IS NULL OR t.item = @1) AND (@2 IS NULL OR t.id = @2)";

    /// <summary>A project's, or one item's, or one alone; those with the newest entry first.</summary>
    public static List<Row> Of(DbConnection c, string project, string? item, string? thread) =>
        c.All(
            $"SELECT {Columns} FROM thread t WHERE {Which} ORDER BY newest DESC, id DESC",
            From,
            project,
            item,
            thread
        );

    /// <summary>What stands in one, in order.</summary>
    public static List<Entry> Entries(DbConnection c, string thread)
    {
        ILookup<int, string> mentions = c.All(
                "SELECT number, person FROM thread_mention WHERE thread = @0 ORDER BY number, person",
                r => (Number: r.GetInt32(0), Person: r.GetString(1)),
                thread
            )
            .ToLookup(m => m.Number, m => m.Person);
        return c.All(
            "SELECT number, person, at, text FROM thread_entry WHERE thread = @0 ORDER BY number",
            r => new Entry(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), [.. mentions[r.GetInt32(0)]]),
            thread
        );
    }

    /// <summary>How many entries of each thread of a project a person has been shown.</summary>
    public static Dictionary<string, int> Seen(DbConnection c, string project, string person) =>
        c.All(
                "SELECT s.thread, s.entries FROM thread_seen s JOIN thread t ON t.id = s.thread WHERE t.project = @0 AND s.person = @1",
                r => (r.GetString(0), r.GetInt32(1)),
                project,
                person
            )
            .ToDictionary(s => s.Item1, s => s.Item2, StringComparer.Ordinal);

    /// <summary>Who wrote each entry of a project's threads: thread, number, person, time.</summary>
    public static List<(string Thread, int Number, string Person, string At)> Writers(
        DbConnection c,
        string project,
        string? item,
        string? thread
    ) =>
        c.All(
            $"SELECT e.thread, e.number, e.person, e.at FROM thread_entry e JOIN thread t ON t.id = e.thread WHERE {Which} ORDER BY e.thread, e.number",
            r => (r.GetString(0), r.GetInt32(1), r.GetString(2), r.GetString(3)),
            project,
            item,
            thread
        );

    /// <summary>The first entry of each thread.</summary>
    public static Dictionary<string, string> First(DbConnection c, string project, string? item, string? thread) =>
        c.All(
                $"SELECT e.thread, e.text FROM thread_entry e JOIN thread t ON t.id = e.thread WHERE {Which} AND e.number = 1",
                r => (r.GetString(0), r.GetString(1)),
                project,
                item,
                thread
            )
            .ToDictionary(e => e.Item1, e => e.Item2, StringComparer.Ordinal);

    /// <summary>Threads and entries by which a person is called in, in a project.</summary>
    public static HashSet<(string Thread, int Number)> CallsIn(DbConnection c, string project, string person) =>
        [
            .. c.All(
                "SELECT m.thread, m.number FROM thread_mention m JOIN thread t ON t.id = m.thread WHERE t.project = @0 AND m.person = @1",
                r => (r.GetString(0), r.GetInt32(1)),
                project,
                person
            ),
        ];

    /// <summary>An entry that somebody else wrote and a person has not been shown.</summary>
    internal sealed record Unseen(string Thread, int Number, string Writer, string At, ThreadFacts Facts);

    /// <summary>Entries of others that a person has not been shown, whether they may see them or not.</summary>
    public static List<Unseen> UnseenBy(DbConnection c, string project, string person) =>
        c.All(
            """
            SELECT t.id, e.number, e.person, e.at, t.item, t.by_person, t.to_person, t.state
            FROM thread t
            LEFT JOIN thread_seen s ON s.thread = t.id AND s.person = @1
            JOIN thread_entry e ON e.thread = t.id AND e.number > COALESCE(s.entries, 0)
            WHERE t.project = @0 AND t.entries > COALESCE(s.entries, 0) AND e.person <> @1
            """,
            r => new Unseen(
                r.GetString(0),
                r.GetInt32(1),
                r.GetString(2),
                r.GetString(3),
                new(r.Text(4), r.GetString(5), r.Text(6), Enum.Parse<ThreadStanding>(r.GetString(7)))
            ),
            project,
            person
        );

    /// <summary>Open questions of others whose last word is the asker's.</summary>
    public static List<Row> Asked(DbConnection c, string project, string person) =>
        c.All(
            $"""
            SELECT {Columns} FROM thread
            WHERE project = @0 AND question = 1 AND state = 'Open' AND by_person <> @1
                AND by_person = (SELECT e.person FROM thread_entry e WHERE e.thread = thread.id AND e.number = thread.entries)
            """,
            From,
            project,
            person
        );

    private static Row From(DbDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.Text(2),
            r.Text(3),
            r.Text(4),
            r.Text(5),
            r.GetString(6),
            r.Text(7),
            r.GetInt32(8) == 1,
            Enum.Parse<ThreadStanding>(r.GetString(9)),
            r.IsDBNull(10) ? null : r.GetInt32(10),
            r.GetString(11),
            r.GetString(12),
            r.GetInt32(13)
        );
}
