using System.Data.Common;

namespace Overread.Storage.Sqlite;

/// <summary>
/// The outbox as a table beside the record. Like every table that is no projection it is guarded: an entry that another hand
/// writes would make the server act, and the audit finds it.
/// </summary>
internal sealed class SqliteOutbox(SqliteDatabase database) : IOutbox, IDisposable
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS outbox(
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, actor TEXT NOT NULL, client TEXT NOT NULL, left_at TEXT NOT NULL,
            tries INTEGER NOT NULL, due TEXT NOT NULL, problem TEXT);

        """;

    private const int LongestProblem = 2000;
    private readonly SemaphoreSlim _left = new(0);

    /// <summary>Writes an entry into a unit of work.</summary>
    public static void Add(DbConnection connection, string id, string kind, string body, Actor actor, string at) =>
        connection.Run(
            "INSERT INTO outbox(id, kind, body, actor, client, left_at, tries, due) VALUES (@0, @1, @2, @3, @4, @5, 0, @5)",
            id,
            kind,
            body,
            actor.Name,
            actor.Client,
            at
        );

    /// <summary>A unit that left something is durable.</summary>
    public void Wake() => _left.Release();

    public IReadOnlyList<OutboxEntry> Pending()
    {
        using ReadLease read = database.Read();
        return read.Connection.All(
            "SELECT id, kind, body, actor, client, left_at, tries, due, problem FROM outbox ORDER BY left_at, id",
            r => new OutboxEntry(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                new Actor(r.GetString(3), r.GetString(4)),
                Timestamps.Parse(r.GetString(5)),
                r.GetInt32(6),
                Timestamps.Parse(r.GetString(7)),
                r.Text(8)
            )
        );
    }

    public Task Done(string id) =>
        database.Write(Actor.System, u => u.Connection.Run("DELETE FROM outbox WHERE id = @0", id));

    public Task Failed(string id, string problem, DateTimeOffset due) =>
        database.Write(
            Actor.System,
            u =>
                u.Connection.Run(
                    "UPDATE outbox SET tries = tries + 1, due = @1, problem = @2 WHERE id = @0",
                    id,
                    Timestamps.Text(due),
                    problem.Length > LongestProblem ? problem[..LongestProblem] : problem
                )
        );

    public async Task Wait(CancellationToken cancel)
    {
        await _left.WaitAsync(cancel).ConfigureAwait(false);
        // One look finds everything that was left until now.
        while (_left.Wait(0, CancellationToken.None)) { }
    }

    public void Dispose() => _left.Dispose();
}
