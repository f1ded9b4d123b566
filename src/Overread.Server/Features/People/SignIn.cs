using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Server.Access;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.People.Provider;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.People;

/// <summary>Signing in and out with a password and, where switched on, a one-time code; the first visit makes the administrator.</summary>
internal static class SignIn
{
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
            .Problems(403, "session.by-provider")
            .Problems(429, "session.too-many");
        api.MapDelete("/session", Leave)
            .Needs(Action.Anybody)
            .ByPersonAlone()
            .Says("sign-out", "Ends this session. Others of the account go on; see end-sessions.")
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

    private static SessionView Show(HttpContext http, Caller? caller, Accounts accounts, SessionDesk desk)
    {
        Account? account = caller is null ? null : accounts.Find(caller.Person);
        return desk.Of(account, told: account is not null && SessionIssue.IsTold(http.User, account), user: http.User);
    }

    private static async Task<SessionView> Enter(
        SignInForm form,
        HttpContext http,
        Accounts accounts,
        SessionDesk desk,
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
        await SessionIssue.Begin(http, account, byPassword: true);
        return desk.Of(account, told: account.PasswordTold);
    }

    private static async Task<SessionView> Leave(
        HttpContext http,
        Caller? caller,
        People people,
        SessionDesk desk,
        ProviderLine line
    )
    {
        string? at = null;
        if (caller is not null)
        {
            // A cookie that was copied before is worth nothing now.
            await people.EndSessions(caller.Actor, caller.Person, s => s.Id == caller.Session, "sign-out");
            at = await line.SignOut(
                caller.Session!,
                $"{http.Request.Scheme}://{http.Request.Host}/",
                http.RequestAborted
            );
        }

        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return desk.Of(null, at);
    }

    private static async Task<SessionView> SetUp(
        SetupForm form,
        HttpContext http,
        People people,
        Accounts accounts,
        SessionDesk desk
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
        await SessionIssue.Begin(http, account);
        return desk.Of(account);
    }
}
