using System.Data.Common;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Overread.Storage.Sqlite;

/// <summary>
/// A table that is no projection, such as accounts or jobs, under a key kept apart from the database: the sum (mod 2^256) of
/// one keyed hash per row. Adding and removing a row adds and subtracts its hash, so a legitimate change never covers up
/// an alteration made beside it (an incremental multiset hash: Bellare and Micciancio, Eurocrypt 1997, AdHASH, with a
/// keyed hash).
/// </summary>
/// <param name="Name">The table.</param>
/// <param name="Version">Grows with every unit of work that changed the table.</param>
/// <param name="Sum">0 to 2^256 - 1.</param>
internal sealed record GuardedTable(string Name, long Version, BigInteger Sum)
{
    public const string Schema =
        "CREATE TABLE IF NOT EXISTS guard(name TEXT PRIMARY KEY, version INTEGER NOT NULL, sum TEXT NOT NULL, mac TEXT NOT NULL);\n";
    private static readonly BigInteger Modulus = BigInteger.One << 256;

    /// <summary>The table with one row more (1) or less (-1).</summary>
    public GuardedTable With(int sign, string row, byte[] key)
    {
        BigInteger hash = new(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Name + "\0" + row)),
            isUnsigned: true,
            isBigEndian: true
        );
        BigInteger sum = (Sum + (sign * hash)) % Modulus;
        return this with { Sum = sum.Sign < 0 ? sum + Modulus : sum };
    }

    /// <summary>What only the holder of the key can write beside the sum: 64 hexadecimal digits.</summary>
    public string Mac(byte[] key) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                key,
                Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"guard\0{Name}\0{Version}\0{Sum:x}")
                )
            )
        );

    /// <summary>The sum over the rows that are there.</summary>
    public static GuardedTable Count(DbConnection connection, string name, long version, byte[] key)
    {
        GuardedTable table = new(name, version, BigInteger.Zero);
        // Row by row: a table may hold a header of every image.
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the store's own tables and columns.
        command.CommandText = $"SELECT {RowText(connection, name, "")} FROM {name}";
#pragma warning restore CA2100
        using DbDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            table = table.With(1, row.GetString(0), key);
        }

        return table;
    }

    /// <summary>The stored sum of a table with its MAC; null where there is none.</summary>
    public static (GuardedTable Table, string Mac)? Stored(DbConnection connection, string name) =>
        connection.One<(GuardedTable, string)?>(
            "SELECT version, sum, mac FROM guard WHERE name = @0",
            r =>
                (
                    new GuardedTable(
                        name,
                        r.GetInt64(0),
                        BigInteger.Parse("0" + r.GetString(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                    ),
                    r.GetString(2)
                ),
            name
        );

    /// <summary>All stored sums in one: their versions added up, and a keyed hash over what they are.</summary>
    public static (long Versions, string Sum) Total(DbConnection connection, byte[] key) =>
        connection.Number("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'guard'") == 0
            ? Total([], key)
            : Total(
                connection.All(
                    "SELECT name, version, mac FROM guard ORDER BY name",
                    r => (r.GetString(0), r.GetInt64(1), r.GetString(2))
                ),
                key
            );

    /// <summary>The same of sums in memory, in the order of their names.</summary>
    public static (long Versions, string Sum) Total(
        IEnumerable<(string Name, long Version, string Mac)> tables,
        byte[] key
    )
    {
        long versions = 0;
        StringBuilder all = new("guards");
        foreach ((string name, long version, string mac) in tables)
        {
            versions += version;
            all.Append(CultureInfo.InvariantCulture, $"\0{name}\0{version}\0{mac}");
        }

        return (versions, Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(all.ToString()))));
    }

    public void Store(DbConnection connection, byte[] key) =>
        connection.Run(
            "INSERT INTO guard(name, version, sum, mac) VALUES (@0, @1, @2, @3) ON CONFLICT(name) DO UPDATE SET version = @1, sum = @2, mac = @3",
            Name,
            Version,
            Sum.ToString("x", CultureInfo.InvariantCulture),
            Mac(key)
        );

    /// <summary>An SQL expression that writes a row in one unmistakable way; the prefix is empty, <c>OLD.</c> or <c>NEW.</c>.</summary>
    public static string RowText(DbConnection connection, string name, string prefix) =>
        string.Join(
            " || ',' || ",
            connection
                .All($"SELECT name FROM pragma_table_info('{name}') ORDER BY cid", r => r.GetString(0))
                .Select(column => $"quote({prefix}{column})")
        );
}
