using Microsoft.Data.Sqlite;

namespace Overread.Storage.Sqlite;

/// <summary>
/// A store opened for reading so that nothing is written to its folder, beside a running server, at rest, or on a read-only
/// copy. Where SQLite cannot read the write-ahead log without writing beside it, file and log are read from a copy.
/// </summary>
internal sealed class QuietStore : IDisposable
{
    private readonly string? _copy;

    private QuietStore(SqliteConnection connection, string? copy = null)
    {
        Connection = connection;
        _copy = copy;
    }

    public SqliteConnection Connection { get; }

    /// <summary>Opens the database.</summary>
    /// <exception cref="SqliteException">It is no database, or damaged.</exception>
    public static QuietStore Open(string path)
    {
        // Without the shared index a running server would have, a reader would have to make one. An empty log needs none.
        bool running = File.Exists(path + "-shm");
        bool log = File.Exists(path + "-wal") && new FileInfo(path + "-wal").Length > 0;
        if (!running && !log)
        {
            return new QuietStore(Connect($"file:{Uri.EscapeDataString(path)}?immutable=1"));
        }

        if (running)
        {
            SqliteConnection? shared = null;
            try
            {
                shared = Connect(path);
                return new QuietStore(shared);
            }
            catch (SqliteException e) when (e.SqliteErrorCode is 8 or 14)
            {
                // Read-only or cannot open: a copy of a folder that nobody may write to.
                shared?.Dispose();
            }
        }

        string folder = Directory.CreateTempSubdirectory("overread-audit-").FullName;
        string copy = Path.Combine(folder, "store.db");
        File.Copy(path, copy);
        if (log)
        {
            File.Copy(path + "-wal", copy + "-wal");
        }

        return new QuietStore(SqliteDatabase.Connect(copy), folder);
    }

    public void Dispose()
    {
        Sql.Forget(Connection);
        Connection.Dispose();
        if (_copy is not null)
        {
            Directory.Delete(_copy, recursive: true);
        }
    }

    private static SqliteConnection Connect(string source)
    {
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder
            {
                DataSource = source,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ConnectionString
        );
        connection.Open();
        connection.Run("PRAGMA busy_timeout = 10000");
        connection.Number("SELECT COUNT(*) FROM sqlite_schema");
        return connection;
    }
}
