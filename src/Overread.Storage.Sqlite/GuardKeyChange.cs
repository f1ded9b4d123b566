using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Overread.Domain.Record;

namespace Overread.Storage.Sqlite;

/// <summary>
/// Replaces the key under which events are marked and tables are summed up (<see cref="SqliteOptions.GuardKey"/>), of a store that nobody
/// has open. Every mark and sum is held against the former key and made anew under the next in one transaction, which also records the
/// change: a store has the marks of one key or of the other.
/// </summary>
public static class GuardKeyChange
{
    private const int AtOnce = 10_000;

    private const string Changed =
        "It is not as its server left it, so that nothing is marked anew. Audit the store (overread audit), and mend what that finds.";

    /// <summary>What the record calls a key: 16 hexadecimal digits that say nothing of it.</summary>
    public static string Fingerprint(byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, "overread guard key 1"u8)[..8]);

    /// <summary>Checks, marks anew and records. The file that says how far the record has come is still under the former key then.</summary>
    /// <param name="former">The store under the key that it has.</param>
    /// <param name="next">The same store under the key that takes over.</param>
    /// <param name="about">Who decided, why, and since when the former key may have been in others' hands or null.</param>
    /// <exception cref="StoreFaultException">It is not as its server left it; nothing was changed.</exception>
    public static async Task Run(
        SqliteOptions former,
        SqliteOptions next,
        (string By, string Reason, DateTimeOffset? CompromisedSince) about
    )
    {
        // Opened once as ever: what an audit would find fault with is refused, and the record is signed to its last event.
        await using (SqliteDatabase.Open(former)) { }

        KeptHead head =
            KeptHead.Read(former.HeadFile, former.GuardKey) ?? throw Fault("keys/record-head is not there.");
        using SqliteConnection writer = SqliteDatabase.Connect(former.Path);
        writer.Run("PRAGMA synchronous = FULL");
        writer.Run("BEGIN IMMEDIATE");
        try
        {
            MarkAnew(writer, former, next, head);
            CountAnew(writer, former, next, head);
            using HotStatements hot = new(writer);
            SqliteUnitOfWork unit = new(
                writer,
                hot,
                next,
                RecordTree.Load(writer),
                Actor.System with
                {
                    Client = "overread-cli",
                },
                next.Time.GetUtcNow()
            );
            unit.Append(
                new About(null, "store"),
                new MarksKeyRotated(
                    about.By,
                    about.Reason,
                    Fingerprint(former.GuardKey),
                    Fingerprint(next.GuardKey),
                    head.Size,
                    about.CompromisedSince is { } since ? Timestamps.Text(since) : null
                )
            );
            writer.Run("COMMIT");
        }
        catch
        {
            writer.Run("ROLLBACK");
            throw;
        }
        finally
        {
            Sql.Forget(writer);
        }
    }

    /// <summary>True where the newest change that a database records is the one to this key; nothing is checked.</summary>
    public static bool IsRecorded(string path, byte[] next)
    {
        if (!SqliteAudit.HoldsRecord(path))
        {
            return false;
        }

        using QuietStore store = QuietStore.Open(path);
        return Newest(store.Connection) is { } change && change.Happened.Next == Fingerprint(next);
    }

    /// <summary>
    /// Writes how far the record has come under the next key, where the file still says it under the former and says just what was so
    /// before the change; else leaves it to the audit that follows.
    /// </summary>
    /// <param name="path">The database.</param>
    /// <param name="headFile">The file.</param>
    /// <param name="former">The key that was given up.</param>
    /// <param name="next">The key in its place.</param>
    public static void KeepHead(string path, string headFile, byte[] former, byte[] next)
    {
        KeptHead? head;
        try
        {
            head = KeptHead.Read(headFile, former);
        }
        catch (FormatException)
        {
            // Under the next key already, or nobody's: the audit knows.
            return;
        }

        using QuietStore store = QuietStore.Open(path);
        if (
            head is null
            || Newest(store.Connection) is not { } change
            || change.Seq != head.Size
            || store.Connection.Number("SELECT COUNT(*) FROM checkpoint") != head.Checkpoints
        )
        {
            return;
        }

        byte[] mark =
            store.Connection.One("SELECT mark FROM event WHERE seq = @0", r => r.Bytes(0), change.Seq)
            ?? EventMac.Start;
        (long versions, string sum) = GuardedTable.Total(store.Connection, next);
        byte[] text = new KeptHead(
            change.Seq + 1,
            Convert.ToHexStringLower(mark),
            versions,
            sum,
            head.Checkpoints
        ).Text(next);
        string fresh = headFile + ".new";
        using (FileStream file = new(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(text);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, headFile, overwrite: true);
    }

    private static (long Seq, MarksKeyRotated Happened)? Newest(SqliteConnection store) =>
        store.One<(long, MarksKeyRotated)?>(
            "SELECT seq, payload FROM event WHERE type = 'MarksKeyRotated' AND payload IS NOT NULL ORDER BY seq DESC LIMIT 1",
            r => (r.GetInt64(0), (MarksKeyRotated)EventJson.Read(r.Bytes(1)!).Event)
        );

    /// <summary>An event as its mark is made from.</summary>
    private sealed record Marked(long Seq, byte[] Leaf, byte[]? Mark, string About);

    private static List<Marked> Next(SqliteConnection writer, long from) =>
        writer.All(
            "SELECT seq, leaf, id, project, stream, revision, item, mark FROM event WHERE seq >= @0 ORDER BY seq LIMIT @1",
            r => new Marked(
                r.GetInt64(0),
                r.Bytes(1)!,
                r.Bytes(7),
                EventMac.About(r.GetInt64(0), r.GetString(2), r.Text(3), r.GetString(4), r.GetInt64(5), r.Text(6))
            ),
            from,
            AtOnce
        );

    private static void MarkAnew(SqliteConnection writer, SqliteOptions former, SqliteOptions next, KeptHead head)
    {
        byte[] before = EventMac.Start;
        byte[] after = EventMac.Start;
        long size = 0;
        // Some at a time: a record of millions need not stand in memory, and is written to while it is read.
        for (List<Marked> some = Next(writer, size); some.Count > 0; some = Next(writer, size))
        {
            foreach (Marked e in some)
            {
                before = former.Mac.Of(before, e.Leaf, e.About);
                if (e.Seq != size || e.Mark is null || !CryptographicOperations.FixedTimeEquals(e.Mark, before))
                {
                    throw Fault($"The mark of event {e.Seq} does not hold.");
                }

                after = next.Mac.Of(after, e.Leaf, e.About);
                writer.Run("UPDATE event SET mark = @1 WHERE seq = @0", e.Seq, after);
                size++;
            }
        }

        if (size != head.Size || Convert.ToHexStringLower(before) != head.Mac)
        {
            throw Fault("The record ends elsewhere than keys/record-head says.");
        }
    }

    // Each sum gets a version of its own: what the record sealed under the former key is of the versions before.
    private static void CountAnew(SqliteConnection writer, SqliteOptions former, SqliteOptions next, KeptHead head)
    {
        if (GuardedTable.Total(writer, former.GuardKey) != (head.Tables, head.TablesSum))
        {
            throw Fault("The sums of the tables are not those that keys/record-head says.");
        }

        foreach (string name in TableGuard.Tables(writer, former))
        {
            if (
                GuardedTable.Stored(writer, name) is not var (stored, mac)
                || stored.Mac(former.GuardKey) != mac
                || GuardedTable.Count(writer, name, stored.Version, former.GuardKey).Sum != stored.Sum
            )
            {
                throw Fault($"The table {name} does not fit its sum.");
            }

            GuardedTable.Count(writer, name, stored.Version + 1, next.GuardKey).Store(writer, next.GuardKey);
        }
    }

    private static StoreFaultException Fault(string what) => new([new AuditFault(null, what)], Changed);
}
