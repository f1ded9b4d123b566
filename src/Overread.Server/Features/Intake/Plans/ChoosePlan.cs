using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake.Plans;

/// <summary>By which plan a project de-identifies, and what it claims of the result: shown, tried and chosen.</summary>
internal static class ChoosePlan
{
    // It stands in the record for ever, and in memory.
    private const int LongestDocument = 64 * 1024;

    private const string Address = "/projects/{project}/plans/{modality}";

    /// <param name="Modality">Whose files it is for.</param>
    /// <param name="Hash">The plan's hash, which an expert's determination names.</param>
    /// <param name="Title">For people.</param>
    /// <param name="Document">The plan; null for the one that the platform begins with.</param>
    /// <param name="Stands">Which claims it allows, computed.</param>
    /// <param name="Claim">What the project claims.</param>
    /// <param name="Ended">True where the project's claim rests on a determination that has ended.</param>
    /// <param name="Revision">Counts the choices made: a change names the one it is made from.</param>
    /// <param name="ReasonNeeded">True where a change needs a reason: something was chosen or received before.</param>
    /// <param name="Waiting">Entries at the gate that were made by another plan.</param>
    /// <param name="History">Choices made, the latest first.</param>
    internal sealed record ProjectPlan(
        string Modality,
        string Hash,
        string Title,
        JsonElement? Document,
        IReadOnlyList<ClaimStand> Stands,
        ProjectClaim Claim,
        bool Ended,
        int Revision,
        bool ReasonNeeded,
        int Waiting,
        IReadOnlyList<ChoiceView> History
    );

    /// <param name="At">When.</param>
    /// <param name="Hash">The plan chosen; null where a claim was.</param>
    /// <param name="Claim">The claim chosen; null where a plan was.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record ChoiceView(string At, string? Hash, ProjectClaim? Claim, string? Reason);

    /// <param name="Hash">The plan's hash.</param>
    /// <param name="Title">For people.</param>
    /// <param name="Stands">Which claims it allows, computed.</param>
    internal sealed record Tried(string Hash, string Title, IReadOnlyList<ClaimStand> Stands);

    internal sealed record TryForm(JsonElement? Document = null);

