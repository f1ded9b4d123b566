using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Overread.Storage.Sqlite;

/// <summary>
/// A statement of the append path, prepared once and run through SQLite's own calls: binding thirteen values through
/// ADO.NET costs more than the insert itself. Used by one thread at a time.
/// </summary>
internal sealed class HotStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares the statement; parameters are numbered <c>?1</c>, <c>?2</c> ….</summary>
    /// <exception cref="SqliteException">The text is no statement of this database.</exception>
    public HotStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public HotStatement Bind(int parameter, string? value)
    {
        Check(
            value is null
                ? raw.sqlite3_bind_null(_statement, parameter)
                : raw.sqlite3_bind_text(_statement, parameter, value)
        );
        return this;
    }

    public HotStatement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    public HotStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, parameter, value));
        return this;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <exception cref="SqliteException">SQLite refused, as it would through ADO.NET.</exception>
    public void Run()
    {
        int code = raw.sqlite3_step(_statement);
        int reset = raw.sqlite3_reset(_statement);
        Check(code is raw.SQLITE_DONE or raw.SQLITE_ROW ? reset : code);
    }

    /// <summary>The first column of the first row; 0 where there is none or it is null.</summary>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    public long Number()
    {
        int code = raw.sqlite3_step(_statement);
        long value = code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_statement, 0) : 0;
        int reset = raw.sqlite3_reset(_statement);
        Check(code is raw.SQLITE_DONE or raw.SQLITE_ROW ? reset : code);
        return value;
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
