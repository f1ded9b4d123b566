using System.Data.Common;
using Microsoft.Data.Sqlite;
using Overread.Domain.Record;

namespace Overread.Storage.Sqlite;

/// <summary>
/// Keeps the sums of the guarded tables while the sequencer writes: temporary triggers on its connection alone report each
/// row. What another hand writes into the file reports nothing, and the audit finds that the sum no longer fits.
/// </summary>
internal sealed class TableGuard
{
    private readonly SqliteConnection _writer;
    private readonly byte[] _key;
    private readonly Dictionary<string, GuardedTable> _tables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly List<(string Table, int Sign, string Row)> _unit = [];
    private readonly Dictionary<string, long> _sealed = new(StringComparer.Ordinal);
    private TablesSealed? _sealing;

    /// <summary>Loads the sums and watches the tables; a table that never had a sum gets one of what it holds now.</summary>
    public TableGuard(SqliteConnection writer, SqliteOptions options)
    {
        _writer = writer;
        _key = options.GuardKey;
        // Without it a REPLACE would drop a row unseen.
        writer.Run("PRAGMA recursive_triggers = 1");
        writer.CreateFunction("table_guard", (string table, int sign, string row) => Note(table, sign, row));
        foreach (string table in Tables(writer, options))
        {
            Watch(table);
        }

        Load();
    }

    /// <summary>The tables that are neither the record's own nor a projection's.</summary>
    public static List<string> Tables(DbConnection connection, SqliteOptions options)
    {
        HashSet<string> others =
        [
            "event",
            "tile_node",
            "checkpoint",
            "guard",
            StoreForm.Table,
            .. options.Projections.SelectMany(p => p.Tables),
        ];
        return
        [
            .. connection
                .All(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
                    r => r.GetString(0)
                )
                .Where(name => !others.Contains(name)),
        ];
    }

    /// <summary>The tables outside the record that this build makes.</summary>
    public static HashSet<string> Known(SqliteOptions options)
    {
        using SqliteConnection model = new("Data Source=:memory:");
        model.Open();
        SqliteDatabase.Execute(model, options.OtherSchema);
        HashSet<string> tables = [.. Tables(model, options)];
        Sql.Forget(model);
        return tables;
    }

    /// <summary>The sums as one, see <see cref="KeptHead"/>. Asked once what changed was written.</summary>
    public (long Versions, string Sum) Total() =>
        GuardedTable.Total(
            _tables.Values.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => (t.Name, t.Version, t.Mac(_key))),
            _key
        );

    /// <summary>Forgets everything since the last commit.</summary>
    public void Load()
    {
        _changed.Clear();
        _sealed.Clear();
        UndoUnit();
        foreach (string name in _tables.Keys.ToList())
        {
            if (GuardedTable.Stored(_writer, name) is { } stored)
            {
                _tables[name] =
                    stored.Table.Mac(_key) == stored.Mac ? stored.Table : Spoilt(name, stored.Table.Version);
            }
            else
            {
                _tables[name] = WasSealed(name) ? Spoilt(name, 1) : GuardedTable.Count(_writer, name, 1, _key);
                _tables[name].Store(_writer, _key);
            }
        }
    }

    // A sum that another hand wrote or removed: one that no rows will ever have, so that going on covers nothing up.
    private GuardedTable Spoilt(string name, long version)
    {
        GuardedTable now = GuardedTable.Count(_writer, name, version, _key);
        return now with { Sum = now.Sum + 1 };
    }

    private bool WasSealed(string name) => GuardAudit.Seals(_writer).SelectMany(e => e.Tables).Any(t => t.Name == name);

    /// <summary>
    /// The unit stands. Each unit is a version of its own: what one unit seals must never differ from another sum of the same
    /// version, though both be part of one commit.
    /// </summary>
    public void KeepUnit()
    {
        foreach (IGrouping<string, (string Table, int Sign, string Row)> rows in _unit.GroupBy(u => u.Table))
        {
            GuardedTable table = _tables[rows.Key];
            table = table with { Version = table.Version + 1 };
            _tables[rows.Key] = rows.Aggregate(table, (t, u) => t.With(u.Sign, u.Row, _key));
            _changed.Add(rows.Key);
        }

        foreach (TableSeal one in _sealing?.Tables ?? [])
        {
            _sealed[one.Name] = one.Version;
        }

        UndoUnit();
    }

    /// <summary>The unit was undone.</summary>
    public void UndoUnit()
    {
        _unit.Clear();
        _sealing = null;
    }

    /// <summary>Writes the sums of what changed, inside the transaction that is about to be committed; false where nothing did.</summary>
    public bool BeforeCommit()
    {
        bool changed = _changed.Count > 0;
        foreach (string name in _changed)
        {
            _tables[name].Store(_writer, _key);
        }

        _changed.Clear();
        return changed;
    }

    /// <summary>What the record should hold of the sums before it is signed; null where nothing changed since.</summary>
    public TablesSealed? ToSeal()
    {
        List<GuardedTable> news =
        [
            .. _tables
                .Values.Where(t => _sealed.GetValueOrDefault(t.Name) < t.Version)
                .OrderBy(t => t.Name, StringComparer.Ordinal),
        ];
        return _sealing =
            news.Count == 0
                ? null
                : new TablesSealed([.. news.Select(t => new TableSeal(t.Name, t.Version, t.Mac(_key)))]);
    }

    private void Watch(string table)
    {
        foreach (
            (string name, string when, (int Sign, string Prefix)[] rows) in new[]
            {
                ("insert", "INSERT", new[] { (1, "NEW.") }),
                ("update", "UPDATE", [(-1, "OLD."), (1, "NEW.")]),
                ("delete", "DELETE", [(-1, "OLD.")]),
            }
        )
        {
            string notes = string.Concat(
                rows.Select(r =>
                    $"SELECT table_guard('{table}', {r.Sign}, {GuardedTable.RowText(_writer, table, r.Prefix)}); "
                )
            );
            SqliteDatabase.Execute(
                _writer,
                $"CREATE TEMP TRIGGER guard_{table}_{name} AFTER {when} ON main.{table} BEGIN {notes}END"
            );
        }

        _tables[table] = new GuardedTable(table, 0, 0);
    }

    private int Note(string table, int sign, string row)
    {
        _unit.Add((table, sign, row));
        return 0;
    }
}
