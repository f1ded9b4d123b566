using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Items;

/// <summary>
/// The bytes of images that passed the gate. A reader gets those of items assigned to them alone. Immutable: the
/// browser may keep them for a year.
/// </summary>
internal static class ServeFiles
{
    private sealed record FileRow(string Item, string Hash, string? Thumbnail, string Media);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/projects/{project}/files/{file}",
                (string project, string file, Caller caller, IDatabase database, IBlobStore blobs, HttpContext http) =>
                    Serve(project, file, caller, database, blobs, http, thumbnail: false)
            )
            .Needs(Action.SeeFiles)
            .Says("get-file", "Takes a file of an item as it was cleaned.")
            .GivesBytes("application/dicom", "image/jpeg", "image/png", "application/octet-stream")
            .Problems(404, "file.lost", "file.no-thumbnail", "file.unknown");
        api.MapGet(
                "/projects/{project}/files/{file}/thumbnail",
                (string project, string file, Caller caller, IDatabase database, IBlobStore blobs, HttpContext http) =>
                    Serve(project, file, caller, database, blobs, http, thumbnail: true)
            )
            .Needs(Action.SeeFiles)
            .Says("get-thumbnail", "Takes a small picture of a file.")
            .GivesBytes("image/png")
            .Problems(404, "file.lost", "file.no-thumbnail", "file.unknown");
    }

    private static IResult Serve(
        string project,
        string file,
        Caller caller,
        IDatabase database,
        IBlobStore blobs,
        HttpContext http,
        bool thumbnail
    )
    {
        using ReadLease read = database.Read();
        FileRow? row = read.Connection.One(
            "SELECT item, hash, thumbnail, media FROM file WHERE id = @0 AND project = @1",
            r => new FileRow(r.GetString(0), r.GetString(1), r.Text(2), r.GetString(3)),
            file,
            project
        );
        bool more = caller.Roles.Any(r => r is Role.Lead or Role.Steward or Role.Adjudicator or Role.Auditor);
        if (
            row is null
            || (
                !more
                && read.Connection.Number(
                    "SELECT COUNT(*) FROM read WHERE item = @0 AND reader = @1 AND state IN ('open', 'submitted')",
                    row.Item,
                    caller.Person
                ) == 0
            )
        )
        {
            throw new RefusedException(new("file.unknown", "There is no such image for you.", RefusalKind.NotFound));
        }

        string? hash = thumbnail ? row.Thumbnail : row.Hash;
        if (hash is null || blobs.Open(hash) is not { } stream)
        {
            throw new RefusedException(
                thumbnail
                    ? new("file.no-thumbnail", "This image has no thumbnail.", RefusalKind.NotFound)
                    : new("file.lost", "The image's bytes are missing from the store.", RefusalKind.NotFound)
                    {
                        Next = "Tell the administrator: run overread audit.",
                    }
            );
        }

        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Stream(
            stream,
            thumbnail ? "image/png" : row.Media,
            entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{hash}\""),
            enableRangeProcessing: true
        );
    }
}
