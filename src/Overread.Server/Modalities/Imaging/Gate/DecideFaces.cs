using Overread.Domain;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Access;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>
/// The pictures of a head before and after, and what a person says about each series: remove the face, or keep it as it is
/// for a reason. An approval given before is taken back by it.
/// </summary>
internal static class DecideFaces
{
    internal sealed record Form(int Revision, IReadOnlyList<FaceChoice> Choices);

    internal sealed record Saved(int Revision, string? Decision, IReadOnlyList<GateFace> Series);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/projects/{project}/batches/{batch}/entries/{entry}/faces", Save)
            .Needs(Action.DecideGate)
            .Says("decide-faces", "Decides for each head of an entry: remove the face, or keep it for a reason.")
            .Problems(404, "batch.unknown", "gate.unknown")
            .Problems(409, "batch.not-at-gate", "gate.no-cut", "project.closed")
            .Problems(412, "gate.faces-moved")
            .Problems(422, "gate.face", "reason.needed");
        api.MapGet("/projects/{project}/batches/{batch}/entries/{entry}/faces/{series}/{picture}", Picture)
            .Needs(Action.SeeGate)
            .Says("show-face-picture", "Shows a head before or after the proposed cut.")
            .GivesBytes("image/png")
            .Problems(404, "batch.unknown", "gate.no-picture", "gate.unknown");
    }

    private static Task<Saved> Save([AsParameters] StageCall at, Form form) =>
        at.Edit(edit =>
        {
            GateFaces held = ImagingWork.Of(edit.Entry).Faces;
            FacesDecided decided = edit.Record<FacesDecided>(
                ImagingGateRules.Faces(at.Entry, held.Series, held.Revision, form.Revision, form.Choices)
            );
            GateFaces.Table.Save(edit.Unit.Connection, at.Batch, at.Entry, decided.Revision, decided.Series);
            return new Saved(decided.Revision, edit.TakeBack("hold"), decided.Series);
        });

    private static async Task<IResult> Picture(
        string project,
        string batch,
        string entry,
        string series,
        string picture,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches,
        FileLooks looks
    )
    {
        GateEntry found;
        using (ReadLease read = database.Read())
        {
            found = GateEntry.Find(read.Connection, modalities, project, batch, entry);
        }

        byte[]? png = ImagingWork.Of(found).Faces.Series.Any(s => s.Series == series)
            ? new FaceFolder(batches.Details(batch), entry).Picture(series, picture)
            : null;
        if (png is null)
        {
            throw new RefusedException(
                new("gate.no-picture", "There is no such picture of this series.", RefusalKind.NotFound)
            );
        }

        await looks.Note(caller, new About(project, "batch/" + batch), "gate-faces", entry);
        return Results.Bytes(png, "image/png");
    }
}
