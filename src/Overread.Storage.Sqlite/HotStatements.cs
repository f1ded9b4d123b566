using Microsoft.Data.Sqlite;

namespace Overread.Storage.Sqlite;

/// <summary>The statements that every unit of work and every appended event runs.</summary>
internal sealed class HotStatements(SqliteConnection connection) : IDisposable
{
    /// <summary>Marks where one unit begins inside the shared transaction.</summary>
    public HotStatement BeginUnit { get; } = new(connection, "SAVEPOINT unit");

    public HotStatement KeepUnit { get; } = new(connection, "RELEASE unit");

    public HotStatement UndoUnit { get; } = new(connection, "ROLLBACK TO unit");

    /// <summary>?1 an event's id.</summary>
    public HotStatement Holds { get; } = new(connection, "SELECT 1 FROM event WHERE id = ?1");

    /// <summary>?1 a stream.</summary>
    public HotStatement NextRevision { get; } =
        new(connection, "SELECT COALESCE(MAX(revision), 0) + 1 FROM event WHERE stream = ?1");

    public HotStatement InsertEvent { get; } =
        new(
            connection,
            """
            INSERT INTO event(seq, id, project, stream, revision, type, at, actor, item, payload, secret, entry, leaf, mark)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """
        );

    public void Dispose()
    {
        BeginUnit.Dispose();
        KeepUnit.Dispose();
        UndoUnit.Dispose();
        Holds.Dispose();
        NextRevision.Dispose();
        InsertEvent.Dispose();
    }
}
