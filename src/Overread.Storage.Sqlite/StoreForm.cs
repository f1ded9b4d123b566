using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Overread.Storage.Sqlite;

/// <summary>
/// The form of a store's tables. One that an earlier build wrote is brought into this build's form when it is opened, in one
/// transaction: projections are dropped and built from the record again, other tables get the columns they lack.
/// </summary>
internal static class StoreForm
{
    public const string Table = "form";
    public const string Schema =
        "CREATE TABLE IF NOT EXISTS form(name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, tables TEXT NOT NULL);\n";

    /// <summary>Makes what is missing and changes what has another form.</summary>
    /// <exception cref="StoreFormException">It cannot be done; the store is as it was.</exception>
    public static void Bring(SqliteConnection writer, SqliteOptions options, StoreDoor door)
    {
        writer.Run("BEGIN IMMEDIATE");
        try
        {
            SqliteDatabase.Execute(writer, RecordSchema.Text + GuardedTable.Schema + Schema);
            StoreRepair repair = new(writer, options, door);
            repair.Prepare();
            AddColumns(writer, options);
            SqliteDatabase.Execute(writer, options.OtherSchema);
            if (options.Rebuild || door.Accepted.Count > 0 || !IsCurrent(writer, options))
            {
                Rebuild(writer, options);
            }

            repair.Record();

            writer.Run("COMMIT");
        }
        catch
        {
            writer.Run("ROLLBACK");
            throw;
        }
    }

    /// <summary>True when the projections have this build's form.</summary>
    public static bool IsCurrent(SqliteConnection store, SqliteOptions options) =>
        store.Number($"SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = '{Table}'") > 0
        && store.One("SELECT fingerprint FROM form WHERE name = 'projections'", r => r.GetString(0))
            == Fingerprint(options);

    /// <summary>True when the store does not say at all what form it has.</summary>
    public static bool IsBare(SqliteConnection store) =>
        store.Number($"SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = '{Table}'") == 0
        || store.Number("SELECT COUNT(*) FROM form WHERE name = 'projections'") == 0;

