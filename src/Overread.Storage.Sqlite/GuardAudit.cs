using System.Data.Common;
using Overread.Domain.Record;

namespace Overread.Storage.Sqlite;

/// <summary>Checks the tables that are no projections against their keyed sums and what the record says of those.</summary>
internal static class GuardAudit
{
    private const string Backup = "Put the database back from a backup.";

    /// <summary>What is wrong with each table that was altered, and what to do.</summary>
    public static IEnumerable<string> Faults(DbConnection store, SqliteOptions options)
    {
        byte[] key = options.GuardKey;
        Dictionary<string, TableSeal> sealedLast = [];
        HashSet<string> turnedBack = [];
        foreach (TableSeal one in Seals(store).SelectMany(e => e.Tables))
        {
            if (sealedLast.GetValueOrDefault(one.Name) is { } before && IsOlder(one.Version, one.Mac, before))
            {
                turnedBack.Add(one.Name);
            }

            sealedLast[one.Name] = one;
        }

        List<string> tables = TableGuard.Tables(store, options);
        // The sums came with a later build than the first; opening such a store begins them.
        if (store.Number("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'guard'") == 0)
        {
            foreach (string name in sealedLast.Keys)
            {
                yield return $"The sum of the table {name} is missing. {Backup}";
            }

            yield break;
        }

        HashSet<string> known = TableGuard.Known(options);
        foreach (string name in sealedLast.Keys.Except(tables))
        {
            yield return $"The table {name} is missing. {Backup}";
        }

        foreach (
            string name in store
                .All("SELECT name FROM guard ORDER BY name", r => r.GetString(0))
                .Except(tables)
                .Except(sealedLast.Keys)
        )
        {
            yield return $"There is a sum of the table {name}, and no such table was ever there: somebody wrote it. {Backup}";
        }

        foreach (string name in tables)
        {
            if (GuardedTable.Stored(store, name) is not var (stored, mac))
            {
                // A table that this build brought has no sum before the first start that made it came to its end.
                if (
                    sealedLast.ContainsKey(name)
                    || !known.Contains(name)
                    || store.Number($"SELECT COUNT(*) FROM \"{name}\"") > 0
                )
                {
                    yield return known.Contains(name)
                        ? $"The sum of the table {name} is missing: rows may be altered, added or removed. {Backup}"
                        : $"The database holds a table {name} that no build of Overread made. Remove it, and find out who put it there.";
                }
            }
            else if (stored.Mac(key) != mac)
            {
                yield return $"The sum of the table {name} is not this store's: rows may be altered, added or removed. {Backup}";
            }
            else if (GuardedTable.Count(store, name, stored.Version, key).Sum != stored.Sum)
            {
                yield return $"Rows of the table {name} were altered, added or removed by another hand than the server's. {Backup}";
            }
            else if (
                turnedBack.Contains(name)
                || (sealedLast.GetValueOrDefault(name) is { } last && IsOlder(stored.Version, mac, last))
            )
            {
                yield return $"The table {name} was put back to an older state than the record knows. {Backup}";
            }
        }
    }

    /// <summary>What the record holds of the sums, oldest first.</summary>
    public static IEnumerable<TablesSealed> Seals(DbConnection store) =>
        store
            .All(
                "SELECT payload FROM event WHERE type = 'TablesSealed' AND payload IS NOT NULL ORDER BY seq",
                r => r.Bytes(0)!
            )
            .Select(payload => (TablesSealed)EventJson.Read(payload).Event);

    private static bool IsOlder(long version, string mac, TableSeal known) =>
        version < known.Version || (version == known.Version && mac != known.Mac);
}
