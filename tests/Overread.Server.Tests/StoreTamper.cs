using Microsoft.Data.Sqlite;

namespace Overread.Server.Tests;

/// <summary>
/// Ways in which another hand changes one table of a database, made of the table's own schema: each gives a row of the kind
/// that stands there, so that nothing but the check against the record or the keyed sums can tell.
/// </summary>
internal static class StoreTamper
{
    /// <summary>The ways. A table may have no room for one: nothing to swap, no earlier row.</summary>
    public static readonly string[] Ways = ["insert", "change", "delete", "reorder", "older"];

    // When a checkpoint was signed is held by nothing else, and read by nothing: not evidence.
    private static readonly string[] Unread = ["checkpoint.at"];

    /// <summary>A column of a table.</summary>
    private sealed record Column(string Name, string Type, bool Key);

    /// <summary>Every table of a database.</summary>
    public static List<string> Tables(SqliteConnection c) =>
        Strings(c, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");

    /// <summary>Changes the table, and says whether there was anything to change.</summary>
    /// <param name="c">The database.</param>
    /// <param name="table">The table.</param>
    /// <param name="way">One of <see cref="Ways"/>.</param>
    /// <param name="older">A database of the same store from before.</param>
    public static bool Do(SqliteConnection c, string table, string way, string older) =>
        way switch
        {
            "insert" => Insert(c, table),
            "change" => Change(c, table),
            "delete" => Run(c, $"DELETE FROM {table} WHERE {First(c, table)}") > 0,
            "reorder" => Reorder(c, table),
            _ => Older(c, table, older),
        };

    private static bool Insert(SqliteConnection c, string table)
    {
        HashSet<string> unique = [.. Unique(c, table), .. Columns(c, table).Where(k => k.Key).Select(k => k.Name)];
        try
        {
            return Insert(c, table, unique.Contains);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 19)
        {
            // An index over an expression: then every column is made another.
            return Insert(c, table, _ => true);
        }
    }

    private static bool Insert(SqliteConnection c, string table, Func<string, bool> other)
    {
        bool empty = Number(c, $"SELECT COUNT(*) FROM {table}") == 0;
        IEnumerable<string> values = Columns(c, table)
            .Select(k =>
                !other(k.Name) && !empty ? k.Name
                : k.Type == "INTEGER"
                    ? empty ? "7"
                        : $"(SELECT MAX({k.Name}) + 1 FROM {table})"
                : k.Type == "REAL" ? "1.5"
                : k.Type == "BLOB" ? "randomblob(32)"
                : empty ? "'x'"
                : $"{k.Name} || 'x'"
            );
        string from = empty ? "" : $" FROM {table} LIMIT 1";
        return Run(c, $"INSERT INTO {table} SELECT {string.Join(", ", values)}{from}") > 0;
    }

    private static bool Change(SqliteConnection c, string table)
    {
        // The last column that is no key: in the record's own tables and in most others what the row says.
        Column column =
            Columns(c, table).LastOrDefault(k => !k.Key && !Unread.Contains($"{table}.{k.Name}"))
            ?? Columns(c, table)[^1];
        string value = column.Type switch
        {
            "INTEGER" or "REAL" => $"COALESCE({column.Name}, 0) + 1",
            "BLOB" => $"randomblob(32)",
            _ => $"COALESCE({column.Name}, '') || 'x'",
        };
        return Run(c, $"UPDATE {table} SET {column.Name} = {value} WHERE {First(c, table)}") > 0;
    }

    private static bool Reorder(SqliteConnection c, string table)
    {
        List<Column> columns = Columns(c, table);
        HashSet<string> unique = [.. Unique(c, table), .. columns.Where(k => k.Key).Select(k => k.Name)];
        string[] rest = [.. columns.Select(k => k.Name).Where(n => !unique.Contains(n))];
        string[] keys = [.. columns.Where(k => k.Key).Select(k => k.Name)];
        if (rest.Length == 0 || keys.Length == 0)
        {
            return false;
        }

        string differ = string.Join(" OR ", rest.Select(r => $"a.{r} IS NOT b.{r}"));
        string before = string.Join(" OR ", keys.Select(k => $"a.{k} < b.{k}"));
        Run(
            c,
            $"CREATE TEMP TABLE swap AS SELECT {string.Join(", ", keys.Select(k => $"a.{k} AS one_{k}, b.{k} AS two_{k}"))}, {string.Join(", ", rest.Select(r => $"a.{r} AS one__{r}, b.{r} AS two__{r}"))} FROM {table} a JOIN {table} b ON ({before}) AND ({differ}) LIMIT 1"
        );
        bool any = Number(c, "SELECT COUNT(*) FROM swap") > 0;
        foreach ((string to, string from) in any ? [("one", "two"), ("two", "one")] : Array.Empty<(string, string)>())
        {
            // "OR IGNORE": an index over an expression keeps two rows from being alike for a moment; then nothing is swapped.
            any &=
                Run(
                    c,
                    $"UPDATE OR IGNORE {table} SET {string.Join(", ", rest.Select(r => $"{r} = (SELECT {from}__{r} FROM swap)"))} WHERE {string.Join(" AND ", keys.Select(k => $"{k} = (SELECT {to}_{k} FROM swap)"))}"
                ) > 0;
        }

        Run(c, "DROP TABLE temp.swap");
        return any;
    }

    // A row of which the earlier state had another form; where no row has one, the whole table as it was.
    private static bool Older(SqliteConnection c, string table, string older)
    {
        Run(c, $"ATTACH '{older}' AS old");
        try
        {
            string columns = string.Join(", ", Columns(c, table).Select(k => k.Name));
            if (
                Number(c, $"SELECT COUNT(*) FROM old.sqlite_schema WHERE name = '{table}'") == 0
                || Number(
                    c,
                    $"SELECT (SELECT COUNT(*) FROM (SELECT {columns} FROM {table} EXCEPT SELECT {columns} FROM old.{table})) + (SELECT COUNT(*) FROM (SELECT {columns} FROM old.{table} EXCEPT SELECT {columns} FROM {table}))"
                ) == 0
            )
            {
                return false;
            }

            // A row that was changed since, put back under its key; a table that only grew loses what came since.
            int back = Run(
                c,
                $"INSERT OR REPLACE INTO main.{table} SELECT {columns} FROM (SELECT {columns} FROM old.{table} EXCEPT SELECT {columns} FROM main.{table}) LIMIT 1"
            );
            if (back == 0)
            {
                Run(c, $"DELETE FROM main.{table}");
                Run(c, $"INSERT INTO main.{table} SELECT {columns} FROM old.{table}");
            }

            return true;
        }
        finally
        {
            Run(c, "DETACH old");
        }
    }

    private static string First(SqliteConnection c, string table)
    {
        string[] keys = [.. Columns(c, table).Where(k => k.Key).Select(k => k.Name)];
        return keys.Length == 0
            ? $"rowid = (SELECT MIN(rowid) FROM {table})"
            : $"({string.Join(", ", keys)}) = (SELECT {string.Join(", ", keys)} FROM {table} LIMIT 1)";
    }

    private static List<Column> Columns(SqliteConnection c, string table)
    {
        using SqliteCommand command = c.CreateCommand();
        command.CommandText = $"SELECT name, type, pk FROM pragma_table_info('{table}') ORDER BY cid";
        using SqliteDataReader r = command.ExecuteReader();
        List<Column> columns = [];
        while (r.Read())
        {
            columns.Add(new(r.GetString(0), r.GetString(1), r.GetInt32(2) > 0));
        }

        return columns;
    }

    private static List<string> Unique(SqliteConnection c, string table) =>
        Strings(
            c,
            $"SELECT DISTINCT i.name FROM pragma_index_list('{table}') l, pragma_index_info(l.name) i WHERE l.\"unique\" = 1 AND i.name IS NOT NULL"
        );

    public static long Number(SqliteConnection c, string sql)
    {
        using SqliteCommand command = c.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public static int Run(SqliteConnection c, string sql)
    {
        using SqliteCommand command = c.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static List<string> Strings(SqliteConnection c, string sql)
    {
        using SqliteCommand command = c.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> found = [];
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
