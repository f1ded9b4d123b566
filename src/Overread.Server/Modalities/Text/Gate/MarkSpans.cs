using Overread.Domain.Modalities.Text;
using Overread.Server.Access;
using Overread.Server.Features.Intake;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Text.Gate;

/// <summary>
/// Saves the places of a document that a person wants blacked out. An approval given before is taken back by it: the
/// document is held again.
/// </summary>
internal static class MarkSpans
{
    internal sealed record Form(int Revision, IReadOnlyList<GateSpan> Spans);

    internal sealed record Saved(int Revision, string? Decision);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/projects/{project}/batches/{batch}/entries/{entry}/spans", Save)
            .Needs(Action.DecideGate)
            .Says("mark-gate-spans", "Saves the places of a document that are blacked out at approval.")
            .Problems(404, "batch.unknown", "gate.unknown")
            .Problems(409, "batch.not-at-gate", "project.closed")
            .Problems(412, "gate.spans-moved")
            .Problems(422, "gate.span");

    private static Task<Saved> Save([AsParameters] StageCall at, Form form) =>
        at.Edit(edit =>
        {
            IReadOnlyList<GateSpan>? proposed = TextWork.Of(edit.Entry).Proposed;
            edit.Record<SpansMarked>(
                TextGateRules.Spans(
                    at.Entry,
                    edit.Entry.Files,
                    edit.Entry.Review.Revision,
                    form.Revision,
                    form.Spans,
                    proposed ?? []
                )
            );
            DocumentPlaces places = new(proposed, TextGateRules.WithFindings(form.Spans, proposed ?? []));
            return new Saved(edit.Keep(places.Write()), edit.TakeBack("hold"));
        });
}
