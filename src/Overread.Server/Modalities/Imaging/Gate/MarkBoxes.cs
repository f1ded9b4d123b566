using Overread.Domain.Modalities.Imaging;
using Overread.Server.Access;
using Overread.Server.Features.Intake;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>Saves the boxes of an entry as a person has them on screen. An approval given before is taken back by it.</summary>
internal static class MarkBoxes
{
    internal sealed record Form(int Revision, IReadOnlyList<GateBox> Boxes);

    internal sealed record Saved(int Revision, string? Decision);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/projects/{project}/batches/{batch}/entries/{entry}/boxes", Save)
            .Needs(Action.DecideGate)
            .Says("mark-boxes", "Saves what is to be blanked in an entry's images, and which images were seen.")
            .Problems(404, "batch.unknown", "gate.unknown")
            .Problems(409, "batch.not-at-gate", "project.closed")
            .Problems(412, "gate.boxes-moved")
            .Problems(422, "gate.box", "reason.needed");

    private static Task<Saved> Save([AsParameters] StageCall at, Form form) =>
        at.Edit(edit =>
        {
            edit.Record<BoxesMarked>(
                ImagingGateRules.Boxes(
                    at.Entry,
                    edit.Entry.Files,
                    ImagingWork.Of(edit.Entry).Boxes,
                    edit.Entry.Review.Revision,
                    form.Revision,
                    form.Boxes
                )
            );
            return new Saved(edit.Keep(ImagingGate.WorkOf(form.Boxes)), edit.TakeBack(null));
        });
}
