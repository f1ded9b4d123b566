using Overread.Domain;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Access;
using Overread.Server.Features.Intake;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>
/// What a person says about each value of the source that is still in the output: take the element out, or keep it for a
/// reason. An approval given before is taken back by it.
/// </summary>
internal static class DecideResiduals
{
    internal sealed record Form(int Revision, IReadOnlyList<ResidualChoice> Choices);

    internal sealed record Saved(int Revision, string? Decision, IReadOnlyList<GateResidual> Findings);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/projects/{project}/batches/{batch}/entries/{entry}/residuals", Save)
            .Needs(Action.DecideGate)
            .Says("decide-residuals", "Decides what becomes of each value of the source that is still in the output.")
            .Problems(404, "batch.unknown", "gate.unknown")
            .Problems(409, "batch.not-at-gate", "project.closed")
            .Problems(412, "gate.residuals-moved")
            .Problems(422, "gate.residual", "reason.needed");

    private static Task<Saved> Save(
        string project,
        string batch,
        string entry,
        Form form,
        Caller caller,
        IDatabase database,
        ModalityList modalities
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                DecideGate.AtGate(u.Connection, project, batch);
                GateEntry found = GateEntry.Find(u.Connection, modalities, project, batch, entry);
                GateResiduals held = ImagingWork.Of(found).Residuals;
                Decision said = ResidualRules.Decide(entry, held.Findings, held.Revision, form.Revision, form.Choices);
                u.Append(new About(project, "batch/" + batch), said);
                ResidualsDecided decided = said.Events.OfType<ResidualsDecided>().Single();
                new GateResiduals(decided.Revision, decided.Findings).Save(u.Connection, batch, entry);
                // What was approved was approved with other choices: it is held again, as the rule had it.
                string? decision = found.Decision == "approve" ? "hold" : found.Decision;
                DecideGate.SetDecision(u.Connection, entry, decision);
                return new Saved(decided.Revision, decision, decided.Findings);
            }
        );
}
