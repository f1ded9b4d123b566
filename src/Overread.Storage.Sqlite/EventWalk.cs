using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Overread.Domain.Record;
using Overread.Ledger;

namespace Overread.Storage.Sqlite;

/// <summary>
/// Walks over all events in order: each payload against its commitment, each leaf against its entry, the columns against the
/// payload, the stream against its revisions, the mark against the key, and what was erased against what says so.
/// </summary>
internal sealed class EventWalk(SqliteOptions options, FaultList faults, RecordFindings findings)
{
    private readonly EventMac _mac = new(options.GuardKey);
    private readonly Dictionary<string, long> _revisions = new(StringComparer.Ordinal);
    private readonly HashSet<long> _erasures = [];
    private readonly List<long> _empty = [];
    private readonly List<long> _foreign = [];
    private byte[] _before = EventMac.Start;

    /// <summary>
    /// Walks. The roots are those of the trees whose sizes are asked for; how many events are covered by a good head is asked once
    /// all are seen that say whose key is good.
    /// </summary>
    public (MerkleFrontier Tree, Dictionary<long, byte[]> Roots) Run(
        DbConnection store,
        HashSet<long> sizes,
        Func<long> covered,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel
    )
    {
        Dictionary<long, byte[]> roots = [];
        MerkleFrontier tree = new();
        bool marks = store.Number("SELECT COUNT(*) FROM pragma_table_info('event') WHERE name = 'mark'") > 0;
        long total = store.Number("SELECT COALESCE(MAX(seq) + 1, 0) FROM event");
        long expected = 0;
        using DbCommand command = store.CreateCommand();
#pragma warning disable CA2100 // A constant text, with or without one column.
        command.CommandText =
            "SELECT seq, id, project, stream, revision, type, at, actor, item, payload, secret, entry, leaf, "
            + (marks ? "mark" : "NULL")
            + " FROM event ORDER BY seq";
#pragma warning restore CA2100
        using DbDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            long seq = row.GetInt64(0);
            while (expected < seq && !faults.IsFull)
            {
                faults.Add(expected++, "The event is missing. Put the database back from a backup.");
            }

            expected = seq + 1;
            Check(row, seq, tree);
            tree.Append(MerkleHash.Leaf(row.Bytes(11) ?? []));
            if (sizes.Contains(tree.Size))
            {
                roots[tree.Size] = tree.Root();
            }

            if ((seq & 1023) == 0)
            {
                cancel.ThrowIfCancellationRequested();
                progress?.Report(new AuditProgress("events", seq, total));
            }
        }

