using System.Text.Json;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>Brings entries that were made of files before the gate, and away from it.</summary>
internal static class EntryTable
{
    // Looking takes longer than all the rest: entries side by side, as many as there are processors.
    /// <summary>Looks in entries for what no header tells, and keeps what their screens need; the most doubtful first.</summary>
    /// <param name="entries">The entries, each with the intake that made it.</param>
    /// <param name="job">Told how far it is.</param>
    /// <param name="files">Steps that the job has behind it.</param>
    /// <param name="cancel">Stops it.</param>
    public static List<IntakeEntry> Seek(
        List<(IIntake Intake, IntakeEntry Entry)> entries,
        JobContext job,
        int files,
        CancellationToken cancel
    )
    {
        IntakeEntry[] sought = new IntakeEntry[entries.Count];
        int steps = entries.Sum(e => e.Entry.Steps);
        int done = 0;
        Parallel.For(
            0,
            entries.Count,
            new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i =>
            {
                (IIntake intake, IntakeEntry entry) = entries[i];
                sought[i] = intake.Seek(
                    entry,
                    () => job.Progress(files + Interlocked.Increment(ref done), files + steps),
                    cancel
                );
            }
        );
        foreach (
            IGrouping<IIntake, IntakeEntry> own in entries
                .Select((e, i) => (e.Intake, Entry: sought[i]))
                .GroupBy(e => e.Intake, e => e.Entry)
        )
        {
            own.Key.Keep([.. own]);
        }

        return [.. sought.OrderByDescending(e => e.Risk).ThenBy(e => e.Facts.Item.Title, StringComparer.Ordinal)];
    }

    /// <summary>Lays an entry before the gate.</summary>
    /// <param name="u">The transaction.</param>
    /// <param name="modalities">Whose stage it is for.</param>
    /// <param name="about">The batch's stream.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="key">Fingerprint of the key by which it was de-identified.</param>
    /// <param name="entry">The entry.</param>
    public static void Lay(
        IUnitOfWork u,
        ModalityList modalities,
        About about,
        string batch,
        string key,
        IntakeEntry entry
    )
    {
        u.Append(
            about,
            new DeidentificationApplied(
                entry.Id,
                entry.Plan.Hash,
                entry.Plan.Claims,
                entry.Kept,
                entry.Changed,
                entry.Removed,
                entry.Residuals
            )
            {
                Key = key,
            }
        );
        string work = modalities.Of(entry.Facts.Item.Kind).Gate.Lay(u, about, batch, entry);
        if (entry.Held is { } hold)
        {
            u.Append(about, new EntryDecided(entry.Id, "hold", hold.Reason) { Rule = hold.Rule });
        }

        u.Connection.Run(
            """
            INSERT INTO gate_entry(id, batch, title, kind, modality, files, risk, reasons, decision, facts, plan)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10)
            """,
            entry.Id,
            batch,
            entry.Facts.Item.Title,
            entry.Facts.Item.Kind,
            entry.Facts.Item.Modality,
            entry.Facts.Paths.Count,
            entry.Risk,
            JsonSerializer.Serialize(entry.Reasons, EventJson.Options),
            entry.Held is null ? null : "hold",
            JsonSerializer.Serialize(entry.Facts, EventJson.Options),
            entry.Plan.Hash
        );
        (GateReview.None with { Work = work }).Save(u.Connection, batch, entry.Id);
    }

    /// <summary>Forgets an entry that has left the gate, or was made again.</summary>
    public static void Remove(IUnitOfWork u, ModalityList modalities, GateEntry entry)
    {
        u.Connection.Run("DELETE FROM gate_entry WHERE id = @0", entry.Id);
        u.Connection.Run("DELETE FROM gate_review WHERE entry = @0", entry.Id);
        modalities.Of(entry.Kind).Gate.Remove(u.Connection, entry.Id);
    }
}
