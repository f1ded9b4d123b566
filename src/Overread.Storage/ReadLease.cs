using System.Data.Common;

namespace Overread.Storage;

/// <summary>A connection for reading, lent out of a pool; disposing the lease gives it back.</summary>
public sealed class ReadLease(DbConnection connection, IRecordReader record, Action<DbConnection> giveBack)
    : IDisposable
{
    private DbConnection? _connection = connection;

    /// <summary>The open connection.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public DbConnection Connection => _connection ?? throw new ObjectDisposedException(nameof(ReadLease));

    /// <summary>The record as the connection sees it.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public IRecordReader Record => _connection is null ? throw new ObjectDisposedException(nameof(ReadLease)) : record;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } held)
        {
            giveBack(held);
        }
    }
}
