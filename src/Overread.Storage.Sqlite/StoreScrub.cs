using Microsoft.Data.Sqlite;

namespace Overread.Storage.Sqlite;

/// <summary>
/// Rewrites a database so that nothing of what was deleted or changed is left in its file, and empties the write-ahead log.
/// SQLite leaves the bytes of deleted rows where they are until their pages are used again.
/// </summary>
internal static class StoreScrub
{
    // Whoever saves waits meanwhile: better a second try than a long wait.
    private const int Patience = 2_000;

    /// <summary>Rewrites; nobody may write meanwhile.</summary>
    /// <exception cref="IOException">A reader holds on to an older state, so that the log cannot be emptied yet.</exception>
    /// <exception cref="SqliteException">The disk is full or failing; the database is as it was.</exception>
    public static void Run(string path)
    {
        // A connection of its own: the sequencer's keeps temporary things in memory, where a whole copy has no room.
        using SqliteConnection connection = SqliteDatabase.Connect(path);
        SqliteDatabase.Execute(connection, $"PRAGMA busy_timeout = {Patience}");
        SqliteDatabase.Execute(connection, "VACUUM");
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using SqliteDataReader row = command.ExecuteReader();
        if (!row.Read() || row.GetInt64(0) != 0)
        {
            throw new IOException("Somebody still reads an older state of the database; its log is emptied later.");
        }
    }
}
