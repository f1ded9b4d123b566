using System.Data.Common;
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
                .All.Select(s => new StencilView(
                    s.Id,
                    s.Of.Device,
                    s.Of.Modality,
                    s.Of.Columns,
                    s.Of.Rows,
                    s.Places,
                    s.At
                )),
        ];
    }

    private static Task<StencilLaid> Keep([AsParameters] StageCall at, StencilForm form, Batches batches)
    {
        // Headers are read before the one writer is asked: it must not wait for files.
        Dictionary<string, StencilPicture?> pictures = PicturesAtGate(at, batches);
        return at.Edit(edit =>
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
            Decision decision = StencilRules.Keep(
                pictures.GetValueOrDefault(file.Id),
                file.Id,
                ImagingWork.Of(edit.Entry).Boxes
            );
            edit.Unit.Append(new About(at.Project, "stencils/" + at.Project), decision);
            return LayOnAll(edit.Unit, at, decision.Events.OfType<StencilKept>().Single(), pictures);
        });
    }

    /// <summary>What a stencil for each image at the gate would be for, by the image's id.</summary>
    private static Dictionary<string, StencilPicture?> PicturesAtGate(StageCall at, Batches batches)
    {
        List<(GateEntry Entry, string Clean)> entries;
        using (ReadLease read = at.Database.Read())
        {
            entries = [.. Waiting(read.Connection, at).Select(w => (w.Entry, batches.Clean(w.Batch)))];
        }

        return entries
            .SelectMany(e => ProjectStencils.PicturesOf(e.Entry, e.Clean))
            .ToDictionary(p => p.File.Id, p => p.Of);
    }

    private static IEnumerable<(string Batch, GateEntry Entry)> Waiting(DbConnection c, StageCall at) =>
        Batches
            .Of(c, at.Project)
            .Where(b => b.State is "gate" or "held")
            .SelectMany(b => GateEntry.Of(c, at.Modalities, b.Id).Select(e => (b.Id, e)))
            .Where(w => w.e.Work is ImagingWork);

    // What a person has approved stays as it was approved; so does what was rejected. An entry that came a moment ago was
    // searched without the stencil, and its proposals wait for a person.
    private static StencilLaid LayOnAll(
        IUnitOfWork u,
        StageCall at,
        StencilKept kept,
        Dictionary<string, StencilPicture?> pictures
    )
    {
        int entries = 0;
        int images = 0;
        foreach ((string batch, GateEntry entry) in Waiting(u.Connection, at))
        {
            if (entry.Decision is "approve" or "reject")
            {
                continue;
            }

            IReadOnlyList<GateBox> boxes = ImagingWork.Of(entry).Boxes;
            IReadOnlyList<GateBox> laid = boxes;
            foreach (FileFacts file in entry.Files.Where(f => pictures.GetValueOrDefault(f.Id) == kept.Of))
            {
                IReadOnlyList<GateBox> before = laid;
                laid = StencilRules.Lay(laid, file.Id, kept.Places, u.NewId);
                images += ReferenceEquals(before, laid) ? 0 : 1;
            }

            if (!ReferenceEquals(laid, boxes))
            {
                entries++;
                StageEdit edit = new(u, batch, new About(at.Project, "batch/" + batch), entry);
                int revision = edit.Keep(ImagingGate.WorkOf(laid));
                u.Append(edit.About, new BoxesMarked(entry.Id, revision, laid));
            }
        }

        return new(Stencil.IdOf(kept.Of), entries, images);
    }

    private static async Task<List<StencilView>> Forget(
        string project,
        string stencil,
        ForgetForm form,
        Caller caller,
        IDatabase database
    )
    {
        if (FreeText.Reason(form.Reason) is { } wrong)
        {
            throw new RefusedException(wrong);
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                Stencil found =
                    ProjectStencils.Of(u.Connection, project).All.FirstOrDefault(s => s.Id == stencil)
                    ?? throw new RefusedException(
                        new("stencil.unknown", "There is no such stencil.", RefusalKind.NotFound)
                    );
                return u.Append(new About(project, "stencils/" + project), new StencilForgotten(found.Of, form.Reason));
            }
        );
        return List(project, database);
    }
}
