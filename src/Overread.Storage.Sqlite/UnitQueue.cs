namespace Overread.Storage.Sqlite;

/// <summary>
/// What waits for the sequencer. Whoever adds wakes it only when it sleeps, and it takes all that waits at once: no
/// spinning while the next request is still being read on the same two cores.
/// </summary>
internal sealed class UnitQueue<T>
{
    private readonly object _lock = new();
    private readonly List<T> _waiting = [];
    private bool _asleep;
    private bool _closed;

    /// <summary>Adds one; false once the queue is closed.</summary>
    public bool Add(T unit)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            _waiting.Add(unit);
            Wake();
            return true;
        }
    }

    /// <summary>Moves what waits to the batch's end, without blocking, until that holds so many.</summary>
    public void TakeInto(List<T> batch, int most)
    {
        lock (_lock)
        {
            int count = Math.Min(_waiting.Count, most - batch.Count);
            if (count > 0)
            {
                batch.AddRange(_waiting[..count]);
                _waiting.RemoveRange(0, count);
            }
        }
    }

    /// <summary>Waits until something is there; false once the queue is closed and empty.</summary>
    public bool Wait()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                _asleep = true;
                Monitor.Wait(_lock);
            }

            return _waiting.Count > 0;
        }
    }

    /// <summary>Takes no more; what waits is still handed out.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Wake();
        }
    }

    private void Wake()
    {
        if (_asleep)
        {
            _asleep = false;
            Monitor.Pulse(_lock);
        }
    }
}
