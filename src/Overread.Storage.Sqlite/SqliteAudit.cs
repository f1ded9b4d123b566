using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Overread.Domain.Record;
using Overread.Ledger;

namespace Overread.Storage.Sqlite;

/// <summary>
/// Verifies a store against itself and its key: every payload against its commitment, every leaf against its entry, the
/// tree against every signed checkpoint, the columns of each event against its payload, each projection row against the one
/// that replaying the record gives, and every other table against its keyed sum.
/// </summary>
public sealed class SqliteAudit(SqliteOptions options)
{
    private const int MostFaults = 1000;
    private readonly List<AuditFault> _faults = [];

    /// <summary>Runs the audit on a connection of its own, beside a running server or on a store at rest.</summary>
    public AuditReport Run(IProgress<long>? progress, CancellationToken cancel)
    {
        // Read before the snapshot is taken: a running server may seal at any moment.
        string? kept = options.CheckpointFile is { } file && File.Exists(file) ? File.ReadAllText(file) : null;
        using SqliteConnection store = SqliteDatabase.Connect(options.Path);
        store.Run("BEGIN");
        (MerkleFrontier tree, Dictionary<long, byte[]> roots) = CheckEvents(store, progress, cancel);
        CheckNodes(store, tree.Size);
        int checkpoints = CheckCheckpoints(store, tree, roots, kept);
        if (!StoreForm.IsCurrent(store, options))
        {
            Fault(
                null,
                "The tables derived from the record have the form of another build and were not compared. Audit with the build that wrote the store, or start the store once with this one."
            );
        }
        else if (_faults.Count == 0)
        {
            CheckProjections(store, cancel);
        }

        // This build makes tables and indexes alone: what else stands in the schema acts without anybody's leave.
        foreach (
            (string kind, string name) in store.All(
                "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name",
                r => (r.GetString(0), r.GetString(1))
            )
        )
        {
            Fault(
                null,
                $"The database holds a {kind} {name} that no build of Overread made. Remove it, and find out who put it there."
            );
        }

        foreach (string fault in options.GuardKey is { } key ? GuardAudit.Faults(store, options, key) : [])
        {
            Fault(null, fault);
        }

        store.Run("ROLLBACK");
        Sql.Forget(store);
        return new AuditReport(tree.Size, Convert.ToHexStringLower(tree.Root()), checkpoints, _faults);
    }

    private (MerkleFrontier Tree, Dictionary<long, byte[]> Roots) CheckEvents(
        DbConnection store,
        IProgress<long>? progress,
        CancellationToken cancel
    )
    {
        HashSet<long> sizes = [.. store.All("SELECT size FROM checkpoint", r => r.GetInt64(0))];
        Dictionary<long, byte[]> roots = [];
        MerkleFrontier tree = new();
        using DbCommand command = store.CreateCommand();
        command.CommandText =
            "SELECT seq, id, project, stream, revision, type, at, actor, item, payload, secret, entry, leaf FROM event ORDER BY seq";
        using DbDataReader row = command.ExecuteReader();
        long expected = 0;
        Dictionary<string, long> revisions = new(StringComparer.Ordinal);
        while (row.Read())
        {
            long seq = row.GetInt64(0);
            while (expected < seq && _faults.Count < MostFaults)
            {
                Fault(expected++, "The event is missing.");
            }

            expected = seq + 1;
            CheckEvent(row, seq, revisions);
            tree.Append(MerkleHash.Leaf(row.Bytes(11) ?? []));
            if (sizes.Contains(tree.Size))
            {
                roots[tree.Size] = tree.Root();
            }

            if ((seq & 1023) == 0)
            {
                cancel.ThrowIfCancellationRequested();
                progress?.Report(seq);
            }
        }

        return (tree, roots);
    }

    private void CheckEvent(DbDataReader row, long seq, Dictionary<string, long> revisions)
    {
        byte[] entryBytes = row.Bytes(11) ?? [];
        if (!MerkleHash.Leaf(entryBytes).AsSpan().SequenceEqual(row.Bytes(12)))
        {
            Fault(seq, "The leaf hash does not belong to the entry.");
        }

        LeafEntry entry;
        try
        {
            entry = LeafEntry.Parse(entryBytes);
        }
        catch (FormatException)
        {
            Fault(seq, "The entry is not an entry of this record.");
            return;
        }

        byte[]? payload = row.Bytes(9);
        byte[]? secret = row.Bytes(10);
        if (payload is null && secret is null)
        {
            return;
        }

        if (
            payload is null
            || secret is null
            || !LeafEntry.Commit(secret, payload).AsSpan().SequenceEqual(entry.Commitment)
        )
        {
            Fault(seq, "The payload is not what was recorded.");
            return;
        }

        Envelope envelope;
        try
        {
            envelope = EventJson.Read(payload);
        }
        catch (JsonException)
        {
            Fault(seq, "The payload is not an event that this version knows.");
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
            Fault(seq, "A column of the event differs from its payload.");
        }

        long before = revisions.GetValueOrDefault(envelope.Stream);
        if (envelope.Revision != before + 1)
        {
            Fault(
                seq,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Its stream jumps from revision {before} to {envelope.Revision}."
                )
            );
        }

