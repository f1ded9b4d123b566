namespace Overread.Storage.Sqlite;

/// <summary>SQLite's words.</summary>
public sealed class SqliteDialect : Dialect
{
    /// <summary>The only one.</summary>
    public static SqliteDialect Instance { get; } = new();

    /// <inheritdoc/>
    public override string Clustered => " WITHOUT ROWID";

    /// <inheritdoc/>
    public override string Bytes => "BLOB";

    private SqliteDialect() { }
}
