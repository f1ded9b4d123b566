using Microsoft.Data.Sqlite;

namespace Overread.Storage.Sqlite;

/// <summary>Copies a database as it is at one moment, beside a running server or at rest.</summary>
public static class SqliteCopy
{
    /// <summary>Copies all pages of one state in one step: whoever saves meanwhile is not held up.</summary>
    /// <param name="source">The database; nothing is written to it.</param>
    /// <param name="target">A file that does not exist yet.</param>
    /// <exception cref="SqliteException">The source is no database or damaged, or the target cannot be written.</exception>
    public static void Make(string source, string target)
    {
        using QuietStore store = QuietStore.Open(source);
        using SqliteConnection copy = new(
            new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ConnectionString
        );
        copy.Open();
        // The copy is read back and audited before anybody relies on it.
        SqliteDatabase.Execute(copy, "PRAGMA synchronous = OFF");
        store.Connection.BackupDatabase(copy);
    }

    /// <summary>Reads a database that nobody writes to.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="database">The file.</param>
    /// <param name="read">Reads it.</param>
    public static T Read<T>(string database, Func<System.Data.Common.DbConnection, IRecordReader, T> read)
    {
        using QuietStore store = QuietStore.Open(database);
        return read(store.Connection, new SqliteRecordReader(store.Connection));
    }
}