        revisions[envelope.Stream] = envelope.Revision;
    }

    private void CheckNodes(DbConnection store, long size)
    {
        List<(int Level, long Index, byte[] Hash)> nodes = store.All(
            "SELECT level, idx, hash FROM tile_node ORDER BY level, idx",
            r => (r.GetInt32(0), r.GetInt64(1), r.Bytes(2) ?? [])
        );
        long wanted = 0;
        for (int level = 8; size >> level > 0; level += 8)
        {
            wanted += size >> level;
        }

        if (nodes.Count != wanted)
        {
            Fault(
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The tree has {nodes.Count} stored nodes; {wanted} belong to it."
                )
            );
        }

        foreach ((int level, long index, byte[] hash) in nodes)
        {
            bool below = level % 8 == 0 && level > 0 && index < size >> level;
            if (!below || !Below(store, level, index).AsSpan().SequenceEqual(hash))
            {
                Fault(
                    null,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The stored tree node {index} of level {level} is not the hash of what is below it."
                    )
                );
            }
        }
    }

    // One tile down is enough: the level below is checked in its turn, leaves by their entries.
    private static byte[] Below(DbConnection store, int level, long index)
    {
        MerkleFrontier tile = new();
        for (long child = index << 8; child < (index + 1) << 8; child++)
        {
            tile.Append(RecordTree.Node(store, level - 8, child));
        }

        return tile.Root();
    }

    private int CheckCheckpoints(DbConnection store, MerkleFrontier tree, Dictionary<long, byte[]> roots, string? kept)
    {
        List<(long Size, string Note)> rows = store.All(
            "SELECT size, note FROM checkpoint ORDER BY size",
            r => (r.GetInt64(0), r.GetString(1))
        );
        foreach ((long size, string note) in rows)
        {
            CheckNote(
                note,
                size,
                tree,
                roots,
                string.Create(CultureInfo.InvariantCulture, $"The checkpoint of {size} events")
            );
        }

        if (kept is not null)
        {
            if (!rows.Exists(r => r.Note == kept))
            {
                Fault(
                    null,
                    "The checkpoint kept outside the database is not in it: the database was put back to an older state, or replaced."
                );
            }
        }
        else if (rows.Count > 0 && options.CheckpointFile is not null)
        {
            Fault(null, "The checkpoint kept outside the database is missing.");
        }

        return rows.Count;
    }

    private void CheckNote(string text, long size, MerkleFrontier tree, Dictionary<long, byte[]> roots, string what)
    {
        try
        {
            SignedNote note = SignedNote.Parse(text);
            Checkpoint head = Checkpoint.Parse(note.Text);
            if (
                head.Size != size
                || head.Origin != options.Signer.Verifier.Name
                || !note.IsSignedBy(options.Signer.Verifier)
            )
            {
                Fault(null, what + " is not signed by this store's key.");
            }
            else if (size > tree.Size)
            {
                Fault(
                    null,
                    what
                        + string.Create(
                            CultureInfo.InvariantCulture,
                            $" covers more than the {tree.Size} events that are there."
                        )
                );
            }
            else if (!roots.TryGetValue(size, out byte[]? root) || !root.AsSpan().SequenceEqual(head.Root))
            {
                Fault(null, what + " does not lead to the events that are there: something before it was changed.");
            }
        }
        catch (FormatException)
        {
            Fault(null, what + " is malformed.");
        }
    }

    private void CheckProjections(SqliteConnection store, CancellationToken cancel)
    {
        string twin = options.Path + ".audit";
        File.Delete(twin);
        try
        {
            using SqliteConnection fresh = SqliteDatabase.Connect(twin);
            fresh.Run("PRAGMA journal_mode = OFF");
            fresh.Run("PRAGMA synchronous = OFF");
            SqliteDatabase.Execute(fresh, options.ProjectionSchema);
            fresh.Run("BEGIN");
            SqliteReplay.Fill(store, fresh, options, null, cancel);
            fresh.Run("COMMIT");
            foreach (string table in options.Projections.SelectMany(p => p.Tables))
            {
                CompareTable(store, fresh, table);
            }

            Sql.Forget(fresh);
        }
        finally
        {
            File.Delete(twin);
        }
    }

    private void CompareTable(DbConnection store, DbConnection fresh, string table)
    {
        HashSet<string> should = [.. Rows(fresh, table)];
        int extra = 0;
        foreach (string row in Rows(store, table))
        {
            extra += should.Remove(row) ? 0 : 1;
        }

        if (extra > 0 || should.Count > 0)
        {
            Fault(
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The table {table} differs from the record: {extra} rows are altered or added, {should.Count} are missing or altered. Starting the server once with --rebuild puts it right."
                )
            );
        }
    }

    private static IEnumerable<string> Rows(DbConnection connection, string table)
    {
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The table's name comes from the program's own projections.
        command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
        using DbDataReader row = command.ExecuteReader();
        object[] values = new object[row.FieldCount];
        while (row.Read())
        {
            row.GetValues(values);
            yield return string.Join(
                '\u001f',
                values.Select(v =>
                    v is byte[] b ? Convert.ToHexString(b) : Convert.ToString(v, CultureInfo.InvariantCulture)
                )
            );
        }
    }

    private void Fault(long? seq, string what)
    {
        if (_faults.Count < MostFaults)
        {
            _faults.Add(new AuditFault(seq, what));
        }
    }
}
