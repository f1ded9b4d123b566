using System.Net;
using Overread.Domain.Record;

namespace Overread.Server.Access;

/// <summary>
/// Answers to its own names alone: addresses in numbers, localhost, the name it listens on and those it was started with. Another
/// site's name that somebody points here (DNS rebinding) gets nothing.
/// </summary>
internal sealed class KnownHosts(RequestDelegate next, IReadOnlyCollection<string> names)
{
    public Task InvokeAsync(HttpContext context)
    {
        string host = context.Request.Host.Host.TrimEnd('.');
        if (
            host.Length == 0
            || IPAddress.TryParse(host.Trim('[', ']'), out _)
            || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || names.Contains(host, StringComparer.OrdinalIgnoreCase)
        )
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return context.Response.WriteAsJsonAsync(
            new
            {
                type = "about:blank",
                title = "This server does not answer to that name.",
                status = StatusCodes.Status421MisdirectedRequest,
                code = "host.unknown",
                next = "Name it when the server is started: overread serve --host NAME.",
            },
            EventJson.Options,
            "application/problem+json"
        );
    }
}
