using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Overread.Domain.Record;
using Overread.Ledger;

namespace Overread.Storage.Sqlite;

/// <summary>
/// The record, its projections and the other tables in one SQLite file (WAL, synchronous FULL). One thread writes: units
/// that wait together share a commit, so a disk that syncs 300 times a second still acknowledges thousands of saves.
/// </summary>
public sealed partial class SqliteDatabase : IDatabase
{
    private const int UnitsPerCommit = 512;
    private readonly SqliteOptions _options;
    private readonly SqliteConnection _writer;
    private readonly HotStatements _hot;
    private readonly TableGuard _guard;
    private readonly UnitQueue<SequencedUnit> _units = new();
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private readonly Thread _thread;
    private readonly Timer _sealTimer;
    private readonly LogDrain _drain;
    private readonly SqliteOutbox _outbox;
    private readonly KeptHeadFile _head;
    private readonly RecordSeal _seal;
    private (long Versions, string Sum) _tables;
    private RecordTree _tree;
    private long _durable;
    private volatile bool _closing;
    private bool _stale;
    private TaskCompletionSource? _scrub;

    private SqliteDatabase(SqliteOptions options, SqliteConnection writer, KeptHeadFile head)
    {
        _head = head;
        _options = options;
        _writer = writer;
        _hot = new HotStatements(writer);
        _guard = new TableGuard(writer, options);
        _tree = RecordTree.Load(writer);
        _durable = _tree.Size;
        _seal = new RecordSeal(options, writer);
        LoadMemory(writer);
        _tables = _guard.Total();
        KeepHead();
        _outbox = new SqliteOutbox(this);
        _drain = new LogDrain(options.Path, _durable);
        _thread = new Thread(Sequence) { Name = "sequencer", IsBackground = true };
        _thread.Start();
        _sealTimer = new Timer(_ => SealIfNeeded(), null, options.SealEvery, options.SealEvery);
    }

    /// <inheritdoc/>
    public long RecordSize => Interlocked.Read(ref _durable);

    /// <summary>Opens or makes the database.</summary>
    /// <exception cref="StoreFaultException">An audit would find fault with it, and nobody accepts that.</exception>
    /// <exception cref="StoreFormException">It cannot be brought into this build's form.</exception>
    public static SqliteDatabase Open(SqliteOptions options)
    {
        StoreDoor door = StoreDoor.Pass(options);
        KeptHeadFile head = new(options);
        if (door.Findings is null || door.Marks)
        {
            // Before the first mark is written: a store with marks and no head would be one whose head was taken away.
            head.Keep(KeptHead.Empty);
        }

        SqliteConnection writer = Connect(options.Path);
        writer.Run("PRAGMA journal_mode = WAL");
        writer.Run("PRAGMA synchronous = FULL");
        writer.Run("PRAGMA temp_store = MEMORY");
        // 64 MiB: with SQLite's 2 MiB a shared commit outgrows the cache, and its pages are written and read back twice.
        writer.Run("PRAGMA cache_size = -65536");
        // 128 MiB, which the drain keeps it from: a writer that copies the log itself makes everybody wait for that.
        writer.Run("PRAGMA wal_autocheckpoint = 32000");
        StoreForm.Bring(writer, options, door);
        return new SqliteDatabase(options, writer, head);
    }

    /// <inheritdoc/>
    public Dialect Dialect => SqliteDialect.Instance;

    /// <inheritdoc/>
    public IOutbox Outbox => _outbox;

    /// <inheritdoc/>
    public ReadLease Read() => Lease(Reader(), _ => { });

    /// <inheritdoc/>
    public ReadLease Snapshot()
    {
        SqliteConnection connection = Reader();
        connection.Run("BEGIN");
        // A deferred transaction sees the state of its first read, not of its beginning.
        connection.Number("SELECT COALESCE(MAX(seq), 0) FROM event");
        return Lease(connection, c => c.Run("ROLLBACK"));
    }

    private ReadLease Lease(SqliteConnection connection, Action<SqliteConnection> end) =>
        new(
            connection,
            new SqliteRecordReader(connection),
            _ =>
            {
                end(connection);
                _readers.Add(connection);
            }
        );

    private SqliteConnection Reader()
    {
        if (!_readers.TryTake(out SqliteConnection? connection))
        {
            connection = Connect(_options.Path);
            connection.Run("PRAGMA query_only = 1");
        }

        return connection;
    }

