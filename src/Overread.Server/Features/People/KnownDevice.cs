using Microsoft.AspNetCore.DataProtection;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>
/// Remembers on a device that an account has signed in on it, so that strangers who guess at the account's password elsewhere do
/// not hold its owner up. It opens nothing.
/// </summary>
internal sealed class KnownDevice(IDataProtectionProvider protection, IEntropy entropy)
{
    private const string Name = "overread-device";
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(180);
    private readonly ITimeLimitedDataProtector _protector = protection
        .CreateProtector("Overread.KnownDevice")
        .ToTimeLimitedDataProtector();

    /// <summary>The device's own name, where the account has signed in on it; null for a stranger.</summary>
    public string? Of(HttpContext http, string account)
    {
        if (!http.Request.Cookies.TryGetValue(Named(http), out string? cookie) || cookie.Length > 1000)
        {
            return null;
        }

        try
        {
            string[] parts = _protector.Unprotect(cookie).Split('\n');
            return parts.Length == 2 && parts[0] == account ? parts[1] : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Of another server, or too old: a stranger's.
            return null;
        }
    }

    /// <summary>The account has signed in.</summary>
    public void Remember(HttpContext http, string account)
    {
        string device = Of(http, account) ?? entropy.NewId();
        http.Response.Cookies.Append(
            Named(http),
            _protector.Protect($"{account}\n{device}", Lasts),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = http.Request.IsHttps,
                MaxAge = Lasts,
                Path = "/api/session",
            }
        );
    }

    // A browser takes a cookie of that name by TLS alone. Its path is not the whole site, or it could be bound to the host too.
    private static string Named(HttpContext http) => (http.Request.IsHttps ? "__Secure-" : "") + Name;
}
