using Overread.Domain;
using Overread.Storage;

namespace Overread.Server.Features.Items.Contracts;

/// <summary>The bytes of a file as an answer.</summary>
internal static class BlobAnswer
{
    /// <summary>The refusal for a file that should be in the store and is not.</summary>
    public static RefusedException Lost() =>
        new(
            new("file.lost", "The file's bytes are missing from the store.", RefusalKind.NotFound)
            {
                Next = "Tell the administrator: run overread audit.",
            }
        );

    /// <summary>
    /// A blob; null where it is not in the store. The browser keeps it and asks each time whether it still may: what was
    /// withdrawn is out of service at once.
    /// </summary>
    public static IResult? Stream(IBlobStore blobs, HttpContext http, string? hash, string media)
    {
        if (hash is null || blobs.Open(hash) is not { } stream)
        {
            return null;
        }

        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Stream(
            stream,
            media,
            entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{hash}\""),
            enableRangeProcessing: true
        );
    }
}
