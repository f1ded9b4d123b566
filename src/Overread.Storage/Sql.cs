using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Overread.Storage;

/// <summary>
/// Runs portable SQL with positional parameters (<c>@0</c>, <c>@1</c> …). Commands are kept prepared per connection, so a
/// statement is parsed once. A connection is used by one thread at a time.
/// </summary>
public static class Sql
{
    private static readonly ConditionalWeakTable<DbConnection, Dictionary<string, DbCommand>> Prepared = [];

    /// <summary>Runs a statement and returns the number of rows changed.</summary>
    public static int Run(this DbConnection connection, string sql, params ReadOnlySpan<object?> arguments) =>
        Command(connection, sql, arguments).ExecuteNonQuery();

    /// <summary>All rows of a query.</summary>
    public static List<T> All<T>(
        this DbConnection connection,
        string sql,
        Func<DbDataReader, T> row,
        params ReadOnlySpan<object?> arguments
    )
    {
        using DbDataReader reader = Command(connection, sql, arguments).ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>
    /// The rows of a query one after the other, read while they are enumerated: for results that memory should not hold. Not
    /// kept prepared, so that the same query may run twice at once.
    /// </summary>
    public static IEnumerable<T> Each<T>(
        this DbConnection connection,
        string sql,
        Func<DbDataReader, T> row,
        params IReadOnlyList<object?> arguments
    )
    {
        using DbCommand command = Make(connection, sql, arguments.Count);
        for (int i = 0; i < arguments.Count; i++)
        {
            command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        }

        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return row(reader);
        }
    }

    /// <summary>The first row of a query, or the default where there is none.</summary>
    public static T? One<T>(
        this DbConnection connection,
        string sql,
        Func<DbDataReader, T> row,
        params ReadOnlySpan<object?> arguments
    )
    {
        using DbDataReader reader = Command(connection, sql, arguments).ExecuteReader();
        return reader.Read() ? row(reader) : default;
    }

    /// <summary>The first column of the first row as a whole number; 0 where there is no row or the value is null.</summary>
    public static long Number(this DbConnection connection, string sql, params ReadOnlySpan<object?> arguments)
    {
        object? value = Command(connection, sql, arguments).ExecuteScalar();
        return value is null or DBNull ? 0 : Convert.ToInt64(value, CultureInfo.InvariantCulture);
    }

    /// <summary>A text column that may be null.</summary>
    public static string? Text(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A real column that may be null.</summary>
    public static double? Real(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetDouble(column);

    /// <summary>A blob column that may be null.</summary>
    public static byte[]? Bytes(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : (byte[])row.GetValue(column);

    /// <summary>Forgets the prepared statements of a connection that is about to be closed.</summary>
    public static void Forget(DbConnection connection)
    {
        if (Prepared.TryGetValue(connection, out Dictionary<string, DbCommand>? commands))
        {
            foreach (DbCommand command in commands.Values)
            {
                command.Dispose();
            }

            Prepared.Remove(connection);
        }
    }

    private static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<object?> arguments)
    {
        Dictionary<string, DbCommand> commands = Prepared.GetOrCreateValue(connection);
        if (!commands.TryGetValue(sql, out DbCommand? command))
        {
            command = Make(connection, sql, arguments.Length);
            commands.Add(sql, command);
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        }

        return command;
    }

    private static DbCommand Make(DbConnection connection, string sql, int arguments)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of the program or built from constants; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < arguments; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = "@" + i.ToString(CultureInfo.InvariantCulture);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