    /// <inheritdoc/>
    public async Task<T> Write<T>(Actor actor, Func<IUnitOfWork, T> work)
    {
        using Activity? span = StoreInstruments.Source.StartActivity("store.write");
        T? result = default;
        SequencedUnit unit = new(actor, u => result = work(u));
        if (!_units.Add(unit))
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase), "The store is closing.");
        }

        await unit.Done.Task.ConfigureAwait(false);
        return result!;
    }

    /// <inheritdoc/>
    public MerkleProof.NodeAt Nodes(DbConnection connection) =>
        (level, index) => RecordTree.Node(connection, level, index);

    /// <inheritdoc/>
    public async Task<SignedNote> Seal()
    {
        await Write(Actor.System, SealTables).ConfigureAwait(false);
        using ReadLease read = Read();
        return LastCheckpoint(read.Connection) ?? throw new InvalidOperationException("There is nothing to seal yet.");
    }

    /// <inheritdoc/>
    public SignedNote? LastCheckpoint(DbConnection connection) =>
        connection.One("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", r => SignedNote.Parse(r.GetString(0)));

    /// <inheritdoc/>
    public SignedNote? CheckpointAt(DbConnection connection, long size) =>
        connection.One("SELECT note FROM checkpoint WHERE size = @0", r => SignedNote.Parse(r.GetString(0)), size);

    /// <inheritdoc/>
    public Task RebuildProjections() =>
        Write(
            Actor.System,
            unit =>
            {
                SqliteReplay.Rebuild(unit.Connection, _options);
                LoadMemory(unit.Connection);
                return true;
            }
        );

    /// <inheritdoc/>
    public async Task Scrub()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource wanted = Interlocked.CompareExchange(ref _scrub, asked, null) ?? asked;
        // The sequencer does it between two commits; a unit that does nothing makes sure that there is one.
        await Write(Actor.System, _ => true).ConfigureAwait(false);
        await wanted.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<AuditReport> Audit(IProgress<AuditProgress>? progress = null, CancellationToken cancel = default) =>
        Task.Run(() => new SqliteAudit(_options).Run(progress, cancel), cancel);

    /// <summary>Ends the sequencer after the units that wait, seals, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing)
        {
            return;
        }

        _closing = true;
        await _sealTimer.DisposeAsync().ConfigureAwait(false);
        _units.Close();
        await Task.Run(_thread.Join).ConfigureAwait(false);
        _drain.Dispose();
        _outbox.Dispose();
        foreach (SqliteConnection connection in _readers)
        {
            Sql.Forget(connection);
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        SealLast();
        _seal.Committed();
        KeepHead();
        _head.Dispose();
        _hot.Dispose();
        Sql.Forget(_writer);
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    internal static SqliteConnection Connect(string path)
    {
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString
        );
        connection.Open();
        connection.Run("PRAGMA busy_timeout = 10000");
        connection.Run("PRAGMA foreign_keys = OFF");
        return connection;
    }

    internal static void Execute(SqliteConnection connection, string script)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Schema text of the program's own projections.
        command.CommandText = script;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private void SealLast()
    {
        try
        {
            _seal.Sign(_writer, _tree);
        }
        catch (SqliteException e)
        {
            // The next start signs what is left.
            _options.Fault?.Invoke("The record could not be signed at the end.", e);
        }
    }

    private void LoadMemory(DbConnection connection)
    {
        foreach (IMemoryProjection memory in _options.Memory)
        {
            memory.Load(connection);
        }
    }

    private void KeepHead() =>
        _head.Keep(
            new KeptHead(_tree.Size, Convert.ToHexStringLower(_tree.Mark), _tables.Versions, _tables.Sum, _seal.Count)
        );

    private void Reload()
    {
        _seal.Abandoned();
        _guard.Load();
        _tables = _guard.Total();
        LoadMemory(_writer);
        _stale = false;
    }

    private void SealIfNeeded()
    {
        if (!_closing && RecordSize > _seal.Size)
        {
            _units.Add(new SequencedUnit(Actor.System, u => SealTables(u)));
        }
    }

    private bool SealTables(IUnitOfWork unit)
    {
        if (unit.RecordSize > 0 && _guard.ToSeal() is { } tables)
        {
            unit.Append(new About(null, "store"), tables);
        }

        return _seal.Sign(unit.Connection, ((SqliteUnitOfWork)unit).Tree);
    }
}
