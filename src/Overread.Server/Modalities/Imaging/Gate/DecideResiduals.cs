using Overread.Domain.Modalities.Imaging;
using Overread.Server.Access;
using Overread.Server.Features.Intake;
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

    private static Task<Saved> Save([AsParameters] StageCall at, Form form) =>
        at.Edit(edit =>
        {
            GateResiduals held = ImagingWork.Of(edit.Entry).Residuals;
            ResidualsDecided decided = edit.Record<ResidualsDecided>(
                ResidualRules.Decide(at.Entry, held.Findings, held.Revision, form.Revision, form.Choices)
            );
            GateResiduals.Table.Save(edit.Unit.Connection, at.Batch, at.Entry, decided.Revision, decided.Findings);
            return new Saved(decided.Revision, edit.TakeBack("hold"), decided.Findings);
        });
}
