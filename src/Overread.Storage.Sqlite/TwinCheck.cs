using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Overread.Storage.Sqlite;

/// <summary>Every row derived from the record against the one that folding the record again gives.</summary>
internal static class TwinCheck
{
    /// <summary>Adds a fault for each table that differs. The twin is built in the system's folder for temporary files.</summary>
    public static void Run(SqliteConnection store, SqliteOptions options, FaultList faults, CancellationToken cancel)
    {
        string folder = Directory.CreateTempSubdirectory("overread-audit-").FullName;
        try
        {
            using SqliteConnection fresh = SqliteDatabase.Connect(Path.Combine(folder, "twin.db"));
            fresh.Run("PRAGMA journal_mode = OFF");
            fresh.Run("PRAGMA synchronous = OFF");
            SqliteDatabase.Execute(fresh, options.ProjectionSchema);
            fresh.Run("BEGIN");
            SqliteReplay.Fill(store, fresh, options, null, cancel);
            fresh.Run("COMMIT");
            foreach (string table in options.Projections.SelectMany(p => p.Tables))
            {
                Compare(store, fresh, table, faults);
            }

            Sql.Forget(fresh);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(DbConnection store, DbConnection fresh, string table, FaultList faults)
    {
        HashSet<string> should = [.. Rows(fresh, table)];
        int extra = 0;
        foreach (string row in Rows(store, table))
        {
            extra += should.Remove(row) ? 0 : 1;
        }

        if (extra > 0 || should.Count > 0)
        {
            faults.Add(
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The table {table} differs from the record: {extra} rows are altered or added, {should.Count} are missing or altered. Starting the server once with --rebuild puts it right."
                ),
                acceptable: true
            );
        }
    }

    private static IEnumerable<string> Rows(DbConnection connection, string table)
    {
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The table's name comes from the program's own projections.
        command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
        using DbDataReader row = command.ExecuteReader();
        object[] values = new object[row.FieldCount];
        while (row.Read())
        {
            row.GetValues(values);
            yield return string.Join(
                '\u001f',
                values.Select(v =>
                    v is byte[] b ? Convert.ToHexString(b) : Convert.ToString(v, CultureInfo.InvariantCulture)
                )
            );
        }
    }
}
