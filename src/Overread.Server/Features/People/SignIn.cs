using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Server.Access;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.People;

/// <summary>Signing in and out with a password and, where switched on, a one-time code; the first visit makes the administrator.</summary>
internal static class SignIn
{
    private const string Begun = "begun";

    internal sealed record SignInForm(string Email, string Password, string? Code = null);

    internal sealed record SetupForm(string Name, string Email, string Password);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/session", Show)
            .Needs(Action.Anybody)
            .Says("show-session", "Says who is signed in, and whether the server has to be set up.");
        api.MapPost("/session", Enter)
            .Needs(Action.Anybody)
            .Says("sign-in", "Signs in with password and, where it is on, a code.")
            .Problems(401, "session.totp-needed", "session.wrong")
            .Problems(429, "session.too-many");
        api.MapDelete("/session", Leave)
            .Needs(Action.Anybody)
            .ByPersonAlone()
            .Says("sign-out", "Ends every session of the account.")
            .Problems(403, "access.person");
        api.MapPost("/setup", SetUp)
            .Needs(Action.Anybody)
            .Says("set-up", "Makes the first account, an administrator, and signs it in.")
            .Problems(409, "people.email-taken", "setup.done")
            .Problems(422, "people.email", "people.name", "people.password");
    }

    /// <summary>The refusal for whoever would be a second first.</summary>
    public static Refusal SetUpAlready { get; } =
        new("setup.done", "This installation has an administrator already.", RefusalKind.Conflict)
        {
            Next = "Sign in, or ask the administrator for an account.",
        };

    private static SessionView Show(Caller? caller, Accounts accounts, Memberships memberships, DemoSignIns demo) =>
        SessionView.Of(caller is null ? null : accounts.Find(caller.Person), accounts, memberships, demo);

    private static async Task<SessionView> Enter(
        SignInForm form,
        HttpContext http,
        Accounts accounts,
        Memberships memberships,
        DemoSignIns demo,
        SignInDoor door,
        IDatabase database
    )
    {
        Account? account = accounts.FindByEmail(form.Email ?? "");
        SignInGate.Knock knock = await door.Knock(http, account, form.Email ?? "");
        if (await door.Why(account, form.Password ?? "", form.Code) is { } why)
        {
            await door.Failed(knock, account, why);
        }

        door.Passed(http, knock, account!);
        await database.Write(
            new Actor("person/" + account!.Id, "http"),
            u =>
                u.Append(new About(null, "person/" + account.Id), new SignedIn(account.Id, knock.Address, account.Totp))
        );
        await Issue(http, account);
        return SessionView.Of(account, accounts, memberships, demo);
    }

    private static async Task<SessionView> Leave(
        HttpContext http,
        Caller? caller,
        People people,
        Accounts accounts,
        Memberships memberships,
        DemoSignIns demo
    )
    {
        if (caller is not null)
        {
            // A cookie that was copied before is worth nothing now.
            await people.EndSessions(caller.Actor, caller.Person);
        }

        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return SessionView.Of(null, accounts, memberships, demo);
    }

    private static async Task<SessionView> SetUp(
        SetupForm form,
        HttpContext http,
        People people,
        Accounts accounts,
        Memberships memberships,
        DemoSignIns demo
    )
    {
        if (accounts.Any)
        {
            throw new RefusedException(SetUpAlready);
        }

        Account account = await people.Register(
            Actor.System,
            form.Name,
            form.Email,
            form.Password,
            administrator: true,
            first: true
        );
        await Issue(http, account);
        return SessionView.Of(account, accounts, memberships, demo);
    }

    /// <summary>Gives the browser a session that is good as long as the account's stamp stays what it is.</summary>
    public static Task Issue(HttpContext http, Account account)
    {
        // A program with a token has no session to renew.
        if (http.User.HasClaim(c => c.Type == "token"))
        {
            return Task.CompletedTask;
        }

        List<Claim> claims = [new(ClaimTypes.NameIdentifier, account.Id), new("stamp", account.Stamp)];
        ClaimsIdentity identity = new(claims, CookieAuthenticationDefaults.AuthenticationScheme);
        return http.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { IsPersistent = true, Items = { [Begun] = BegunAt(http) } }
        );
    }

    /// <summary>When a session began, as its ticket says; empty where it does not.</summary>
    public static string BegunOf(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(Begun, out string? begun) ? begun ?? "" : "";

    /// <summary>True for a session that has not lasted too long, however much it was used.</summary>
    public static bool IsYoung(AuthenticationProperties properties, DateTimeOffset now, TimeSpan longest) =>
        properties.Items.TryGetValue(Begun, out string? begun)
        && begun is not null
        && now - Timestamps.Parse(begun) < longest;

    // A session that is issued anew, as when a second factor is set up, is no younger for it; a sign-in begins one.
    private static string BegunAt(HttpContext http)
    {
        AuthenticationProperties? before = http
            .Features.Get<IAuthenticateResultFeature>()
            ?.AuthenticateResult?.Properties;
        bool fresh = http.Request.Path.Equals("/api/session", StringComparison.OrdinalIgnoreCase);
        return !fresh && before?.Items.TryGetValue(Begun, out string? begun) == true && begun is not null
            ? begun
            : Timestamps.Text(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
    }
}
