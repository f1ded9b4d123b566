using System.Globalization;
using Microsoft.Data.Sqlite;
using Overread.Domain.Record;

namespace Overread.Storage.Sqlite;

/// <summary>
/// What opening changes in a store before it is used: events of a build that made no marks get them, and what a person accepted
/// is put into a form that stands. Runs inside the one transaction of <see cref="StoreForm.Bring"/>, which also records it.
/// </summary>
internal sealed class StoreRepair(SqliteConnection writer, SqliteOptions options, StoreDoor door)
{
    /// <summary>Before the tables get this build's form.</summary>
    public void Prepare()
    {
        if (writer.Number("SELECT COUNT(*) FROM pragma_table_info('event') WHERE name = 'mark'") == 0)
        {
            writer.Run("ALTER TABLE event ADD COLUMN mark BLOB");
        }

        if (door.Accepted.Count > 0)
        {
            Drop();
        }

        if (door.Marks)
        {
            Mark();
        }
    }

    /// <summary>Once the tables have their form: says in the record what was done.</summary>
    public void Record()
    {
        if (door.Findings is not { Size: > 0 } found || (!door.Marks && door.Accepted.Count == 0))
        {
            return;
        }

        if (door.Accepted.Count > 0)
        {
            CountTables();
        }

        using HotStatements hot = new(writer);
        SqliteUnitOfWork unit = new(
            writer,
            hot,
            options,
            RecordTree.Load(writer),
            Actor.System,
            options.Time.GetUtcNow()
        );
        if (door.Marks)
        {
            unit.Append(new About(null, "store"), new EventsMarked(found.Size, found.Covered));
            options.Notice?.Invoke(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The record's {found.Size} events get marks under the key in keys/: from here on nobody without it can add or change one unnoticed."
                )
            );
        }

        if (door.Accepted.Count > 0)
        {
            Say(unit, found);
        }
    }

    private void Say(SqliteUnitOfWork unit, RecordFindings found)
    {
        StoreAcceptance decision = options.Acceptance!;
        unit.Append(
            new About(null, "store"),
            new StoreAccepted(
                decision.By,
                decision.Reason,
                door.Accepted,
                found.ForeignFrom ?? found.Size,
                found.Head?.Size,
                [.. found.Emptied],
                found.Size - (found.ForeignFrom ?? found.Size),
                options.SignerIsNew || found.SignerIsAhead,
                options.CheckpointFile is { } file && File.Exists(file) ? File.ReadAllText(file) : null
            )
        );
        options.Notice?.Invoke($"{decision.By} goes on with {door.Accepted.Count} faults; the record says so.");
    }

    private void Drop()
    {
        foreach ((string kind, string name) in SchemaCheck.Foreign(writer))
        {
            SqliteDatabase.Execute(writer, $"DROP {kind} {Quoted(name)}");
        }

        foreach (string index in SchemaCheck.Indexes(writer))
        {
            // Those that are ours are made again with the tables.
            SqliteDatabase.Execute(writer, $"DROP INDEX {Quoted(index)}");
        }

        SqliteDatabase.Execute(writer, RecordSchema.Text);
        if (door.Findings?.ForeignFrom is { } from)
        {
            writer.Run("DELETE FROM event WHERE seq >= @0", from);
            writer.Run("DELETE FROM tile_node WHERE (idx + 1) << level > @0", from);
        }
    }

    private void Mark()
    {
        EventMac mac = new(options.GuardKey);
        byte[] before = EventMac.Start;
        foreach (
            (long seq, byte[] leaf, string about) in writer.All(
                "SELECT seq, leaf, id, project, stream, revision, item FROM event ORDER BY seq",
                r =>
                    (
                        r.GetInt64(0),
                        r.Bytes(1)!,
                        EventMac.About(
                            r.GetInt64(0),
                            r.GetString(2),
                            r.Text(3),
                            r.GetString(4),
                            r.GetInt64(5),
                            r.Text(6)
                        )
                    )
            )
        )
        {
            before = mac.Of(before, leaf, about);
            writer.Run("UPDATE event SET mark = @1 WHERE seq = @0", seq, before);
        }
    }

    // A version beyond every one that the record knows: the sums of before are over, by decision.
    private void CountTables()
    {
        Dictionary<string, long> known = [];
        foreach (TableSeal seal in GuardAudit.Seals(writer).SelectMany(e => e.Tables))
        {
            known[seal.Name] = Math.Max(known.GetValueOrDefault(seal.Name), seal.Version);
        }

        foreach (string name in TableGuard.Tables(writer, options))
        {
            long version = Math.Max(
                known.GetValueOrDefault(name),
                GuardedTable.Stored(writer, name)?.Table.Version ?? 0
            );
            GuardedTable.Count(writer, name, version + 1, options.GuardKey).Store(writer, options.GuardKey);
        }
    }

    private static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
