using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Domain.Signing;
using Overread.Server.Access;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Intake.Patients;
using Overread.Server.Features.Intake.Plans;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Signing.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake;

/// <summary>The decision at the gate: about one entry, then about the batch. Only what is approved becomes an item.</summary>
internal static class DecideGate
{
    internal sealed record EntryForm(
        [Words("approve", "hold", "reject")] string Decision,
        string? Reason = null,
        IReadOnlyDictionary<string, List<int>>? Seen = null
    );

    internal sealed record BatchForm(
        [Words("approve", "hold", "reject")] string Decision,
        string? Reason = null,
        SignatureForm? Signature = null
    );

    internal sealed record LeakForm(bool Found);

    internal sealed record SampleForm(int Size);

    public static void Map(IEndpointRouteBuilder api)
    {
        string[] undecided =
        [
            .. api.ServiceProvider.GetRequiredService<ModalityList>().All.SelectMany(m => m.Gate.Undecided),
        ];
        api.MapPost("/projects/{project}/batches/{batch}/entries/{entry}/decision", DecideEntry)
            .Needs(Action.DecideGate)
            .Says("decide-entry", "Decides one entry at the gate.")
            .Problems(404, "batch.unknown", "gate.unknown")
            .Problems(
                409,
                [
                    "batch.not-at-gate",
                    "gate.alone",
                    "gate.claim",
                    "gate.patients",
                    "key.missing",
                    "project.closed",
                    .. undecided,
                ]
            )
            .Problems(422, "gate.decision", "reason.needed");
        api.MapPost("/projects/{project}/batches/{batch}/entries/{entry}/leak", MarkLeak)
            .Needs(Action.DecideGate)
            .Says("mark-leak", "Says of an entry in the sample whether something identifying was left in it.")
            .Problems(404, "batch.unknown", "gate.unknown")
            .Problems(409, "batch.not-at-gate", "project.closed");
        api.MapPost("/projects/{project}/batches/{batch}/sample", Sample)
            .Needs(Action.DecideGate)
            .Says("draw-sample", "Draws entries at random for a second look, which bounds the share of leaks.")
            .Problems(404, "batch.unknown")
            .Problems(409, "batch.not-at-gate", "project.closed")
            .Problems(422, "gate.sample");
        api.MapPost("/projects/{project}/batches/{batch}/decision", Decide)
            .Needs(Action.DecideGate)
            .Says("decide-batch", "Starts the job that approves or rejects what is decided of a batch.")
            .Problems(404, "batch.unknown")
            .Problems(403, SigningDesk.Forbidden)
            .Problems(
                409,
                [
                    "batch.not-at-gate",
                    "gate.claim",
                    "gate.undecided",
                    "key.missing",
                    "project.closed",
                    .. undecided,
                    .. SigningDesk.Conflicts,
                ]
            )
            .Problems(422, "gate.decision", "reason.needed", "signature.meaning")
            .Problems(429, "session.too-many");
    }

