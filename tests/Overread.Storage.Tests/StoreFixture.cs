using Overread.Domain.People;
using Overread.Ledger;
using Overread.Storage;
using Overread.Storage.Sqlite;

namespace Overread.Storage.Tests;

/// <summary>A store in a temporary folder with one small projection.</summary>
internal sealed class StoreFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overread-store-").FullName;

    public StoreFixture()
    {
        Options = new SqliteOptions(
            Path.Combine(_folder, "store.db"),
            new LogSigner("test/record", new byte[32]),
            TimeProvider.System,
            new CountingEntropy(),
            [new People()],
            [],
            "CREATE TABLE IF NOT EXISTS note(id TEXT PRIMARY KEY, words TEXT NOT NULL, bytes BLOB);"
        )
        {
            GuardKey = new byte[32],
            CheckpointFile = Path.Combine(_folder, "checkpoint"),
            SealEvery = TimeSpan.FromHours(1),
        };
        Database = SqliteDatabase.Open(Options);
    }

    public SqliteOptions Options { get; private set; }

    public SqliteDatabase Database { get; private set; }

    public Task<string> Register(string name) =>
        Database.Write(
            Actor.System,
            u =>
            {
                string id = u.NewId();
                u.Append(new About(null, "person/" + id), new PersonRegistered(id, name, name + "@example", false));
                return id;
            }
        );

    public async Task Reopen()
    {
        await Database.DisposeAsync();
        Database = SqliteDatabase.Open(Options);
    }

    /// <summary>Closes the store and opens it as another build would.</summary>
    public async Task ReopenAs(Func<SqliteOptions, SqliteOptions> build)
    {
        await Database.DisposeAsync();
        Options = build(Options);
        Database = SqliteDatabase.Open(Options);
    }

    public AuditReport Audit() => new SqliteAudit(Options).Run(null, CancellationToken.None);

    public void Tamper(string sql)
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={Options.Path};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0, "the tampering changed nothing");
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class People : IProjection
    {
        public IReadOnlyList<string> Tables { get; } = ["person"];

        public string Schema => "CREATE TABLE IF NOT EXISTS person(id TEXT PRIMARY KEY, name TEXT NOT NULL);";

        public void Apply(System.Data.Common.DbConnection connection, Overread.Domain.Record.Envelope envelope)
        {
            if (envelope.Event is PersonRegistered e)
            {
                connection.Run("INSERT INTO person(id, name) VALUES (@0, @1)", e.Person, e.Name);
            }
        }
    }

    private sealed class CountingEntropy : IEntropy
    {
        private long _next;

        public string NewId() =>
            Interlocked.Increment(ref _next).ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

        public void Fill(Span<byte> bytes) => new Random((int)Interlocked.Increment(ref _next)).NextBytes(bytes);
    }
}
