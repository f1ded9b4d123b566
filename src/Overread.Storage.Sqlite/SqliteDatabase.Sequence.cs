using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Overread.Domain.Record;
using Overread.Ledger;

namespace Overread.Storage.Sqlite;

// The one thread that writes: units that wait together share a commit.
public sealed partial class SqliteDatabase
{
    private void Sequence()
    {
        List<SequencedUnit> batch = [];
        while (_units.Wait())
        {
            // Taken before anything is tried: where the disk fails, whoever waits is told so and does not wait for ever.
            _units.TakeInto(batch, UnitsPerCommit);
            RunBatch(batch);
            // A unit holds what its work was made from, which can be all reads of a project: not while nothing is asked.
            batch.Clear();
            ScrubIfAsked();
        }
    }

    private void ScrubIfAsked()
    {
        if (Interlocked.Exchange(ref _scrub, null) is not { } asked)
        {
            return;
        }

        try
        {
            StoreScrub.Run(_options.Path);
            asked.SetResult();
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            asked.SetException(e);
        }
    }

    private void RunBatch(List<SequencedUnit> batch)
    {
        RecordTree tree = _tree.Fork();
        long began = Stopwatch.GetTimestamp();
        try
        {
            if (_stale)
            {
                Reload();
            }

            _writer.Run("BEGIN IMMEDIATE");
            for (int i = 0; i < batch.Count; i++)
            {
                tree = RunUnit(batch[i], tree);
                if (i == batch.Count - 1)
                {
                    // Units that arrived while the batch ran join it: one sync serves them all.
                    _units.TakeInto(batch, UnitsPerCommit);
                }
            }

            if (_guard.BeforeCommit())
            {
                _tables = _guard.Total();
            }

            _writer.Run("COMMIT");
        }
        catch (Exception e)
        {
            StoreInstruments.Committed(batch.Count, Stopwatch.GetElapsedTime(began), kept: false);
            Abandon(batch, e);
            return;
        }

        StoreInstruments.Committed(batch.Count, Stopwatch.GetElapsedTime(began), kept: true);
        _tree = tree;
        Interlocked.Exchange(ref _durable, tree.Size);
        _drain.Committed(tree.Size);
        KeepHead();
        _seal.Committed();
        bool left = false;
        foreach (SequencedUnit unit in batch)
        {
            left |= unit.Left;
            Complete(unit);
        }

        if (left)
        {
            _outbox.Wake();
        }
    }

    private void Complete(SequencedUnit unit)
    {
        foreach (System.Action action in unit.AfterCommit)
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                // The unit stands whatever a listener makes of it, and the sequencer's end would be the server's.
                _options.Fault?.Invoke("What a unit of work was to do after its commit failed.", e);
            }
        }

        unit.Complete();
    }

    private RecordTree RunUnit(SequencedUnit unit, RecordTree tree)
    {
        RecordTree grown = tree.Fork();
        SqliteUnitOfWork work = new(_writer, _hot, _options, grown, unit.Actor, _options.Time.GetUtcNow());
        _hot.BeginUnit.Run();
        try
        {
            unit.Work(work);
            _hot.KeepUnit.Run();
            _guard.KeepUnit();
        }
        catch (Exception e) when (e is not SqliteException { SqliteErrorCode: 10 or 11 or 13 })
        {
            // A rule or a fault in one unit undoes that unit alone. A full or failing disk ends the whole batch instead.
            _guard.UndoUnit();
            _hot.UndoUnit.Run();
            _hot.KeepUnit.Run();
            unit.Failure = e;
            return tree;
        }

        if (work.HasErased)
        {
            LoadMemory(_writer);
        }

        foreach (Envelope envelope in work.HasErased ? [] : work.Appended)
        {
            foreach (IMemoryProjection memory in _options.Memory)
            {
                memory.Apply(envelope);
            }
        }

        unit.AfterCommit = work.AfterCommitActions;
        unit.Left = work.HasLeft;
        return grown;
    }

    private void Abandon(List<SequencedUnit> batch, Exception reason)
    {
        try
        {
            _writer.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself; the units below are told the first reason.
        }

        try
        {
            Reload();
        }
        catch (SqliteException e)
        {
            // The disk again. Every unit is refused until this succeeds; the sequencer's end would be the server's.
            _stale = true;
            _options.Fault?.Invoke("The store's state could not be read again after a commit that failed.", e);
        }

        Exception told = reason is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL }
            ? new DiskFullException(reason)
            : reason;
        foreach (SequencedUnit unit in batch)
        {
            unit.Failure = told;
            unit.Complete();
        }
    }
}
