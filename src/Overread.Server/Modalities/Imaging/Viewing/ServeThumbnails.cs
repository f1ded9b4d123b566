using Overread.Domain;
using Overread.Server.Access;
using Overread.Server.Features.Items;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Imaging.Viewing;

/// <summary>The small pictures that stand for images in lists; who may see a file may see its picture.</summary>
internal static class ServeThumbnails
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/files/{file}/thumbnail", Serve)
            .Needs(Action.SeeFiles)
            .Says("get-thumbnail", "Takes a small picture of a file.")
            .GivesBytes("image/png")
            .Problems(404, "file.lost", "file.no-thumbnail", "file.unknown")
            .Problems(409, "item.withdrawn")
            .Problems(500, "file.damaged");

    // Lists show them by the hundred: one event says that somebody went through the project's.
    private static async Task<IResult> Serve(
        string project,
        string file,
        Caller caller,
        IDatabase database,
        IBlobStore blobs,
        FileLooks looks,
        HttpContext http
    )
    {
        ServeFiles.FileRow row;
        bool assigned;
        using (ReadLease read = database.Read())
        {
            row = ServeFiles.Find(read.Connection, project, file, caller);
            assigned = ReadTable.Has(read.Connection, row.Item, caller.Person);
        }

        if (row.Thumbnail is null)
        {
            throw new RefusedException(new("file.no-thumbnail", "This image has no thumbnail.", RefusalKind.NotFound));
        }

        if (!assigned)
        {
            await looks.Note(caller, new About(project, "project/" + project), "thumbnails", project);
        }

        return BlobAnswer.Stream(blobs, http, row.Thumbnail, "image/png") ?? throw BlobAnswer.Lost();
    }
}
