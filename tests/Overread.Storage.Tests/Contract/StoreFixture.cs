using System.Collections.Concurrent;
using System.Globalization;
using Overread.Domain.People;

namespace Overread.Storage.Tests.Contract;

/// <summary>
/// A store with one small projection and one table beside it. A database joins by one class that derives from this one; what
/// the suites do goes through here and through the ports alone.
/// </summary>
public abstract class StoreFixture : IAsyncDisposable
{
    private readonly Lock _opening = new();
    private IDatabase? _database;

    /// <summary>How the store was last opened.</summary>
    public StoreSetup Setup { get; private set; } =
        new(
            [new PeopleByName()],
            d => $"CREATE TABLE IF NOT EXISTS note(id TEXT PRIMARY KEY, words TEXT NOT NULL, bytes {d.Bytes});"
        );

    /// <summary>The open store.</summary>
    public IDatabase Database
    {
        get
        {
            lock (_opening)
            {
                return _database ??= Open(Setup);
            }
        }
    }

    /// <summary>What the store reported that failed nobody's unit.</summary>
    public ConcurrentQueue<string> Reported { get; } = [];

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

    /// <summary>Runs a statement as a unit of work.</summary>
    public Task<int> Run(string sql, params object?[] arguments) =>
        Database.Write(Actor.System, u => u.Connection.Run(sql, arguments));

    /// <summary>Closes the store.</summary>
    public async Task Close()
    {
        if (_database is { } open)
        {
            _database = null;
            await open.DisposeAsync();
        }
    }

    public async Task Reopen()
    {
        await Close();
        _database = Open(Setup);
    }

    /// <summary>Closes the store and opens it as another build would.</summary>
    public async Task ReopenAs(Func<StoreSetup, StoreSetup> build)
    {
        await Close();
        Setup = build(Setup);
        _database = Open(Setup);
    }

    /// <summary>Audits the store as it is, open or closed.</summary>
    public AuditReport Audit() => AuditAs(Setup);

    /// <summary>Audits the store as another build would, without opening it.</summary>
    public abstract AuditReport AuditAs(StoreSetup setup);

    /// <summary>Runs statements behind the store's back; they must change something.</summary>
    public abstract void Tamper(string sql);

    /// <summary>Replaces words in the payloads of all events, behind the store's back.</summary>
    public abstract void TamperWithPayloads(string from, string to);

    /// <summary>Asks a store that is closed.</summary>
    public abstract string? AskClosed(string sql);

    /// <summary>Keeps a copy of the whole database as it is now.</summary>
    public abstract void KeepCopy();

    /// <summary>Audits the copy in the store's place.</summary>
    public abstract AuditReport AuditCopy();

    public async ValueTask DisposeAsync()
    {
        await Close();
        Destroy();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store, making it where it is missing.</summary>
    protected abstract IDatabase Open(StoreSetup setup);

    /// <summary>Removes the closed store.</summary>
    protected abstract void Destroy();

    /// <summary>Ids that count up and secrets that are the same in every run.</summary>
    protected sealed class CountingEntropy : IEntropy
    {
        private long _next;

        public string NewId() => Interlocked.Increment(ref _next).ToString("x32", CultureInfo.InvariantCulture);

        public void Fill(Span<byte> bytes) => new Random((int)Interlocked.Increment(ref _next)).NextBytes(bytes);
    }
}
