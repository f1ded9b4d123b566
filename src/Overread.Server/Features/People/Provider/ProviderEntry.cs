using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Domain.Projects;
using Overread.Server.Composition;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.People.Provider;

/// <summary>
/// What comes of a sign-in that the provider has answered and the handler has checked: a session, a connection, a proof that
/// the person is there, or a refusal, each on the record. Answers are addresses of the workbench, for a browser stands here.
/// </summary>
internal sealed partial class ProviderEntry(
    ServeOptions options,
    ProviderLine line,
    ProviderLogins logins,
    Accounts accounts,
    People people,
    Sessions sessions,
    Memberships memberships,
    FailedSignIns failures,
    IDatabase database,
    TimeProvider time,
    ILogger<ProviderEntry> logger
)
{
    // By how much the provider's clock may be behind, in seconds.
    private const int ClockSpread = 30;

    private sealed record Visitor(string Issuer, string Subject, ClaimsPrincipal Principal, string From);

    /// <summary>Takes somebody in whom the provider has vouched for.</summary>
    public async Task Enter(HttpContext http, ClaimsPrincipal principal, AuthenticationProperties properties)
    {
        Visitor visitor = new(
            properties.Items["issuer"]!,
            principal.FindFirstValue("sub") ?? "",
            principal,
            SignInGate.AddressOf(http.Connection.RemoteIpAddress)
        );
        string back = properties.Items.TryGetValue("to", out string? to) && UseProvider.IsOwn(to) ? to! : "/";
        // What somebody may do here is not asked before it is sure enough who they are.
        string? refused = properties.Items["for"] switch
        {
            _ when !IsSureEnough(properties) => await Refuse(visitor, null, "provider.strength"),
            "connect" => await Connect(visitor, properties),
            "confirm" => await Confirm(visitor, properties),
            _ => await SignIn(http, visitor),
        };
        http.Response.Redirect(refused is null ? back : UseProvider.Refused(refused, back));
    }

    /// <summary>The protocol went wrong: an answer that was not asked for, a replayed one, or a provider that fails meanwhile.</summary>
    public Task Fail(HttpContext http, Exception? failure)
    {
        bool down =
            failure is HttpRequestException or TaskCanceledException
            || failure?.GetBaseException() is HttpRequestException or System.Net.Sockets.SocketException;
        LogFault(failure?.GetType().Name ?? "nothing");
        return Fail(http, down ? "provider.down" : "provider.answer");
    }

    /// <summary>Nobody comes in, and the browser is told why.</summary>
    public async Task Fail(HttpContext http, string code)
    {
        await failures.Add(null, SignInGate.AddressOf(http.Connection.RemoteIpAddress), code.Replace('.', '-'));
        http.Response.Redirect(UseProvider.Refused(code, "/"));
    }

    // Its words may quote whom it is about.
    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer of the sign-in provider was refused: {Fault}")]
    private partial void LogFault(string fault);

    private bool IsSureEnough(AuthenticationProperties properties) =>
        options.Provider!.Strengths is { Count: 0 }
        || (
            properties.Items.TryGetValue("strength", out string? strength)
            && options.Provider.Strengths.Contains(strength)
        );

    private async Task<string?> SignIn(HttpContext http, Visitor visitor)
    {
        SignInProvider provider = options.Provider!;
        HashSet<string> groups = GroupsOf(visitor.Principal);
        List<SignInProvider.Grant> grants = [.. provider.Groups.Where(g => groups.Contains(g.Group))];
        Account? account = logins.Find(visitor.Issuer, visitor.Subject) is { } person ? accounts.Find(person) : null;
        if (account is { Disabled: true })
        {
            return await Refuse(visitor, account.Id, "provider.disabled");
        }

        if (provider.Groups.Count > 0 && grants.Count == 0)
        {
            return await Refuse(visitor, account?.Id, "provider.group");
        }

        if (account is null)
        {
            (account, string? why) = await FirstTime(visitor);
            if (account is null)
            {
                return await Refuse(visitor, null, why!);
            }
        }

        account = await Follow(account, grants);
        string id = account.Id;
        await database.Write(
            new Actor("person/" + id, "http"),
            u =>
                u.Append(
                    new About(null, "person/" + id),
                    new SignedInByProvider(
                        id,
                        visitor.From,
                        visitor.Issuer,
                        [.. grants.Select(g => g.Group).Distinct().Order(StringComparer.Ordinal)]
                    )
                )
        );
        SignedSession session = await SessionIssue.Begin(http, account, byProvider: true);
        line.Keep(session.Id, http.Items[typeof(ProviderEntry)] as string);
        return null;
    }

    // Nobody gets an account that is there already by saying its e-mail address: the account's owner connects it, or an administrator.
    private async Task<(Account?, string?)> FirstTime(Visitor visitor)
    {
        if (!options.Provider!.NewAccounts || !accounts.Any)
        {
            return (null, "provider.unknown");
        }

        string? email =
            visitor.Principal.FindFirstValue("email") ?? visitor.Principal.FindFirstValue("preferred_username");
        string name = visitor.Principal.FindFirstValue("name") ?? email ?? "";
        if (email is null || !email.Contains('@', StringComparison.Ordinal))
        {
            return (null, "provider.no-email");
        }

        try
        {
            return (
                await people.Welcome(
                    name.Length > 120 ? name[..120] : name,
                    email,
                    (u, id) => logins.Connect(u, visitor.Issuer, visitor.Subject, id)
                ),
                null
            );
        }
        catch (RefusedException e)
        {
            return (null, e.Refusal.Code == "people.email-taken" ? "provider.email" : "provider.no-email");
        }
    }

    private async Task<string?> Connect(Visitor visitor, AuthenticationProperties properties)
    {
        if (Asker(properties) is not { } person)
        {
            return "provider.session";
        }

        return await database.Write(
            new Actor("person/" + person, "http"),
            u => logins.Connect(u, visitor.Issuer, visitor.Subject, person)
        )
            ? null
            : "provider.taken";
    }

    private async Task<string?> Confirm(Visitor visitor, AuthenticationProperties properties)
    {
        string? person = Asker(properties);
        if (person is null)
        {
            return "provider.session";
        }

        // Somebody else who is signed in at the provider, or an answer from memory, proves nothing.
        bool now =
            properties.Items.TryGetValue("auth-time", out string? said)
            && long.TryParse(said, CultureInfo.InvariantCulture, out long seconds)
            && properties.Items.TryGetValue("asked", out string? asked)
            && seconds >= Timestamps.Parse(asked!).ToUnixTimeSeconds() - ClockSpread;
        if (!now || logins.Find(visitor.Issuer, visitor.Subject) != person)
        {
            return await Refuse(visitor, person, "provider.not-confirmed");
        }

        await database.Write(
            new Actor("person/" + person, "http"),
            u =>
            {
                sessions.Confirm(u, properties.Items["session"]!);
                return true;
            }
        );
        return null;
    }

    // Who asked, while the session they asked in still stands: the browser does not send its cookie when another site sends it here.
    private string? Asker(AuthenticationProperties properties) =>
        properties.Items.TryGetValue("session", out string? id)
        && sessions.Find(id!) is { } session
        && time.GetUtcNow() < sessions.EndOf(session)
        && accounts.Find(session.Person) is { Disabled: false }
            ? session.Person
            : null;

    private async Task<string> Refuse(Visitor visitor, string? person, string code)
    {
        await failures.Add(person, visitor.From, code.Replace('.', '-'));
        return code;
    }

    private HashSet<string> GroupsOf(ClaimsPrincipal principal) =>
        [.. principal.FindAll(options.Provider!.GroupClaim).Select(c => c.Value)];

    // Roles are what the groups say, each time: given and taken, in the projects that the provider's groups name and no others.
    private async Task<Account> Follow(Account account, List<SignInProvider.Grant> grants)
    {
        SignInProvider provider = options.Provider!;
        if (provider.Groups.Any(g => g.Administrator))
        {
            account = await people.Administer(account, grants.Exists(g => g.Administrator));
        }

        foreach (
            string named in provider.Groups.Select(g => g.Project).OfType<string>().Distinct(StringComparer.Ordinal)
        )
        {
            Role[] wanted = [.. grants.Where(g => g.Project == named).SelectMany(g => g.Roles).Distinct().Order()];
            await FollowIn(account.Id, named, wanted);
        }

        return account;
    }

    private async Task FollowIn(string person, string named, Role[] wanted)
    {
        using (ReadLease read = database.Read())
        {
            if (MemberRoles.Named(read.Connection, named) is not { } found)
            {
                return;
            }

            named = found;
        }

        IReadOnlyList<Role> held = memberships.Of(named, person);
        if (held.Order().SequenceEqual(wanted))
        {
            return;
        }

        Actor provider = new("system", "sign-in-provider");
        try
        {
            await database.Write(
                provider,
                u =>
                    wanted.Length == 0
                        ? MemberRoles.Remove(u, named, person)
                        : MemberRoles.Set(u, named, person, wanted)
            );
        }
        catch (RefusedException e)
        {
            // The last lead, or a closed project: nothing is changed, and that is said.
            await database.Write(
                provider,
                u => u.Append(new About(named, "project/" + named), new RolesKept(person, wanted, e.Refusal.Code))
            );
        }
    }
}
