using Overread.Dicom;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Modalities.Imaging.Stencils;
using Overread.Server.Access;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Modalities.Imaging.Gate;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Imaging.Stencils;

/// <summary>Places that are blanked in every picture of one device, kind and size: kept once, laid on all that wait and all that come.</summary>
internal static class KeepStencils
{
    /// <param name="Id">In addresses.</param>
    /// <param name="Device">Manufacturer and model.</param>
    /// <param name="Modality">Such as US.</param>
    /// <param name="Columns">Width in pixels.</param>
    /// <param name="Rows">Height in pixels.</param>
    /// <param name="Places">What is blanked.</param>
    /// <param name="At">When it was kept.</param>
    internal sealed record StencilView(
        string Id,
        string Device,
        string Modality,
        int Columns,
        int Rows,
        IReadOnlyList<StencilPlace> Places,
        string At
    );

    /// <param name="File">The image whose places are kept.</param>
    /// <param name="Revision">The revision of the boxes that is on screen.</param>
    internal sealed record StencilForm(string File, int Revision);

    /// <param name="Stencil">What was kept.</param>
    /// <param name="Entries">Entries at the gate on which it was laid.</param>
    /// <param name="Images">Images of them.</param>
    internal sealed record StencilLaid(string Stencil, int Entries, int Images);

    internal sealed record ForgetForm(string Reason);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/stencils", List)
            .Needs(Action.SeeBatches)
            .Says("list-stencils", "Lists what is blanked in every picture of a device, kind and size.");
        api.MapPost("/projects/{project}/batches/{batch}/entries/{entry}/stencil", Keep)
            .Needs(Action.DecideGate)
            .Says(
                "keep-stencil",
                "Keeps an image's places for every picture of its device, kind and size, and lays them on all that wait undecided."
            )
            .Problems(404, "batch.unknown", "gate.unknown")
            .Problems(409, "batch.not-at-gate", "project.closed")
            .Problems(412, "gate.boxes-moved")
            .Problems(422, "gate.box", "stencil.device", "stencil.empty");
        api.MapPost("/projects/{project}/stencils/{stencil}/forget", Forget)
            .Needs(Action.DecideGate)
            .Says("forget-stencil", "Lays a stencil on no further picture; what it has blanked stays so.")
            .Problems(404, "stencil.unknown")
            .Problems(409, "project.closed")
            .Problems(422, "reason.needed");
    }

    private static List<StencilView> List(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        return
        [
            .. ProjectStencils
                .Of(read.Connection, project)
                .Select(s => new StencilView(
                    ProjectStencils.IdOf(s.Of),
                    s.Of.Device,
                    s.Of.Modality,
                    s.Of.Columns,
                    s.Of.Rows,
                    s.Places,
                    s.At
                )),
        ];
    }

    private static Task<StencilLaid> Keep(
        string project,
        string batch,
        string entry,
        StencilForm form,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches
    ) =>
        StageEdit.Run(
            database,
            caller,
            modalities,
            (project, batch, entry),
            edit =>
            {
                if (edit.Entry.Review.Revision != form.Revision)
                {
                    throw new RefusedException(ImagingGateRules.BoxesMoved(edit.Entry.Review.Revision));
                }

                FileFacts file =
                    edit.Entry.Files.FirstOrDefault(f => f.Id == form.File)
                    ?? throw new RefusedException(
                        new("gate.box", "There is no such image in the entry.") { Where = "file" }
                    );
                StencilPicture? of = PictureOf(edit.Entry, file, batches.Clean(batch));
                StencilKept kept = Record(
                    edit.Unit,
                    project,
                    StencilRules.Keep(of, file.Id, ImagingWork.Of(edit.Entry).Boxes)
                );
                return LayOnAll(edit.Unit, project, modalities, batches, kept);
            }
        );

    private static StencilKept Record(IUnitOfWork u, string project, Decision decision)
    {
        u.Append(new About(project, "stencils/" + project), decision);
        return decision.Events.OfType<StencilKept>().Single();
    }

    // What a person has approved stays as it was approved; so does what was rejected.
    private static StencilLaid LayOnAll(
        IUnitOfWork u,
        string project,
        ModalityList modalities,
        Batches batches,
        StencilKept kept
    )
    {
        int entries = 0;
        int images = 0;
        foreach (Batches.Batch batch in Batches.Of(u.Connection, project).Where(b => b.State is "gate" or "held"))
        {
            foreach (GateEntry entry in GateEntry.Of(u.Connection, modalities, batch.Id))
            {
                if (entry.Decision is "approve" or "reject" || entry.Work is not ImagingWork { Boxes: { } boxes })
                {
                    continue;
                }

                IReadOnlyList<GateBox> laid = boxes;
                foreach (FileFacts file in Under(entry, batches.Clean(batch.Id), kept.Of))
                {
                    IReadOnlyList<GateBox> before = laid;
                    laid = StencilRules.Lay(laid, file.Id, kept.Places, u.NewId);
                    images += ReferenceEquals(before, laid) ? 0 : 1;
                }

                if (!ReferenceEquals(laid, boxes))
                {
                    entries++;
                    StageEdit edit = new(u, batch.Id, new About(project, "batch/" + batch.Id), entry);
                    int revision = edit.Keep(ImagingGate.WorkOf(laid));
                    u.Append(edit.About, new BoxesMarked(entry.Id, revision, laid));
                }
            }
        }

        return new(ProjectStencils.IdOf(kept.Of), entries, images);
    }

    private static IEnumerable<FileFacts> Under(GateEntry entry, string clean, StencilPicture of) =>
        entry.Kind != "dicom"
            ? []
            : entry
                .Files.Where(f => f.Content is ImageContent c && c.Width == of.Columns && c.Height == of.Rows)
                .Where(f => PictureOf(entry, f, clean) == of);

    private static StencilPicture? PictureOf(GateEntry entry, FileFacts file, string clean)
    {
        if (
            entry.Kind != "dicom"
            || file.Content is not ImageContent image
            || !entry.Facts.Paths.TryGetValue(file.Id, out string? path)
            || !File.Exists(Path.Combine(clean, path))
        )
        {
            return null;
        }

        using DicomFile read = DicomFile.Read(Path.Combine(clean, path));
        return ProjectStencils.PictureOf(read.Dataset, image.Width, image.Height);
    }

    private static Task<List<StencilView>> Forget(
        string project,
        string stencil,
        ForgetForm form,
        Caller caller,
        IDatabase database
    ) =>
        FreeText.Reason(form.Reason) is { } wrong
            ? throw new RefusedException(wrong)
            : Task.Run(async () =>
            {
                await database.Write(
                    caller.Actor,
                    u =>
                    {
                        ProjectTable.Open(u.Connection, project);
                        ProjectStencils.Stencil found =
                            ProjectStencils.Of(u.Connection, project).Find(s => ProjectStencils.IdOf(s.Of) == stencil)
                            ?? throw new RefusedException(
                                new("stencil.unknown", "There is no such stencil.", RefusalKind.NotFound)
                            );
                        return u.Append(
                            new About(project, "stencils/" + project),
                            new StencilForgotten(found.Of, form.Reason)
                        );
                    }
                );
                return List(project, database);
            });
}
