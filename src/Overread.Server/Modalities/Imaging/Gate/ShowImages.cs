using Overread.Domain;
using Overread.Server.Access;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>The pictures of an entry that waits at the gate, frame by frame.</summary>
internal static class ShowImages
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
                "/projects/{project}/batches/{batch}/entries/{entry}/images/{file}/frames/{n:int}",
                (
                    string project,
                    string batch,
                    string entry,
                    string file,
                    int n,
                    Caller caller,
                    IDatabase database,
                    ModalityList modalities,
                    Batches batches,
                    FileLooks looks,
                    int? side,
                    bool? every
                ) =>
                    Image(
                        project,
                        batch,
                        entry,
                        file,
                        n,
                        side ?? 0,
                        every ?? false,
                        caller,
                        database,
                        modalities,
                        batches,
                        looks
                    )
            )
            .Needs(Action.SeeGate)
            .Says("show-gate-image", "Shows a frame of an image that waits at the gate.")
            .GivesBytes("image/png")
            .Problems(404, "batch.unknown", "gate.no-image", "gate.unknown");

    private static async Task<IResult> Image(
        string project,
        string batch,
        string entry,
        string file,
        int n,
        int side,
        bool every,
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

        if (
            !found.Facts.Paths.TryGetValue(file, out string? name)
            || GateImage.Render(Path.Combine(batches.Clean(batch), name), found.Kind, n, side, every) is not { } png
        )
        {
            throw new RefusedException(
                new("gate.no-image", "This frame cannot be drawn here.", RefusalKind.NotFound)
                {
                    Next = "Hold the entry, or reject it: what nobody has seen should not pass.",
                }
            );
        }

        await looks.Note(caller, new About(project, "batch/" + batch), "gate-images", entry);
        return Results.Bytes(png, "image/png");
    }
}
