using Overread.Domain;
using Overread.Domain.Intake.Claims;
using Overread.Domain.People;
using Overread.Server.Access;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Intake.Patients;
using Overread.Server.Features.Intake.Plans;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake;

/// <summary>What a steward sees at the gate: the batch, each entry as its modality shows it, the report.</summary>
internal static class ShowGate
{
    internal sealed record Actions(long Kept, long Changed, long Removed);

    internal sealed record PlanView(string Id, string Hash, string Title, string Claim);

    internal sealed record EntryView(
        string Id,
        string Title,
        [ItemKind] string Kind,
        string? Modality,
        int Files,
        double Risk,
        IReadOnlyList<string> RiskReasons,
        [Words("approve", "hold", "reject")] string? Decision,
        int Undecided,
        bool Sampled,
        bool Leak,
        [Words("settled", "asked", "of-two", "changed")] string Patient,
        IReadOnlyList<string> AgainstClaim,
        bool OtherPlan
    );

    /// <summary>What the project claims of what passes.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Sentence">The same for people.</param>
    /// <param name="Against">Entries against which something stands.</param>
    internal sealed record ClaimView(ProjectClaim Claim, string Sentence, int Against);

    /// <summary>How many questions about who is who are open, and how many entries have to be prepared again, for their patients or because another plan was chosen.</summary>
    internal sealed record PatientCounts(int Open, int Changed);

    internal sealed record Detail(
        string Id,
        string Name,
        [Words("receiving", "working", "gate", "deciding", "held", "approved", "rejected")] string State,
        long Files,
        long Bytes,
        long Refused,
        long Duplicates,
        long Entries,
        string Received,
        string? Job,
        IReadOnlyList<IntakeProblem> Problems,
        IReadOnlyList<EntryView> Gate,
        Actions Actions,
        PlanView Plan,
        PatientCounts Patients,
        ClaimView Claim
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/batches/{batch}", Show)
            .Needs(Action.SeeGate)
            .Says("show-batch", "Shows a batch and its entries as the gate sees them.")
            .Problems(404, "batch.unknown")
            .Problems(409, "key.missing");
        api.MapGet("/projects/{project}/batches/{batch}/report", Report)
            .Needs(Action.SeeGate)
            .Says("show-batch-report", "Shows what de-identification did in a batch, by counts alone.")
            .Problems(404, "batch.unknown");
        api.MapGet("/projects/{project}/batches/{batch}/entries/{entry}", ShowEntry)
            .Needs(Action.SeeGate)
            .Says("show-entry", "Shows an entry as its modality needs it, with what was found in it.")
            .Problems(404, "batch.unknown", "gate.unknown");
    }

    private static async Task<Detail> Show(
        string project,
        string batch,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches,
        PatientDesk desk,
        ClaimDesk claims
    )
    {
        await database.Write(
            caller.Actor,
            u => u.Append(new About(project, "batch/" + batch), new ItemViewed("batch", batch))
        );
        using ReadLease read = database.Read();
        Batches.Batch b = Batches.Find(read.Connection, project, batch);
        (Actions actions, string? hash) = read.Connection.One(
            "SELECT kept, changed, removed, plan_hash FROM batch WHERE id = @0",
            r => (new Actions(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), r.Text(3)),
            batch
        );
        ClaimCheck check = claims.Of(read.Connection, project);
        IReadOnlyList<AppliedPlan> plans = check.Plans.Find(modalities, hash);
        List<GateEntry> entries = check.Mark(GateEntry.Of(read.Connection, modalities, batch));
        HashSet<string> other = [.. entries.Where(check.IsOfOtherPlan).Select(e => e.Id)];
        PatientQuestions? who = desk.Of(read.Connection, project, batch, entries.Select(e => e.Id));
        return new(
            b.Id,
            b.Name,
            b.State,
            b.Files,
            b.Bytes,
            b.Refused,
            b.Duplicates,
            b.Entries,
            b.Received,
            b.Job,
            DetailFile.Read<List<IntakeProblem>>(Path.Combine(batches.Details(batch), "problems.json")) ?? [],
            [.. entries.Select(e => View(e, who?.Of(e.Id) ?? PatientStand.Settled, other.Contains(e.Id)))],
            actions,
            new("gate", hash is { Length: > 0 } ? hash : HashOf(plans), TitleOf(plans), ClaimOf(plans)),
            new(who?.Findings.Count(f => f.IsOpen) ?? 0, who?.ToPrepare(other).Count ?? 0),
            new(
                check.Plans.Claim,
                ClaimRules.NameOf(check.Plans.Claim.Claim),
                entries.Count(e => e.AgainstClaim.Count > 0)
            )
        );
    }

    public static string TitleOf(IReadOnlyList<AppliedPlan> plans) => string.Join("; ", plans.Select(p => p.Title));

    public static string HashOf(IReadOnlyList<AppliedPlan> plans) => string.Join('+', plans.Select(p => p.Hash));

    /// <summary>What the plans let a release say, in words that also say what is still missing for it.</summary>
    public static string ClaimOf(IReadOnlyList<AppliedPlan> plans) =>
        string.Join("; ", plans.Select(p => p.ClaimText).Where(t => t.Length > 0));

    private static EntryView View(GateEntry e, PatientStand patient, bool otherPlan) =>
        new(
            e.Id,
            e.Title,
            e.Kind,
            e.Modality,
            e.FileCount,
            e.Risk,
            patient == PatientStand.Settled ? e.Reasons : [PatientQuestions.Sentence(patient), .. e.Reasons],
            e.Decision,
            e.Work.Undecided,
            e.Review.Sampled,
            e.FoundLeak,
            Word(patient),
            e.AgainstClaim,
            otherPlan
        );

    private static string Word(PatientStand stand) =>
        stand == PatientStand.OfTwo ? "of-two" : stand.ToString().ToLowerInvariant();

    public static async Task<EntryDetail> ShowEntry(
        string project,
        string batch,
        string entry,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches
    )
    {
        using (ReadLease read = database.Read())
        {
            GateEntry.Find(read.Connection, modalities, project, batch, entry);
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                u.Connection.Run(
                    "UPDATE gate_entry SET looked = @1 WHERE id = @0 AND looked IS NULL",
                    entry,
                    caller.Person
                );
                return u.Append(new About(project, "batch/" + batch), new ItemViewed("gate-entry", entry));
            }
        );
        using ReadLease lease = database.Read();
        GateEntry found = GateEntry.Find(lease.Connection, modalities, project, batch, entry);
        IGate gate = modalities.Of(found.Kind).Gate;
        EntryDetail detail = gate.Show(
            found,
            $"/api/projects/{project}/batches/{batch}/entries/{entry}/",
            batches.Clean(batch),
            batches.Details(batch)
        );
        return found.Facts.IsAddition && gate.ItemOf(lease.Connection, project, found) is { } item
            ? detail with
            {
                JoinsItem = ItemTable.Title(lease.Connection, item),
            }
            : detail;
    }

    private static async Task<BatchReport> Report(
        string project,
        string batch,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches
    )
    {
        await database.Write(
            caller.Actor,
            u => u.Append(new About(project, "batch/" + batch), new ItemViewed("gate-report", batch))
        );
        using ReadLease read = database.Read();
        Batches.Find(read.Connection, project, batch);
        return BatchReport.Kept(read.Connection, batch)
            ?? BatchReport.Of(read.Connection, modalities, batches, project, batch);
    }
}
