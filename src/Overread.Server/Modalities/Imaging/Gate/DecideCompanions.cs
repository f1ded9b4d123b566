using System.Text;
using Overread.Dicom;
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
/// The objects that came with an entry's images: what each says, and what a person says about it: it passes, or is left out. An
/// approval given before is taken back by it.
/// </summary>
internal static class DecideCompanions
{
    internal sealed record Form(int Revision, IReadOnlyList<CompanionChoice> Choices);

    internal sealed record Saved(
        int Revision,
        string? Decision,
        IReadOnlyList<GateCompanion> Companions,
        int Undecided
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        const string Root = "/projects/{project}/batches/{batch}/entries/{entry}/companions";
        api.MapPut(Root, Save)
            .Needs(Action.DecideGate)
            .Says("decide-companions", "Decides for objects that came with images: each passes, or is left out.")
            .Problems(404, "batch.unknown", "gate.unknown")
            .Problems(409, "batch.not-at-gate", "project.closed")
            .Problems(412, "gate.companions-moved")
            .Problems(422, "gate.companion", "reason.needed");
        api.MapGet(Root + "/{file}/text", Text)
            .Needs(Action.SeeGate)
            .Says("show-companion-text", "Shows the words that are left in an object, or those of its document.")
            .GivesBytes("text/plain")
            .Problems(404, "batch.unknown", "gate.no-companion", "gate.unknown");
        api.MapGet(Root + "/{file}/document", Document)
            .Needs(Action.SeeGate)
            .Says("show-companion-document", "Shows a document as it came, before anybody lets it pass.")
            .GivesBytes("application/octet-stream", "application/pdf", "text/plain")
            .Problems(404, "batch.unknown", "gate.no-companion", "gate.unknown");
    }

    private static Task<Saved> Save([AsParameters] StageCall at, Form form) =>
        at.Edit(edit =>
        {
            ImagingWork work = ImagingWork.Of(edit.Entry);
            GateCompanions held = work.Companions;
            CompanionsDecided decided = edit.Record<CompanionsDecided>(
                CompanionRules.Decide(at.Entry, held.Companions, held.Revision, form.Revision, form.Choices)
            );
            GateCompanions.Table.Save(edit.Unit.Connection, at.Batch, at.Entry, decided.Revision, decided.Companions);
            return new Saved(
                decided.Revision,
                edit.TakeBack("hold"),
                decided.Companions,
                (work with { Companions = new(decided.Revision, decided.Companions) }).Undecided
            );
        });

    private static async Task<IResult> Text(
        string project,
        string batch,
        string entry,
        string file,
        HttpContext http,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches,
        FileLooks looks
    )
    {
        GateEntry found = Find(project, batch, entry, file, database, modalities);
        string? text = new CompanionFolder(batches.Details(batch), entry).Text(file);
        if (text is null)
        {
            using DicomFile read = DicomFile.Read(Path.Combine(batches.Clean(batch), found.Facts.Paths[file]));
            text = CompanionText.Of(read.Dataset);
        }

        await looks.Note(caller, new About(project, "batch/" + batch), "gate-companions", entry);
        return Shown(http, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");
    }

    private static async Task<IResult> Document(
        string project,
        string batch,
        string entry,
        string file,
        HttpContext http,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches,
        FileLooks looks
    )
    {
        Find(project, batch, entry, file, database, modalities);
        byte[] document =
            new CompanionFolder(batches.Details(batch), entry).Document(file)
            ?? throw None("This object has no document.");
        await looks.Note(caller, new About(project, "batch/" + batch), "gate-companions", entry);
        // Nothing that came is run: a PDF is drawn by the browser, markup is shown as text.
        return Shown(
            http,
            document,
            document.AsSpan(0, Math.Min(document.Length, 1024)).IndexOf("%PDF-"u8) >= 0 ? "application/pdf"
                : document.AsSpan().IndexOf((byte)0) < 0 ? "text/plain; charset=utf-8"
                : "application/octet-stream"
        );
    }

    private static GateEntry Find(
        string project,
        string batch,
        string entry,
        string file,
        IDatabase database,
        ModalityList modalities
    )
    {
        using ReadLease read = database.Read();
        GateEntry found = GateEntry.Find(read.Connection, modalities, project, batch, entry);
        return (found.Facts.Item.Companions ?? []).Any(c => c.Id == file) && found.Facts.Paths.ContainsKey(file)
            ? found
            : throw None("There is no such object in the entry.");
    }

    private static RefusedException None(string title) => new(new("gate.no-companion", title, RefusalKind.NotFound));

    private static IResult Shown(HttpContext http, byte[] bytes, string media)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(bytes, media);
    }
}
