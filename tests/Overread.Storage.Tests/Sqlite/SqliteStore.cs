using Microsoft.Data.Sqlite;
using Overread.Ledger;
using Overread.Storage.Sqlite;
using Overread.Storage.Tests.Contract;

namespace Overread.Storage.Tests.Sqlite;

/// <summary>A store in one file of a temporary folder.</summary>
public sealed class SqliteStore : StoreFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overread-store-").FullName;
    private readonly CountingEntropy _entropy = new();

    /// <summary>The database file.</summary>
    public string Path => System.IO.Path.Combine(_folder, "store.db");

    public override AuditReport AuditAs(StoreSetup setup) => Audit(Options(setup));

    public override void Tamper(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0, "the tampering changed nothing");
    }

    public override void TamperWithPayloads(string from, string to) =>
        Tamper($"UPDATE event SET payload = CAST(replace(payload, '{from}', '{to}') AS BLOB)");

    public override string? AskClosed(string sql)
    {
        using SqliteConnection connection = Connect();
        return connection.One(sql, r => r.GetString(0));
    }

    public override void KeepCopy()
    {
        using SqliteConnection connection = Connect();
        connection.Run($"VACUUM INTO '{Path}.copy'");
    }

    public override AuditReport AuditCopy() => Audit(Options(Setup) with { Path = Path + ".copy" });

    /// <summary>Audits a copy of the store's files in another folder.</summary>
    public AuditReport AuditIn(string folder) =>
        Audit(
            Options(Setup) with
            {
                Path = System.IO.Path.Combine(folder, "store.db"),
                CheckpointFile = System.IO.Path.Combine(folder, "checkpoint"),
                HeadFile = System.IO.Path.Combine(folder, "head"),
            }
        );

    protected override IDatabase Open(StoreSetup setup) => SqliteDatabase.Open(Options(setup));

    protected override void Destroy() => Directory.Delete(_folder, recursive: true);

    private static AuditReport Audit(SqliteOptions options) =>
        new SqliteAudit(options).Run(null, CancellationToken.None);

    private SqliteConnection Connect()
    {
        SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    private SqliteOptions Options(StoreSetup setup) =>
        new(
            Path,
            new LogSigner("test/record", new byte[32]),
            setup.Time,
            _entropy,
            setup.Projections,
            [],
            setup.ExtraSchema(SqliteDialect.Instance)
        )
        {
            GuardKey = new byte[32],
            CheckpointFile = System.IO.Path.Combine(_folder, "checkpoint"),
            HeadFile = System.IO.Path.Combine(_folder, "head"),
            Acceptance = setup.Acceptance,
            SealEvery = TimeSpan.FromHours(1),
            Rebuild = setup.Rebuild,
            Notice = setup.Notice,
            Fault = (what, fault) => Reported.Enqueue($"{what} {fault.Message}"),
        };
}