    private static async Task<EntryDetail> DecideEntry(
        string project,
        string batch,
        string entry,
        EntryForm form,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches,
        PatientDesk desk,
        ClaimDesk claims
    )
    {
        if (GateRules.Word(form.Decision, form.Reason) is { } wrong)
        {
            throw new RefusedException(wrong);
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                AtGate(u.Connection, project, batch);
                About about = new(project, "batch/" + batch);
                GateEntry found = GateEntry.Find(u.Connection, modalities, project, batch, entry);
                GateReview review = found.Review.WithSeen(
                    form.Seen ?? new Dictionary<string, List<int>>(),
                    found.Files
                );
                Decision decision = GateRules.Entry(
                    found.State,
                    desk.Of(u.Connection, project, batch, BatchTable.EntryIds(u.Connection, batch))?.Obstacle(entry)
                        ?? found.Work.Obstacle
                        ?? Alone(u.Connection, modalities, project, found)
                        ?? claims.Of(u.Connection, project).Obstacle(found with { Review = review }),
                    form.Decision,
                    form.Reason,
                    review.PartsSeen,
                    found.Parts
                );
                if (decision.Refusal is { } refusal)
                {
                    throw new RefusedException(refusal);
                }

                review.Save(u.Connection, batch, entry);
                if (form.Decision == "approve")
                {
                    modalities.Of(found.Kind).Gate.Approved(u, about, batch, found, form.Reason);
                }

                SetDecision(u.Connection, entry, form.Decision);
                u.Append(about, decision);
                return true;
            }
        );
        return await ShowGate.ShowEntry(project, batch, entry, caller, database, modalities, batches);
    }

    private static Refusal? Alone(DbConnection c, ModalityList modalities, string project, GateEntry entry) =>
        entry.Facts.IsAddition ? GateRules.Alone(modalities.Of(entry.Kind).Gate.ItemOf(c, project, entry)) : null;

    /// <summary>What is decided of an entry from now on; null takes a decision back.</summary>
    public static void SetDecision(DbConnection c, string entry, string? decision) =>
        c.Run("UPDATE gate_entry SET decision = @1 WHERE id = @0", entry, decision);

    private static async Task<EntryDetail> MarkLeak(
        string project,
        string batch,
        string entry,
        LeakForm form,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                AtGate(u.Connection, project, batch);
                GateEntry found = GateEntry.Find(u.Connection, modalities, project, batch, entry);
                (found.Review with { Leak = form.Found }).Save(u.Connection, batch, entry);
                if (form.Found && found.Decision == "approve")
                {
                    // Approved before this was known.
                    SetDecision(u.Connection, entry, null);
                }

                return u.Append(new About(project, "batch/" + batch), new LeakMarked(entry, form.Found));
            }
        );
        return await ShowGate.ShowEntry(project, batch, entry, caller, database, modalities, batches);
    }

    /// <summary>Draws entries at random from those that nobody has decided; the seed is in the record.</summary>
    private static Task<BatchReport> Sample(
        string project,
        string batch,
        SampleForm form,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches,
        IEntropy entropy
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                AtGate(u.Connection, project, batch);
                Dictionary<string, GateEntry> open = GateEntry
                    .Of(u.Connection, modalities, batch)
                    .Where(e => e.Decision is null && !e.Review.Sampled)
                    .ToDictionary(e => e.Id);
                byte[] bytes = new byte[8];
                entropy.Fill(bytes);
                Decision decision = GateRules.Sample(
                    [.. open.Keys],
                    form.Size,
                    BitConverter.ToInt64(bytes) & long.MaxValue
                );
                u.Append(new About(project, "batch/" + batch), decision);
                foreach (string drawn in decision.Events.OfType<ReviewSampled>().SelectMany(e => e.Entries))
                {
                    (open[drawn].Review with { Sampled = true }).Save(u.Connection, batch, drawn);
                }

                return BatchReport.Of(u.Connection, modalities, batches, project, batch);
            }
        );

    private static async Task<JobView> Decide(
        string project,
        string batch,
        BatchForm form,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        PatientDesk desk,
        ClaimDesk claims,
        JobRunner jobs,
        SigningDesk signing,
        HttpContext http
    )
    {
        SigningDesk.Pen pen = await signing.Take(http, caller, form.Signature);
        return await Start(
            database,
            modalities,
            desk,
            claims,
            jobs,
            caller.Actor,
            caller.Person,
            project,
            batch,
            form,
            (u, entries) => Sign(u, signing, pen, project, batch, form.Decision, entries)
        );
    }

    // Only what passes is vouched for. The lines say of each entry what it is now; what of it becomes an item is in the record.
    private static void Sign(
        IUnitOfWork u,
        SigningDesk desk,
        SigningDesk.Pen pen,
        string project,
        string batch,
        string decision,
        List<GateEntry> entries
    )
    {
        if (decision != "approve" || !SigningDesk.Wants(u.Connection, project, pen, SignedAct.Batch))
        {
            return;
        }

        List<string> lines =
        [
            .. entries
                .Select(e =>
                    $"{e.Id} {(e.State.Passes ? "pass" : "stay")} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { e.Facts.Item, e.Review, e.Decision, Work = e.Work.Signed }, EventJson.Options))))}"
                )
                .Order(StringComparer.Ordinal),
        ];
        desk.Sign(u, project, pen, SignedAct.Batch, "batch/" + batch, string.Join('\n', lines), lines);
    }

    /// <summary>Starts the job that carries the decision out; the batch is closed to other decisions until it ends.</summary>
    public static async Task<JobView> Start(
        IDatabase database,
        ModalityList modalities,
        PatientDesk desk,
        ClaimDesk claims,
        JobRunner jobs,
        Actor actor,
        string person,
        string project,
        string batch,
        BatchForm form,
        System.Action<IUnitOfWork, List<GateEntry>>? sign = null
    )
    {
        string job = await database.Write(
            actor,
            u =>
            {
                AtGate(u.Connection, project, batch);
                List<GateEntry> entries = desk.Mark(
                    u.Connection,
                    project,
                    batch,
                    claims.Of(u.Connection, project).Mark(GateEntry.Of(u.Connection, modalities, batch))
                );
                if (GateRules.Batch(form.Decision, form.Reason, [.. entries.Select(e => e.State)]) is { } refusal)
                {
                    throw new RefusedException(refusal);
                }

                sign?.Invoke(u, entries);
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

    /// <summary>Goes on where the project is open and the batch at the gate.</summary>
    /// <exception cref="RefusedException">It is not.</exception>
    public static void AtGate(DbConnection c, string project, string batch)
    {
        ProjectTable.Open(c, project);
        if (GateRules.AtGate(Batches.Find(c, project, batch).State) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
    }
}
