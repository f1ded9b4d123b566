using System.Data.Common;
using Overread.Domain.Conversations;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Conversations;

/// <summary>Threads, what stands in them, who was called in, and how far each person has been shown them.</summary>
internal sealed class ThreadsProjection : IProjection
{
    /// <summary>Before the id of a thread in the name of its stream.</summary>
    public const string Stream = "thread/";

    public IReadOnlyList<string> Tables { get; } = ["thread", "thread_entry", "thread_mention", "thread_seen"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS thread(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, item TEXT, field TEXT, mark TEXT, remark TEXT, by_person TEXT NOT NULL,
                to_person TEXT, question INTEGER NOT NULL, state TEXT NOT NULL, guideline INTEGER, opened TEXT NOT NULL, newest TEXT NOT NULL,
                entries INTEGER NOT NULL){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS thread_newest ON thread(project, newest);
            CREATE INDEX IF NOT EXISTS thread_item ON thread(item) WHERE item IS NOT NULL;
            CREATE TABLE IF NOT EXISTS thread_entry(
                thread TEXT NOT NULL, number INTEGER NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL,
                PRIMARY KEY(thread, number)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS thread_mention(
                thread TEXT NOT NULL, number INTEGER NOT NULL, person TEXT NOT NULL, PRIMARY KEY(thread, number, person)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS thread_seen(
                thread TEXT NOT NULL, person TEXT NOT NULL, entries INTEGER NOT NULL, PRIMARY KEY(thread, person)){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        if (!envelope.Stream.StartsWith(Stream, StringComparison.Ordinal))
        {
            return;
        }

        string id = envelope.Stream[Stream.Length..];
        string by = Actor.PersonOf(envelope.Actor);
        switch (envelope.Event)
        {
            case ThreadOpened e:
                connection.Run(
                    """
                    INSERT INTO thread(id, project, item, field, mark, remark, by_person, to_person, question, state, opened, newest, entries)
                    VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, 'Open', @9, @9, 0)
                    """,
                    id,
                    envelope.Project,
                    envelope.Item,
                    e.Field,
                    e.Mark,
                    e.Remark,
                    by,
                    e.To,
                    e.Question ? 1 : 0,
                    envelope.At
                );
                Enter(connection, id, by, envelope.At, e.Text, e.Mentions);
                break;
            case ThreadAnswered e:
                Enter(connection, id, by, envelope.At, e.Text, e.Mentions);
                break;
            case ThreadResolved:
                Stand(connection, id, ThreadStanding.Resolved, null);
                break;
            case ThreadReopened:
                Stand(connection, id, ThreadStanding.Open, null);
                break;
            case ThreadNoted e:
                Stand(connection, id, ThreadStanding.Noted, e.Guideline);
                break;
            case ThreadViewed e:
                See(connection, id, by, e.Entries);
                break;
        }
    }

    private static void Enter(
        DbConnection c,
        string id,
        string by,
        string at,
        string text,
        IReadOnlyList<string> mentions
    )
    {
        c.Run("UPDATE thread SET entries = entries + 1, newest = @1 WHERE id = @0", id, at);
        c.Run(
            "INSERT INTO thread_entry(thread, number, person, at, text) SELECT id, entries, @1, @2, @3 FROM thread WHERE id = @0",
            id,
            by,
            at,
            text
        );
        foreach (string person in mentions.Distinct(StringComparer.Ordinal))
        {
            c.Run(
                "INSERT INTO thread_mention(thread, number, person) SELECT id, entries, @1 FROM thread WHERE id = @0",
                id,
                person
            );
        }
    }

    private static void Stand(DbConnection c, string id, ThreadStanding state, int? guideline) =>
        c.Run(
            "UPDATE thread SET state = @1, guideline = COALESCE(@2, guideline) WHERE id = @0",
            id,
            state.ToString(),
            guideline
        );

    private static void See(DbConnection c, string id, string person, int entries) =>
        c.Run(
            """
            INSERT INTO thread_seen(thread, person, entries) VALUES (@0, @1, @2)
            ON CONFLICT(thread, person) DO UPDATE SET entries = MAX(entries, @2)
            """,
            id,
            person,
            entries
        );
}
