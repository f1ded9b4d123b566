using System.Diagnostics;

namespace Overread.Server.Composition.Telemetry;

/// <summary>
/// One span per request: method, the route's pattern and the outcome. The framework's own span names the whole address, where ids and
/// what somebody searched for stand, so it is not used.
/// </summary>
internal static class RequestTrace
{
    public static async Task Run(HttpContext http, RequestDelegate next)
    {
        if (!ServerInstruments.Source.HasListeners())
        {
            await next(http);
            return;
        }

        // The framework's span would be the parent, and it is not sampled: what the caller sent is.
        Activity.Current = null;
        _ = ActivityContext.TryParse(
            http.Request.Headers.TraceParent,
            null,
            isRemote: true,
            out ActivityContext caller
        );
        using Activity? span = ServerInstruments.Source.StartActivity("request", ActivityKind.Server, caller);
        try
        {
            await next(http);
        }
        finally
        {
            Say(span, http);
        }
    }

    private static void Say(Activity? span, HttpContext http)
    {
        if (span is null)
        {
            return;
        }

        string method = KnownMethod.Of(http.Request);
        string? route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? method : $"{method} {route}";
        span.SetTag("http.request.method", method);
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= 500)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
