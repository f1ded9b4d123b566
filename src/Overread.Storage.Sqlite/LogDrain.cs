using Microsoft.Data.Sqlite;

namespace Overread.Storage.Sqlite;

/// <summary>
/// Copies what is committed from SQLite's write-ahead log into the database file while the sequencer goes on (a passive
/// checkpoint, <c>sqlite.org/wal.html</c> section 3.1, on a connection of its own), so that no save waits for it. Where it
/// cannot keep up, the writer copies the rest itself once the log has reached its limit.
/// </summary>
internal sealed class LogDrain : IDisposable
{
    // About 30 MiB of log under full load: often enough to leave the writer little, seldom enough to copy a busy page once.
    private const int EventsBetween = 6_000;
    private readonly string _path;
    private readonly AutoResetEvent _due = new(false);
    private readonly Thread _thread;
    private long _drained;
    private volatile bool _closing;

    /// <summary>Begins to wait for commits.</summary>
    /// <param name="path">The database's file.</param>
    /// <param name="recordSize">Events already in it.</param>
    public LogDrain(string path, long recordSize)
    {
        _path = path;
        _drained = recordSize;
        _thread = new Thread(Run) { Name = "log drain", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The record has grown to this size, durably. Called by the sequencer alone; never blocks.</summary>
    public void Committed(long recordSize)
    {
        if (recordSize - _drained >= EventsBetween)
        {
            _drained = recordSize;
            _due.Set();
        }
    }

    /// <summary>Waits for a copy under way and closes the connection.</summary>
    public void Dispose()
    {
        _closing = true;
        _due.Set();
        _thread.Join();
        _due.Dispose();
    }

    private void Run()
    {
        using SqliteConnection connection = SqliteDatabase.Connect(_path);
        while (_due.WaitOne() && !_closing)
        {
            try
            {
                SqliteDatabase.Execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
            }
            catch (SqliteException)
            {
                // A disk that is full or failing: nothing is lost, the log still holds it all, and the writer, who meets the
                // same disk with the next save, tells whoever saves.
            }
        }
    }
}
