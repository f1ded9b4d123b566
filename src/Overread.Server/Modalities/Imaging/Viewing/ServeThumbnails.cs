using Overread.Domain;
using Overread.Server.Access;
using Overread.Server.Features.Items;
using Overread.Server.Features.Items.Contracts;
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

    private static IResult Serve(
        string project,
        string file,
        Caller caller,
        IDatabase database,
        IBlobStore blobs,
        HttpContext http
    )
    {
        using ReadLease read = database.Read();
        ServeFiles.FileRow row = ServeFiles.Find(read.Connection, project, file, caller);
        return row.Thumbnail is null
            ? throw new RefusedException(new("file.no-thumbnail", "This image has no thumbnail.", RefusalKind.NotFound))
            : BlobAnswer.Stream(blobs, http, row.Thumbnail, "image/png") ?? throw BlobAnswer.Lost();
    }
}
