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
    private const string Told = "told";
    private const string By = "by";
    private const string Provider = "provider";

    /// <summary>True for a session that was opened with a password that somebody else knows, and that was not changed since.</summary>
    public static bool IsTold(ClaimsPrincipal user, Account account) =>
        account.PasswordTold && user.HasClaim(Told, "1");

    /// <summary>True for a session that the organisation's provider vouched for: how surely is the provider's to say.</summary>
    public static bool IsByProvider(ClaimsPrincipal user) => user.HasClaim(By, Provider);

    /// <summary>Begins a session for somebody who has just proved who they are.</summary>
    /// <param name="http">The request.</param>
    /// <param name="account">Whose.</param>
    /// <param name="byPassword">True where the password proved it: one that somebody else told opens no more than its change.</param>
    /// <param name="byProvider">True where the organisation's provider vouched for them.</param>
    public static Task<SignedSession> Begin(
        HttpContext http,
        Account account,
        bool byPassword = false,
        bool byProvider = false
    ) => Issue(http, account, before: null, told: byPassword && account.PasswordTold, byProvider);

    /// <summary>Puts a session of the same age into the place of the one that the request came with.</summary>
    public static Task<SignedSession> Renew(HttpContext http, Account account, SignedSession? before) =>
        Issue(http, account, before, told: false, before is not null && IsByProvider(http.User));

    /// <summary>True for a session that has not lasted too long, however much it was used.</summary>
    public static bool IsYoung(AuthenticationProperties properties, DateTimeOffset now, TimeSpan longest) =>
        properties.Items.TryGetValue(Begun, out string? begun)
        && begun is not null
        && now - Timestamps.Parse(begun) < longest;

    private static async Task<SignedSession> Issue(
        HttpContext http,
        Account account,
        SignedSession? before,
        bool told,
        bool byProvider
    )
    {
        IServiceProvider services = http.RequestServices;
        string now = Timestamps.Text(services.GetRequiredService<TimeProvider>().GetUtcNow());
        // Random throughout: an id of the record has the time in it, which anybody knows.
        byte[] name = new byte[16];
        services.GetRequiredService<IEntropy>().Fill(name);
        SignedSession session = new(
            Convert.ToHexStringLower(name),
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
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, account.Id),
            new("stamp", account.Stamp),
            new("session", session.Id),
        ];
        if (told)
        {
            claims.Add(new(Told, "1"));
        }

        if (byProvider)
        {
            claims.Add(new(By, Provider));
        }

        ClaimsIdentity identity = new(claims, CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { IsPersistent = true, Items = { [Begun] = session.Begun } }
        );
        return session;
    }
}
