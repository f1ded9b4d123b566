using Microsoft.AspNetCore.Http.Features;

namespace Overread.Server.Access;

/// <summary>
/// How much a request may send: nobody without an account more than a sign-in needs, and no JSON more than memory should hold at
/// once. What is streamed to disk (files, DICOM, tables) has the host's own limit.
/// </summary>
internal static class BodyLimit
{
    private const long Stranger = 16 << 10;
    private const long Json = 16 << 20;

    public static void Set(HttpContext context, bool known)
    {
        long? limit =
            !known ? Stranger
            : context.Request.HasJsonContentType() ? Json
            : null;
        if (limit is not { } bytes)
        {
            return;
        }

        if (context.Request.ContentLength > bytes)
        {
            throw new BadHttpRequestException("The request's body is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = bytes;
        }
    }
}
