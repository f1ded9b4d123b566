using Overread.Domain;
using Overread.Domain.People;
using Overread.Server.Access;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Text.Gate;

/// <summary>The text of a document that waits at the gate, as it came: it may name people.</summary>
internal static class ShowDocument
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/batches/{batch}/entries/{entry}/documents/{file}", Show)
            .Needs(Action.SeeGate)
            .Says("show-gate-document", "Shows the text of a document at the gate before anything is blacked out.")
            .GivesText("text/plain")
            .Problems(404, "batch.unknown", "gate.no-document", "gate.unknown");

    private static async Task<IResult> Show(
        string project,
        string batch,
        string entry,
        string file,
        Caller caller,
        IDatabase database,
        ModalityList modalities,
        Batches batches
    )
    {
        string? path;
        using (ReadLease read = database.Read())
        {
            GateEntry found = GateEntry.Find(read.Connection, modalities, project, batch, entry);
            TextWork.Of(found);
            path = found.Facts.Paths.GetValueOrDefault(file);
        }

        if (path is null || !File.Exists(Path.Combine(batches.Clean(batch), path)))
        {
            throw new RefusedException(
                new("gate.no-document", "There is no such document in this entry.", RefusalKind.NotFound)
            );
        }

        await database.Write(
            caller.Actor,
            u => u.Append(new About(project, "batch/" + batch), new ItemViewed("gate-document", entry))
        );
        return Results.File(Path.Combine(batches.Clean(batch), path), TextModality.MediaType);
    }
}
