using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>Gives browsers their session: a row that says where and when, and a cookie that names it.</summary>
internal static class SessionIssue
{
    private const string Begun = "begun";

    /// <summary>Begins a session for somebody who has just proved who they are.</summary>
    public static Task<SignedSession> Begin(HttpContext http, Account account) => Issue(http, account, before: null);

    /// <summary>Puts a session of the same age into the place of the one that the request came with.</summary>
    public static Task<SignedSession> Renew(HttpContext http, Account account, SignedSession? before) =>
        Issue(http, account, before);

    /// <summary>True for a session that has not lasted too long, however much it was used.</summary>
    public static bool IsYoung(AuthenticationProperties properties, DateTimeOffset now, TimeSpan longest) =>
        properties.Items.TryGetValue(Begun, out string? begun)
        && begun is not null
        && now - Timestamps.Parse(begun) < longest;

    private static async Task<SignedSession> Issue(HttpContext http, Account account, SignedSession? before)
    {
        IServiceProvider services = http.RequestServices;
        string now = Timestamps.Text(services.GetRequiredService<TimeProvider>().GetUtcNow());
        SignedSession session = new(
            services.GetRequiredService<IEntropy>().NewId(),
            account.Id,
            before?.Begun ?? now,
            SignInGate.AddressOf(http.Connection.RemoteIpAddress),
            DeviceWords.Of(http.Request.Headers.UserAgent.ToString()),
            now,
            now
        );
        Sessions sessions = services.GetRequiredService<Sessions>();
        await services
            .GetRequiredService<IDatabase>()
            .Write(
                new Actor("person/" + account.Id, "http"),
                u =>
                {
                    sessions.Begin(u, session);
                    return true;
                }
            );
        ClaimsIdentity identity = new(
            [new(ClaimTypes.NameIdentifier, account.Id), new("stamp", account.Stamp), new("session", session.Id)],
            CookieAuthenticationDefaults.AuthenticationScheme
        );
        await http.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { IsPersistent = true, Items = { [Begun] = session.Begun } }
        );
        return session;
    }
}
