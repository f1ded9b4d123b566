using System.Data.Common;
using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Server.Access;
using Overread.Server.Features.Jobs;
using Overread.Server.Features.Projects;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake;

/// <summary>The decision at the gate: about one entry, then about the batch. Only what is approved becomes an item.</summary>
internal static class DecideGate
{
    internal sealed record EntryForm(
        string Decision,
        string? Reason = null,
        IReadOnlyDictionary<string, List<int>>? Seen = null
    );

    internal sealed record BatchForm(string Decision, string? Reason = null);

    internal sealed record LeakForm(bool Found);

    internal sealed record SampleForm(int Size);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/projects/{project}/batches/{batch}/entries/{entry}/decision", DecideEntry)
            .Needs(Action.DecideGate);
        api.MapPost("/projects/{project}/batches/{batch}/entries/{entry}/leak", MarkLeak).Needs(Action.DecideGate);
        api.MapPost("/projects/{project}/batches/{batch}/sample", Sample).Needs(Action.DecideGate);
        api.MapPost("/projects/{project}/batches/{batch}/decision", Decide).Needs(Action.DecideGate);
    }

    private static async Task<ShowGate.EntryDetail> DecideEntry(
        string project,
        string batch,
        string entry,
        EntryForm form,
        Caller caller,
        IDatabase database,
        Batches batches
    )
    {
        Check(form.Decision, form.Reason);
        await database.Write(
            caller.Actor,
            u =>
            {
                AtGate(u.Connection, project, batch);
                GateEntry found = GateEntry.Find(u.Connection, project, batch, entry);
                if (form.Decision == "approve")
                {
                    CheckApproval(found, form.Reason);
                }

                GateReview review = found.Review.WithSeen(
                    form.Seen ?? new Dictionary<string, List<int>>(),
                    found.Files
                );
                review.Save(u.Connection, batch, entry);
                if (form.Decision == "approve")
                {
                    KeepFaces(u, new About(project, "batch/" + batch), batch, found, form.Reason);
                }

                u.Connection.Run("UPDATE gate_entry SET decision = @1 WHERE id = @0", entry, form.Decision);
                return u.Append(
                    new About(project, "batch/" + batch),
                    new EntryDecided(entry, form.Decision, form.Reason)
                    {
                        FramesSeen = review.Seen.Values.Sum(f => f.Count),
                        Frames = found.Frames,
                    }
                );
            }
        );
        return await ShowGate.ShowEntry(project, batch, entry, caller, database, batches);
    }

    private static void CheckApproval(GateEntry entry, string? reason)
    {
        if (entry.Undecided > 0)
        {
            throw new RefusedException(
                new(
                    "gate.proposals",
                    $"{entry.Undecided} proposed boxes are neither accepted nor dismissed.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Accept those that hide something identifying, dismiss the others.",
                }
            );
        }

        if (entry.Faces.Undecided > 0)
        {
            throw new RefusedException(
                new(
                    "gate.faces",
                    $"Of {entry.Faces.Undecided} series nobody has said whether the face is removed.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Look at before and after; remove the face, or keep the series as it is for a reason.",
                }
            );
        }

        if (entry.Decision == "hold" && string.IsNullOrWhiteSpace(reason))
        {
            throw new RefusedException(
                new("reason.needed", "What was held needs a reason to pass.") { Where = "reason" }
            );
        }
    }

    // Series for which there is no cut to choose pass with the reason of the approval; the record says so of each.
    private static void KeepFaces(IUnitOfWork u, About about, string batch, GateEntry entry, string? reason)
    {
        GateFaces faces = entry.Faces.WithKept(reason);
        if (faces.Revision != entry.Faces.Revision)
        {
            faces.Save(u.Connection, batch, entry.Id);
            u.Append(about, new FacesDecided(entry.Id, faces.Revision, faces.Series));
        }
    }

    private static async Task<ShowGate.EntryDetail> MarkLeak(
        string project,
        string batch,
        string entry,
        LeakForm form,
        Caller caller,
        IDatabase database,
        Batches batches
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                AtGate(u.Connection, project, batch);
                GateEntry found = GateEntry.Find(u.Connection, project, batch, entry);
                (found.Review with { Leak = form.Found }).Save(u.Connection, batch, entry);
                return u.Append(new About(project, "batch/" + batch), new LeakMarked(entry, form.Found));
            }
        );
        return await ShowGate.ShowEntry(project, batch, entry, caller, database, batches);
    }

    /// <summary>Draws entries at random from those that nobody has decided; the seed is in the record.</summary>
    private static Task<BatchReport> Sample(
        string project,
        string batch,
        SampleForm form,
        Caller caller,
        IDatabase database,
        Batches batches,
        IEntropy entropy
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                AtGate(u.Connection, project, batch);
                List<GateEntry> open =
                [
                    .. GateEntry
                        .Of(u.Connection, batch)
                        .Where(e => e.Decision is null && !e.Review.Sampled)
                        .OrderBy(e => e.Id, StringComparer.Ordinal),
                ];
                if (form.Size < 1 || form.Size > open.Count)
                {
                    throw new RefusedException(
                        new("gate.sample", $"A sample has 1 to {open.Count} entries: those not decided or drawn yet.")
                        {
                            Where = "size",
                        }
                    );
                }

                byte[] bytes = new byte[8];
                entropy.Fill(bytes);
                long seed = BitConverter.ToInt64(bytes) & long.MaxValue;
                List<GateEntry> drawn = [.. SeededOrder.Of(open, seed, e => e.Id).Take(form.Size)];
                foreach (GateEntry entry in drawn)
                {
                    (entry.Review with { Sampled = true }).Save(u.Connection, batch, entry.Id);
                }

                u.Append(
                    new About(project, "batch/" + batch),
                    new ReviewSampled(seed, open.Count, [.. drawn.Select(e => e.Id)])
                );
                return BatchReport.Of(u.Connection, batches, project, batch);
            }
        );

    private static Task<JobView> Decide(
        string project,
        string batch,
        BatchForm form,
        Caller caller,
        IDatabase database,
        JobRunner jobs
    ) => Start(database, jobs, caller.Actor, caller.Person, project, batch, form);

    /// <summary>Starts the job that carries the decision out; the batch is closed to other decisions until it ends.</summary>
    public static async Task<JobView> Start(
        IDatabase database,
        JobRunner jobs,
        Actor actor,
        string person,
        string project,
        string batch,
        BatchForm form
    )
    {
        Check(form.Decision, form.Reason);
        string job = await database.Write(
            actor,
            u =>
            {
                AtGate(u.Connection, project, batch);
                List<GateEntry> entries = GateEntry.Of(u.Connection, batch);
                if (form.Decision == "approve" && entries.Count > 0 && !entries.Exists(Moves))
                {
                    throw new RefusedException(
                        new(
                            "gate.undecided",
                            $"Nothing here can pass yet: {entries.Count} entries need a decision of their own.",
                            RefusalKind.Conflict
                        )
                        {
                            Next = "Open each, look, and approve, hold or reject it.",
                        }
                    );
                }

                string id = JobRunner.Add(
                    u,
                    "gate",
                    $"Decision about {entries.Count} entries at the gate",
                    actor,
                    person,
                    project,
                    new JsonObject
                    {
                        ["batch"] = batch,
                        ["decision"] = form.Decision,
                        ["reason"] = form.Reason,
                    }
                );
                u.Connection.Run("UPDATE batch SET state = 'deciding', job = @1 WHERE id = @0", batch, id);
                return id;
            }
        );
        return jobs.Launch(job);
    }

    private static bool Moves(GateEntry entry) => GateJob.Passes(entry) || entry.Decision == "reject";

    public static void AtGate(DbConnection c, string project, string batch)
    {
        ListProjects.Open(c, project);
        if (Batches.Find(c, project, batch).State is not ("gate" or "held"))
        {
            throw new RefusedException(new("batch.not-at-gate", "The batch is not at the gate.", RefusalKind.Conflict));
        }
    }

    private static void Check(string decision, string? reason)
    {
        if (decision is not ("approve" or "hold" or "reject"))
        {
            throw new RefusedException(
                new("gate.decision", "A decision is approve, hold or reject.") { Where = "decision" }
            );
        }

        if (decision != "approve" && string.IsNullOrWhiteSpace(reason))
        {
            throw new RefusedException(
                new("reason.needed", "Holding and rejecting need a reason.") { Where = "reason" }
            );
        }
    }
}
