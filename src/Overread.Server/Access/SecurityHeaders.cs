namespace Overread.Server.Access;

/// <summary>What every answer says to browsers, refusals and faults too: where it may be shown, and what it may load.</summary>
internal static class SecurityHeaders
{
    public static Task Run(HttpContext http, RequestDelegate next)
    {
        // Last of all: whoever answers a fault begins by clearing what was set before.
        http.Response.OnStarting(() =>
        {
            Set(http);
            return Task.CompletedTask;
        });
        return next(http);
    }

    private static void Set(HttpContext http)
    {
        IHeaderDictionary headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (!http.Request.Path.StartsWithSegments("/scalar") && headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy =
                "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' data: blob:; connect-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        }

        if (http.Request.Path.StartsWithSegments("/api") && headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }
    }
}
