using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Overread.Storage.Sqlite;

/// <summary>The database's own objects against those that this build makes: what else stands there acts without anybody's leave.</summary>
internal static class SchemaCheck
{
    // Made by earlier builds, and harmless.
    private static readonly HashSet<string> Former = ["event_item"];

    /// <summary>Adds a fault for each foreign object; tables of the record must have this build's columns.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="current">True when its tables have this build's form, so that every index is known.</param>
    /// <param name="faults">Where they go.</param>
    public static void Run(SqliteConnection store, SqliteOptions options, bool current, FaultList faults)
    {
        foreach ((string kind, string name) in Foreign(store))
        {
            faults.Add(
                null,
                $"The database holds a {kind} {name} that no build of Overread made. Remove it, and find out who put it there.",
                acceptable: true
            );
        }

        using SqliteConnection model = new("Data Source=:memory:");
        model.Open();
        SqliteDatabase.Execute(
            model,
            RecordSchema.Text + GuardedTable.Schema + StoreForm.Schema + options.OtherSchema + options.ProjectionSchema
        );
        foreach (string table in new[] { "event", "tile_node", "checkpoint", "guard", StoreForm.Table })
        {
            List<string> there = Columns(store, table);
            List<string> wanted = Columns(model, table);
            // The mark is what earlier builds did not have; opening adds it.
            bool alike = there.SequenceEqual(wanted) || (table == "event" && there.SequenceEqual(wanted[..^1]));
            if (there.Count > 0 && !alike)
            {
                faults.Add(
                    null,
                    $"The table {table} has not the columns that a build of Overread gives it. Put the database back from a backup."
                );
            }
        }

        if (current)
        {
            HashSet<string> known = [.. Indexes(model)];
            foreach (string index in Indexes(store).Where(i => !known.Contains(i) && !Former.Contains(i)))
            {
                faults.Add(
                    null,
                    $"The database holds an index {index} that no build of Overread made. Remove it, and find out who put it there.",
                    acceptable: true
                );
            }
        }

        Sql.Forget(model);
    }

    /// <summary>Triggers and views: this build makes none.</summary>
    public static List<(string Kind, string Name)> Foreign(DbConnection store) =>
        store.All(
            "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY name",
            r => (r.GetString(0), r.GetString(1))
        );

    /// <summary>Indexes that no constraint made.</summary>
    public static List<string> Indexes(DbConnection store) =>
        store.All(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
            r => r.GetString(0)
        );

    private static List<string> Columns(DbConnection store, string table) =>
        store.All(
            "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(@0) ORDER BY cid",
            r => $"{r.GetString(0)} {r.GetString(1)} {r.GetInt32(2)} {r.GetInt32(3)} {r.GetInt32(4)}",
            table
        );
}
