using Microsoft.AspNetCore.Authentication.Cookies;

namespace Overread.Server.Access;

/// <summary>
/// Cookies that came by TLS are called <c>__Host-…</c>: a browser takes such a one from this very host alone, for its whole site and by TLS, so
/// that no neighbour under the same domain can plant one.
/// </summary>
internal sealed class HostCookies : ICookieManager
{
    private readonly ChunkingCookieManager _chunks = new();

    /// <inheritdoc/>
    public string? GetRequestCookie(HttpContext context, string key) =>
        _chunks.GetRequestCookie(context, Named(context, key));

    /// <inheritdoc/>
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _chunks.AppendResponseCookie(context, Named(context, key), value, options);

    /// <inheritdoc/>
    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _chunks.DeleteCookie(context, Named(context, key), options);

    private static string Named(HttpContext context, string key) => (context.Request.IsHttps ? "__Host-" : "") + key;
}
