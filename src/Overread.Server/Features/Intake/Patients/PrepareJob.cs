using System.Text.Json.Nodes;
using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Intake.Plans;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Keys.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Intake.Patients;

/// <summary>
/// Makes entries again of their received files, because decisions about patients give them other pseudonyms and date offsets, or because the project has chosen another plan since.
/// What people have done to their pictures is kept. Until the one commit at the end the entries lie at the gate as they were.
/// </summary>
internal sealed class PrepareJob(
    IDatabase database,
    Batches batches,
    ProjectKeys keys,
    PatientVault vault,
    PatientDesk desk,
    ClaimDesk claims,
    ModalityList modalities,
    IEntropy entropy
) : IJobKind
{
    private const string HeldBefore = "It, or a part of it, was held or rejected before it was prepared again.";

    public string Kind => "prepare";

    public async Task<JsonObject> Run(JobContext job, CancellationToken cancel)
    {
        string batch = job.Arguments["batch"]!.GetValue<string>();
        bool begun = await database.Write(
            job.Actor,
            u =>
                u.Connection.Run(
                    "UPDATE batch SET state = 'working' WHERE id = @0 AND job = @1 AND state IN ('working', 'gate', 'held')",
                    batch,
                    job.Id
                ) == 1
        );
        if (!begun)
        {
            // Cut off, and decided otherwise since.
            return new JsonObject { ["batch"] = batch, ["entries"] = 0 };
        }

        try
        {
            return await Task.Run(() => Work(job, batch, cancel), cancel);
        }
        finally
        {
            // Whatever stopped it: the entries wait, as they were or made again.
            await database.Write(job.Actor, u => Reopen(u, batch));
        }
    }

    private async Task<JsonObject> Work(JobContext job, string batch, CancellationToken cancel)
    {
        string project = job.Project!;
        List<GateEntry> waiting = Waiting(project, batch, out IReadOnlyList<string> changed, out IntakeChoices choices);
        List<GateEntry> former = [.. waiting.Where(e => changed.Contains(e.Id))];
        if (former.Count == 0)
        {
            return new JsonObject { ["batch"] = batch, ["entries"] = 0 };
        }

        KeptPatients kept = KeptPatients.In(batches.Details(batch))!;
        ProjectKey key = keys.Held(project, kept.Key);
        IntakeBatch intake = new(
            modalities,
            key,
            [],
            [],
            batches.Clean(batch),
            batches.Details(batch),
            entropy,
            choices,
            former
        );
        List<ReceivedFile> files = [.. former.SelectMany(e => kept.Entries[e.Id].Sources)];
        for (int i = 0; i < files.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            intake.Take(files[i]);
            job.Progress(i + 1, files.Count);
        }

        if (intake.Problems.FirstOrDefault(p => p.Kind != "damaged") is { } lost)
        {
            // It was taken before: an entry must not lose an image without a word.
            throw new RefusedException(
                new("gate.source", $"A received file cannot be taken again: {lost.Reason}", RefusalKind.Conflict)
                {
                    Next = "Reject the entry and send its files again.",
                }
            );
        }

        PatientResolution who = intake.Settle(vault.Read(project, key.Fingerprint), kept.Sightings(waiting));
        List<IntakeEntry> entries = EntryTable.Seek(intake.Group(), job, files.Count, cancel);
        KeptPatients made = KeptPatients.Of(key.Fingerprint, entries, who);
        kept.With([], made).Keep(batches.Details(batch));
        await Lay(job.Actor, new About(project, "batch/" + batch), batch, kept, made, former, entries);
        kept.With(former.Select(e => e.Id), made).Keep(batches.Details(batch));
        Clear(batch, former);
        return new JsonObject { ["batch"] = batch, ["entries"] = entries.Count };
    }

    private List<GateEntry> Waiting(
        string project,
        string batch,
        out IReadOnlyList<string> changed,
        out IntakeChoices choices
    )
    {
        using ReadLease read = database.Read();
        List<GateEntry> entries = GateEntry.Of(read.Connection, modalities, batch);
        ClaimCheck check = claims.Of(read.Connection, project);
        choices = IntakeChoices.Of(read.Connection, project, modalities);
        changed = desk.Of(read.Connection, project, batch, entries.Select(e => e.Id)) is { } who
            ? who.ToPrepare(entries.Where(check.IsOfOtherPlan).Select(e => e.Id))
            : [];
        return entries;
    }

    private Task<bool> Lay(
        Actor actor,
        About about,
        string batch,
        KeptPatients kept,
        KeptPatients made,
        List<GateEntry> former,
        List<IntakeEntry> entries
    ) =>
        database.Write(
            actor,
            u =>
            {
                u.Append(
                    about,
                    new EntriesPreparedAgain(
                        [.. former.Select(e => e.Id).Order(StringComparer.Ordinal)],
                        [.. entries.Select(e => e.Id).Order(StringComparer.Ordinal)]
                    )
                );
                foreach (GateEntry entry in former)
                {
                    EntryTable.Remove(u, modalities, entry);
                }

                foreach (IntakeEntry entry in entries)
                {
                    EntryTable.Lay(u, modalities, about, batch, kept.Key, entry);
                    HashSet<string> sources = [.. made.Entries[entry.Id].Sources.Select(s => s.Path)];
                    List<GateEntry> before =
                    [
                        .. former.Where(e => kept.Entries[e.Id].Sources.Any(s => sources.Contains(s.Path))),
                    ];
                    GateEntry laid = GateEntry.Find(u.Connection, modalities, about.Project!, batch, entry.Id);
                    // What the sampled review has proved, or not, stays proved.
                    (
                        laid.Review with
                        {
                            Sampled = before.Exists(e => e.Review.Sampled),
                            Leak = before.Exists(e => e.Review.Leak),
                        }
                    ).Save(u.Connection, batch, entry.Id);
                    if (before.Exists(e => e.Decision is "hold" or "reject") && entry.Held is null)
                    {
                        // What a person held back does not pass because it was made again.
                        u.Append(about, new EntryDecided(entry.Id, "hold", HeldBefore) { Rule = "prepared-again" });
                        DecideGate.SetDecision(u.Connection, entry.Id, "hold");
                    }
                }

                u.Connection.Run(
                    "UPDATE batch SET entries = entries - @1 + @2 WHERE id = @0",
                    batch,
                    former.Count,
                    entries.Count
                );
                return true;
            }
        );

    private static bool Reopen(IUnitOfWork u, string batch)
    {
        List<(string? Decision, long Files)> rest = BatchTable.Entries(u.Connection, batch);
        string state = GateRules.After("", rest.Count, rest.Count(e => e.Decision == "hold"));
        return u.Connection.Run("UPDATE batch SET state = @1 WHERE id = @0 AND state = 'working'", batch, state) == 1;
    }

    private void Clear(string batch, List<GateEntry> former)
    {
        foreach (GateEntry entry in former)
        {
            foreach (string path in entry.Facts.Paths.Values.Concat(entry.Facts.Thumbnails.Values).Distinct())
            {
                File.Delete(Path.Combine(batches.Clean(batch), path));
            }

            foreach (string path in Directory.EnumerateFiles(batches.Details(batch), entry.Id + ".*"))
            {
                File.Delete(path);
            }
        }
    }
}