    private static string Fingerprint(SqliteOptions options) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Concat(
                        options.Projections.Select(p =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{p.Edition}\0{p.Schema(SqliteDialect.Instance)}\0"
                            )
                        )
                    )
                )
            )
        );

    private static void Rebuild(SqliteConnection writer, SqliteOptions options)
    {
        long events = writer.Number("SELECT COUNT(*) FROM event");
        if (events > 0)
        {
            options.Notice?.Invoke(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Building what is derived from the record's {events} events anew."
                )
            );
        }

        string[] tables = [.. options.Projections.SelectMany(p => p.Tables)];
        // Only what can be built anew is dropped, whatever another hand wrote there.
        HashSet<string> kept =
        [
            .. TableGuard.Known(options),
            "event",
            "tile_node",
            "checkpoint",
            "guard",
            Table,
            "outbox",
        ];
        foreach (string table in Former(writer).Except(kept).Union(tables, StringComparer.Ordinal))
        {
            SqliteDatabase.Execute(writer, $"DROP TABLE IF EXISTS \"{table}\"");
        }

        SqliteDatabase.Execute(writer, options.ProjectionSchema);
        try
        {
            SqliteReplay.Fill(writer, writer, options, null, CancellationToken.None);
        }
        catch (JsonException e)
        {
            throw new StoreFormException(
                "The record holds an event that this build does not know; a newer build wrote it. Start the store with that build. "
                    + e.Message
            );
        }

        writer.Run("DELETE FROM form WHERE name <> 'projections'");
        writer.Run(
            "INSERT INTO form(name, fingerprint, tables) VALUES ('projections', @0, @1) ON CONFLICT(name) DO UPDATE SET fingerprint = @0, tables = @1",
            Fingerprint(options),
            JsonSerializer.Serialize(tables)
        );
    }

    /// <summary>What stands in the form's table that this build, whose form it is, would not have written.</summary>
    public static IEnumerable<string> Foreign(SqliteConnection store, SqliteOptions options)
    {
        string wanted = JsonSerializer.Serialize(options.Projections.SelectMany(p => p.Tables));
        foreach (
            (string name, string tables) in store.All(
                $"SELECT name, tables FROM {Table}",
                r => (r.GetString(0), r.GetString(1))
            )
        )
        {
            if (name != "projections" || tables != wanted)
            {
                yield return $"A row of the table {Table} was written by another hand than the server's. Starting the server once with --rebuild puts it right; find out who did that.";
            }
        }
    }

    private static string[] Former(SqliteConnection writer)
    {
        string former = writer.One("SELECT tables FROM form WHERE name = 'projections'", r => r.GetString(0)) ?? "[]";
        try
        {
            return JsonSerializer.Deserialize<string[]>(former) ?? [];
        }
        catch (JsonException)
        {
            // Written by another hand; this build's own tables are built anew in any case.
            return [];
        }
    }

    // Tables that are no projections cannot be built anew: accounts, jobs, what is in quarantine.
    private static void AddColumns(SqliteConnection writer, SqliteOptions options)
    {
        using SqliteConnection model = new("Data Source=:memory:");
        model.Open();
        SqliteDatabase.Execute(model, options.OtherSchema);
        foreach (string table in TableGuard.Tables(model, options))
        {
            Dictionary<string, Column> wanted = Columns(model, table);
            Dictionary<string, Column> there = Columns(writer, table);
            if (there.Count == 0)
            {
                continue;
            }

            foreach (Column column in there.Values.Where(c => c.Needed && !wanted.ContainsKey(c.Name)))
            {
                throw new StoreFormException(
                    $"The table {table} has a column {column.Name} that this build does not know: a newer build wrote the store. Start it with that build."
                );
            }

            Column[] missing = [.. wanted.Values.Where(c => !there.ContainsKey(c.Name))];
            if (missing.FirstOrDefault(c => c.Needed || c.Key) is { } impossible)
            {
                throw new StoreFormException(
                    $"The table {table} is of an earlier build and lacks the column {impossible.Name}, and nothing says what its rows should hold there. Start the store with the build that wrote it."
                );
            }

            if (missing.Length > 0)
            {
                Add(writer, options, table, missing);
            }
        }

        Sql.Forget(model);
    }

    // The table's sum covers every column. Rows that another hand altered before must not become right by being counted anew.
    private static void Add(SqliteConnection writer, SqliteOptions options, string table, Column[] missing)
    {
        options.Notice?.Invoke($"The table {table} gets the columns {string.Join(", ", missing.Select(c => c.Name))}.");
        byte[] key = options.GuardKey;
        (GuardedTable Table, string Mac)? stored = GuardedTable.Stored(writer, table);
        bool whole =
            stored is var (known, mac)
            && known.Mac(key) == mac
            && GuardedTable.Count(writer, table, known.Version, key).Sum == known.Sum;
        foreach (Column column in missing)
        {
            SqliteDatabase.Execute(writer, $"ALTER TABLE \"{table}\" ADD COLUMN {column.Definition}");
        }

        if (stored is var (before, stamp) && before.Mac(key) == stamp)
        {
            GuardedTable now = GuardedTable.Count(writer, table, before.Version + 1, key);
            (whole ? now : now with { Sum = now.Sum + 1 }).Store(writer, key);
        }
    }

    private static Dictionary<string, Column> Columns(SqliteConnection connection, string table) =>
        connection
            .All(
                "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(@0)",
                r => new Column(r.GetString(0), r.GetString(1), r.GetInt32(2) != 0, r.Text(3), r.GetInt32(4) != 0),
                table
            )
            .ToDictionary(c => c.Name, StringComparer.Ordinal);

    private sealed record Column(string Name, string Type, bool NotNull, string? Standard, bool Key)
    {
        /// <summary>True where a row cannot do without a stated value.</summary>
        public bool Needed => NotNull && Standard is null;

        public string Definition =>
            $"\"{Name}\" {Type}{(NotNull ? " NOT NULL" : "")}{(Standard is null ? "" : " DEFAULT " + Standard)}";
    }
}
