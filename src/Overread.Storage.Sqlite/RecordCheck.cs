using System.Data.Common;
using System.Globalization;
using Overread.Ledger;

namespace Overread.Storage.Sqlite;

/// <summary>
/// The record against itself, its keys and what is kept outside the database: events, the stored nodes of the tree, every
/// signed checkpoint, and how far the store had come.
/// </summary>
internal sealed class RecordCheck(SqliteOptions options, FaultList faults)
{
    private const string Backup = "Put the database back from a backup";

    private string Behind =>
        $"The database was put back to an older state, or its log {Path.GetFileName(options.Path)}-wal was lost or cut. Put the newest database back.";

    /// <summary>Checks, on a connection that sees one state.</summary>
    /// <param name="store">The connection.</param>
    /// <param name="kept">The checkpoint kept outside the database, read before that state was taken.</param>
    /// <param name="head">The head kept outside, read before that state was taken.</param>
    /// <param name="progress">Told how many events are done.</param>
    /// <param name="cancel">Ends it early.</param>
    public RecordFindings Run(
        DbConnection store,
        string? kept,
        KeptHead? head,
        IProgress<AuditProgress>? progress,
        CancellationToken cancel
    )
    {
        RecordFindings findings = new() { Head = head };
        List<(long Size, string Note, string At)> notes = store.All(
            "SELECT size, note, at FROM checkpoint ORDER BY size",
            r => (r.GetInt64(0), r.GetString(1), r.GetString(2))
        );
        findings.Checkpoints = notes.Count;
        findings.Unmarked = options.GuardKeyIsNew || (head is null or { Size: 0 } && !HasMarks(store));
        LogKeyEpochs? keys = null;
        long covered = 0;
        EventWalk walk = new(options, faults, findings);
        (MerkleFrontier tree, Dictionary<long, byte[]> roots) = walk.Run(
            store,
            [.. notes.Select(n => n.Size)],
            () =>
            {
                keys = LogKeyEpochs.Of(options, findings, notes);
                covered = notes.LastOrDefault(n => keys.Signed(n.Note, n.Size)).Size;
                return covered;
            },
            progress,
            cancel
        );
        keys!.Say(faults);
        findings.Size = tree.Size;
        findings.Root = Convert.ToHexStringLower(tree.Root());
        CheckNodes(store, findings.ForeignFrom ?? tree.Size);
        foreach ((long size, string note, string _) in notes)
        {
            CheckNote(note, size, tree.Size, roots, keys);
        }

        findings.Doubts.AddRange(keys.Doubts(notes, findings.Witnessed));

        findings.Covered = Math.Min(covered, tree.Size);
        if (findings.Unmarked && tree.Size > findings.Covered)
        {
            faults.Add(
                findings.Covered,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"This and what follows, {tree.Size - findings.Covered} in all, are neither marked nor covered by a checkpoint: nothing shows who wrote them. Start the store once with the build that wrote it, which signs them, if you are sure of them."
                ),
                acceptable: true
            );
        }

        CheckKept(store, notes, kept);
        CheckHead(store, findings, head);
        return findings;
    }

    /// <summary>True where an event bears a mark.</summary>
    public static bool HasMarks(DbConnection store) =>
        store.Number("SELECT COUNT(*) FROM pragma_table_info('event') WHERE name = 'mark'") > 0
        && store.Number("SELECT EXISTS (SELECT 1 FROM event WHERE mark IS NOT NULL)") > 0;

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
            faults.Add(
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The tree has {nodes.Count} stored nodes; {wanted} belong to it. {Backup}."
                )
            );
        }

        foreach ((int level, long index, byte[] hash) in nodes)
        {
            bool below = level % 8 == 0 && level > 0 && index < size >> level;
            if (!below || !Below(store, level, index).AsSpan().SequenceEqual(hash))
            {
                faults.Add(
                    null,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The stored tree node {index} of level {level} is not the hash of what is below it. {Backup}."
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

    private void CheckNote(string text, long size, long events, Dictionary<long, byte[]> roots, LogKeyEpochs keys)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"The checkpoint of {size} events");
        Checkpoint? head = Parse(text);
        if (head is null)
        {
            faults.Add(null, $"{what} is malformed. {Backup}.");
        }
        else if (size > events)
        {
            faults.Add(
                null,
                what
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $" covers more than the {events} events that are there. {Backup}."
                    )
            );
        }
        else if (
            head.Size != size
            || !roots.TryGetValue(size, out byte[]? root)
            || !root.AsSpan().SequenceEqual(head.Root)
        )
        {
            faults.Add(
                null,
                $"{what} does not lead to the events that are there: something before it was changed. {Backup}."
            );
        }
        else if (keys.Wrong(text, size) is { } wrong)
        {
            faults.Add(null, $"{what} {wrong}", acceptable: keys.NothingToHoldAgainst);
        }
    }

    private static Checkpoint? Parse(string text)
    {
        try
        {
            return Checkpoint.Parse(SignedNote.Parse(text).Text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private void CheckKept(DbConnection store, List<(long Size, string Note, string At)> notes, string? kept)
    {
        if (options.CheckpointFile is not { } file)
        {
            return;
        }

        string where = "keys/" + Path.GetFileName(file);
        if (kept is null)
        {
            // Signed for the first time since the file was looked for, or killed between the commit and the renaming.
            bool since = RecordSeal.Beside(file).Any(late => notes.Exists(r => r.Note == late));
            if (notes.Count > 0 && !since)
            {
                faults.Add(
                    null,
                    "The checkpoint kept outside the database is missing. Put it back from the backup of the keys.",
                    true,
                    where
                );
            }
        }
        else if (!notes.Exists(r => r.Note == kept))
        {
            string older = Parse(kept) is { } head
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $" It covers {head.Size} events; {store.Number("SELECT COUNT(*) FROM event")} are there."
                )
                : "";
            faults.Add(
                null,
                "The checkpoint kept outside the database is not in it: the database is in an older state than it was, or another one."
                    + older
                    + " Put the newest database back.",
                true,
                where
            );
        }
    }

    private void CheckHead(DbConnection store, RecordFindings findings, KeptHead? head)
    {
        if (options.HeadFile is not { } file)
        {
            return;
        }

        string where = "keys/" + Path.GetFileName(file);
        if (head is null)
        {
            if (!findings.Unmarked && findings.Size > 0)
            {
                faults.Add(
                    null,
                    "The file that says how far the record has come is missing. Put it back from the backup of the keys.",
                    true,
                    where
                );
            }

            return;
        }

        if (findings.Unmarked)
        {
            return;
        }

        if (head.Size > findings.Size)
        {
            faults.Add(
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The record had {head.Size} events and has {findings.Size}. {Behind}"
                ),
                true,
                where
            );
        }
        else if (
            head.Size > 0
            && store.One("SELECT mark FROM event WHERE seq = @0", r => r.Bytes(0), head.Size - 1) is var mark
            && Convert.ToHexStringLower(mark ?? []) != head.Mac
        )
        {
            faults.Add(null, $"The record went another way than the one kept here. {Behind}", true, where);
        }

        if (findings.Checkpoints < head.Checkpoints)
        {
            faults.Add(
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"There were {head.Checkpoints} signed checkpoints and there are {findings.Checkpoints}: a checkpoint was taken away. {Behind}"
                ),
                true,
                where
            );
        }

        (long tables, string sum) = GuardedTable.Total(store, options.GuardKey);
        if (tables < head.Tables || (tables == head.Tables && sum != head.TablesSum))
        {
            faults.Add(
                null,
                $"The tables outside the record are in an older state than they were. {Behind}",
                true,
                where
            );
        }
    }
}