    internal sealed record Form(int Revision, ProjectClaim Claim, JsonElement? Document = null, string? Reason = null);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(Address, Show)
            .Needs(Action.SeeBatches)
            .Says("show-plan", "Shows by which plan a modality's files are de-identified, and what the project claims.")
            .Problems(404, "plan.modality");
        api.MapPost(Address + "/try", Try)
            .Needs(Action.SeeBatches)
            .Says("try-plan", "Computes what a plan would allow, and changes nothing.")
            .Problems(404, "plan.modality")
            .Problems(422, "plan.document");
        api.MapPut(Address, Choose)
            .Needs(Action.DecideGate)
            .Says("choose-plan", "Chooses the plan for what is received from now on, and the claim.")
            .Problems(404, "plan.modality")
            .Problems(409, "project.closed")
            .Problems(412, "plan.moved")
            .Problems(
                422,
                "claim.agreement",
                "claim.determination",
                "claim.impossible",
                "claim.unknown",
                "plan.document",
                "reason.needed"
            );
    }

    private static ProjectPlan Show(
        string project,
        string modality,
        IDatabase database,
        ModalityList modalities,
        ClaimDesk desk
    )
    {
        IModality own = Named(modalities, modality);
        using ReadLease read = database.Read();
        return ViewOf(read.Connection, project, own, modalities, desk);
    }

    private static Tried Try(string project, string modality, TryForm form, ModalityList modalities)
    {
        AppliedPlan plan = Named(modalities, modality).Gate.PlanOf(TextOf(form.Document));
        return new(plan.Hash, plan.Title, plan.Stands);
    }

    private static Task<ProjectPlan> Choose(
        string project,
        string modality,
        Form form,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        ClaimDesk desk
    )
    {
        IModality own = Named(modalities, modality);
        string? document = TextOf(form.Document);
        AppliedPlan plan = own.Gate.PlanOf(document);
        if (plan.Hash == own.Gate.PlanOf(null).Hash)
        {
            // The plan to begin with, written out, is no choice of another.
            document = null;
        }

        if (ClaimRules.Choice(form.Claim, plan.Stands, plan.Hash, desk.Today) is { } impossible)
        {
            throw new RefusedException(impossible);
        }

        return database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                ChosenPlans before = ChosenPlans.Of(u.Connection, project);
                CheckChange(u.Connection, project, form, before);
                About about = new(project, "plans/" + project);
                string? reason = string.IsNullOrWhiteSpace(form.Reason) ? null : form.Reason.Trim();
                if (before.Current.GetValueOrDefault(own.Name) != document)
                {
                    u.Append(about, new PlanChosen(own.Name, plan.Hash, document, reason));
                }

                if (before.Claim != Whole(form.Claim))
                {
                    u.Append(about, new ClaimChosen(Whole(form.Claim), reason));
                }

                return ViewOf(u.Connection, project, own, modalities, desk);
            }
        );
    }

    private static void CheckChange(DbConnection c, string project, Form form, ChosenPlans before)
    {
        if (form.Revision != before.Revision)
        {
            throw new RefusedException(
                new("plan.moved", "Somebody else has chosen a plan or a claim meanwhile.", RefusalKind.Stale)
                {
                    Next = "Look at it again, then choose.",
                    Facts = new Dictionary<string, object?> { ["revision"] = before.Revision },
                }
            );
        }

        Refusal? wrong = NeedsReason(c, project, before)
            ? FreeText.Reason(form.Reason, "Something was chosen or received before: a change needs a reason.")
            : FreeText.TooLong(form.Reason);
        if (wrong is not null)
        {
            throw new RefusedException(wrong);
        }
    }

    private static bool NeedsReason(DbConnection c, string project, ChosenPlans before) =>
        before.Revision > 0 || Batches.Of(c, project).Count > 0;

    // What belongs to another claim than the one made is not kept with it.
    private static ProjectClaim Whole(ProjectClaim claim) =>
        claim with
        {
            Agreement = claim.Claim == ClaimRules.LimitedDataSet ? claim.Agreement : null,
            Determination = claim.Claim == ClaimRules.ExpertDetermination ? claim.Determination : null,
        };

    private static ProjectPlan ViewOf(
        DbConnection c,
        string project,
        IModality modality,
        ModalityList modalities,
        ClaimDesk desk
    )
    {
        ClaimCheck check = desk.Of(c, project);
        ChosenPlans plans = check.Plans;
        AppliedPlan? plan = plans.PlanOf(modality);
        int waiting = Batches
            .Of(c, project)
            .Where(b => b.State is "gate" or "held")
            .SelectMany(b => GateEntry.Of(c, modalities, b.Id))
            .Count(e => modality.Kinds.Contains(e.Kind) && check.IsOfOtherPlan(e));
        return new(
            modality.Name,
            plan?.Hash ?? HashOf(c, project, modality.Name),
            plan?.Title ?? "A plan that this build does not know",
            plans.Current.TryGetValue(modality.Name, out string? document)
                ? JsonSerializer.Deserialize<JsonElement>(document)
                : null,
            plan?.Stands ?? [],
            plans.Claim,
            check.HasEnded,
            plans.Revision,
            NeedsReason(c, project, plans),
            waiting,
            History(c, project, modality.Name)
        );
    }

    private static string HashOf(DbConnection c, string project, string modality) =>
        c.One(
            "SELECT hash FROM plan_choice WHERE project = @0 AND modality = @1 ORDER BY seq DESC LIMIT 1",
            r => r.GetString(0),
            project,
            modality
        )!;

    private static List<ChoiceView> History(DbConnection c, string project, string modality) =>
        [
            .. c.All(
                    """
                    SELECT seq, at, hash, NULL, reason FROM plan_choice WHERE project = @0 AND modality = @1
                    UNION ALL SELECT seq, at, NULL, claim, reason FROM claim_choice WHERE project = @0
                    ORDER BY 1 DESC
                    """,
                    r => (At: r.GetString(1), Hash: r.Text(2), Claim: r.Text(3), Reason: r.Text(4)),
                    project,
                    modality
                )
                .Select(r => new ChoiceView(
                    r.At,
                    r.Hash,
                    r.Claim is null ? null : JsonSerializer.Deserialize<ProjectClaim>(r.Claim, EventJson.Options),
                    r.Reason
                )),
        ];

    private static IModality Named(ModalityList modalities, string name) =>
        modalities.All.FirstOrDefault(m => m.Name == name)
        ?? throw new RefusedException(
            new(
                "plan.modality",
                $"There are plans for {string.Join(" and ", modalities.All.Select(m => m.Name))}.",
                RefusalKind.NotFound
            )
        );

    // As it was sent, less the blanks: the same plan in other order is another document of the same hash.
    private static string? TextOf(JsonElement? document)
    {
        string? text = document is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given
            ? JsonSerializer.Serialize(given, EventJson.Options)
            : null;
        return text is { Length: > LongestDocument }
            ? throw new RefusedException(new("plan.document", "A plan has at most 64 kB.") { Where = "document" })
            : text;
    }
}