        Foreign(expected, covered());
        Erasures();
        return (tree, roots);
    }

    private void Check(DbDataReader row, long seq, MerkleFrontier tree)
    {
        byte[] entryBytes = row.Bytes(11) ?? [];
        byte[] leaf = row.Bytes(12) ?? [];
        if (!MerkleHash.Leaf(entryBytes).AsSpan().SequenceEqual(leaf))
        {
            faults.Add(seq, "The leaf hash does not belong to the entry. Put the database back from a backup.");
        }

        bool ours = CheckMark(row, seq, leaf);
        long before = _revisions.GetValueOrDefault(row.GetString(3));
        if (row.GetInt64(4) != before + 1)
        {
            faults.Add(
                seq,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Its stream jumps from revision {before} to {row.GetInt64(4)}. Put the database back from a backup."
                )
            );
        }

        _revisions[row.GetString(3)] = row.GetInt64(4);
        LeafEntry entry;
        try
        {
            entry = LeafEntry.Parse(entryBytes);
        }
        catch (FormatException)
        {
            faults.Add(seq, "The entry is not an entry of this record. Put the database back from a backup.");
            return;
        }

        byte[]? payload = row.Bytes(9);
        byte[]? secret = row.Bytes(10);
        if (payload is null && secret is null)
        {
            _empty.Add(seq);
            return;
        }

        if (
            payload is null
            || secret is null
            || !LeafEntry.Commit(secret, payload).AsSpan().SequenceEqual(entry.Commitment)
        )
        {
            faults.Add(seq, "The payload is not what was recorded. Put the database back from a backup.");
            return;
        }

        CheckPayload(row, seq, payload, entry, ours, tree);
    }

    private void CheckPayload(
        DbDataReader row,
        long seq,
        byte[] payload,
        LeafEntry entry,
        bool ours,
        MerkleFrontier tree
    )
    {
        Envelope envelope;
        try
        {
            envelope = EventJson.Read(payload);
        }
        catch (JsonException)
        {
            faults.Add(
                seq,
                "The payload is not an event that this version knows. Start the build that wrote the store, or put the database back from a backup."
            );
            return;
        }

        bool columns =
            row.GetString(1) == envelope.Id
            && row.Text(2) == envelope.Project
            && row.GetString(3) == envelope.Stream
            && row.GetInt64(4) == envelope.Revision
            && row.GetString(5) == envelope.Event.GetType().Name
            && row.GetString(6) == envelope.At
            && row.Text(7) == envelope.Actor
            && row.Text(8) == envelope.Item
            && entry.Type == envelope.Event.GetType().Name
            && entry.At == envelope.At;
        if (!columns)
        {
            faults.Add(seq, "A column of the event differs from its payload. Put the database back from a backup.");
        }

        if (ours)
        {
            Note(seq, envelope.Event, tree);
        }
    }

    // Nothing but the server's own word makes what is gone an erasure, or another key a good one.
    private void Note(long seq, DomainEvent happened, MerkleFrontier before)
    {
        switch (happened)
        {
            case EventsErased e:
                _erasures.UnionWith(e.Events);
                break;
            case StoreAccepted e:
                _erasures.UnionWith(e.Erased);
                findings.Accepted.UnionWith(e.Faults);
                if (e.NewKey)
                {
                    findings.Keys.Add((seq, e, before.Root()));
                }

                break;
            case LogKeyRotated e:
                findings.Keys.Add((seq, e, before.Root()));
                break;
            case CheckpointCosigned e:
                findings.Witnessed = Math.Max(findings.Witnessed, e.Size);
                break;
        }
    }

    private bool CheckMark(DbDataReader row, long seq, byte[] leaf)
    {
        if (findings.Unmarked)
        {
            return true;
        }

        byte[] expected = _mac.Of(
            _before,
            leaf,
            EventMac.About(seq, row.GetString(1), row.Text(2), row.GetString(3), row.GetInt64(4), row.Text(8))
        );
        byte[]? found = row.Bytes(13);
        // The next one is held against what stands here, so that one change is one fault or two and not all that follow.
        _before = found ?? expected;
        if (expected.AsSpan().SequenceEqual(found))
        {
            return true;
        }

        _foreign.Add(seq);
        return false;
    }

    // Those at the very end, which no checkpoint covers, may be taken out if a person decides so; within, nothing helps.
    private void Foreign(long end, long covered)
    {
        long from = end;
        for (int i = _foreign.Count - 1; i >= 0 && _foreign[i] == from - 1; i--)
        {
            from--;
        }

        from = Math.Max(from, Math.Max(covered, findings.Head?.Size ?? 0));
        foreach (long seq in _foreign.Where(s => s < from))
        {
            faults.Add(
                seq,
                "This store's server did not write the event as it stands here: it does not bear the mark of the key in keys/. Put the database back from a backup, and find out who wrote into it."
            );
        }

        if (from < end)
        {
            findings.ForeignFrom = from;
            faults.Add(
                from,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"This and what follows, {end - from} in all, were not written by this store's server: they do not bear the mark of the key in keys/. Put the database back from a backup, and find out who wrote into it."
                ),
                acceptable: true
            );
        }
    }

    private void Erasures()
    {
        foreach (long seq in _empty)
        {
            if (_erasures.Contains(seq))
            {
                findings.Erased++;
            }
            else
            {
                findings.Emptied.Add(seq);
                faults.Add(
                    seq,
                    "Its content is gone, and no event says that it was erased. Put the database back from a backup.",
                    acceptable: true
                );
            }
        }
    }
}
