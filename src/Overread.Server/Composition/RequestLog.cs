using System.Diagnostics;

namespace Overread.Server.Composition;

/// <summary>
/// One line per request: method, route, outcome, time. The route's pattern, never the address: ids, searches and names stay
/// out of the log.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            LogRequest(
                KnownMethod.Of(context.Request),
                (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "?",
                context.Response.StatusCode,
                (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds
            );
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} {Milliseconds} ms")]
    private partial void LogRequest(string method, string route, int status, long milliseconds);
}
