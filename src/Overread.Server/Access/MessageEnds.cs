using Overread.Domain.Record;

namespace Overread.Server.Access;

/// <summary>
/// Refuses a message that says twice where it ends, by length and by chunks, and closes its connection (RFC 9112, 6.1: it ought to be handled as
/// an error). A proxy that goes by the one and a server that goes by the other would take its tail for somebody else's request.
/// </summary>
internal static class MessageEnds
{
    // Where Kestrel puts the length that it does not go by.
    private const string SetAside = "X-Content-Length";

    public static Task Run(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Headers.ContainsKey(SetAside))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.Headers.Connection = "close";
        return http.Response.WriteAsJsonAsync(
            new
            {
                type = "about:blank",
                title = "The request says both how long it is and that it comes in chunks.",
                status = 400,
                code = "request.ends",
            },
            EventJson.Options,
            "application/problem+json"
        );
    }
}
