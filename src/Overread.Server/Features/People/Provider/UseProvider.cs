using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.People.Provider;

/// <summary>Sign-in by the organisation's provider: whether it is there, the way to it, and whose account is whose at it.</summary>
internal static class UseProvider
{
    /// <summary>Whether the provider can be used now.</summary>
    /// <param name="Name">What the sign-in page calls it.</param>
    /// <param name="Up">True where it answered within the last seconds.</param>
    /// <param name="Problem">Why it cannot be used, in a sentence.</param>
    internal sealed record ProviderState(string Name, bool Up, string? Problem);

    /// <summary>Where a browser goes to connect an account.</summary>
    /// <param name="At">An address of this server.</param>
    internal sealed record ProviderStart(string At);

    /// <summary>Who a person is at the provider.</summary>
    /// <param name="Subject">The provider's own name for them (the claim <c>sub</c>).</param>
    internal sealed record ProviderSubject(string Subject);

    /// <summary>A connection of an account with the provider.</summary>
    /// <param name="Issuer">The provider's name in its tokens.</param>
    /// <param name="Subject">The provider's name for the person.</param>
    internal sealed record ProviderConnection(string Issuer, string Subject);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/session/provider", State)
            .Needs(Action.Anybody)
            .Says("show-provider", "Says whether one can sign in by the organisation's provider now.")
            .Problems(404, "provider.none");
        api.MapPost("/session/provider", (ProviderLine line) => Prepare(line))
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("connect-provider", "Gives the address by which the caller connects their account with the provider.")
            .AfterConfirming()
            .Problems(403, "access.person")
            .Problems(404, "provider.none");
        api.MapDelete("/session/provider", DisconnectOwn)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("disconnect-provider", "Disconnects the caller's account, which has a password, from the provider.")
            .AfterConfirming()
            .Problems(403, "access.person")
            .Problems(409, "provider.only-way", "provider.not-connected");
        api.MapPut("/people/{id}/provider", ConnectPerson)
            .Needs(Action.ManagePeople)
            .Says("connect-person", "Connects an account with somebody at the provider.")
            .AfterConfirming()
            .Problems(404, "people.unknown", "provider.none")
            .Problems(409, "provider.taken", "provider.down")
            .Problems(422, "provider.subject");
        api.MapDelete("/people/{id}/provider", DisconnectPerson)
            .Needs(Action.ManagePeople)
            .Says("disconnect-person", "Disconnects an account from the provider and ends its sessions.")
            .AfterConfirming()
            .Problems(404, "people.unknown")
            .Problems(409, "provider.not-connected");
    }

    /// <summary>The address by which a browser goes to the provider; it is no part of the API.</summary>
    public static void MapPages(IEndpointRouteBuilder app) =>
        app.MapGet("/sign-in/start", Start).Needs(Action.Anybody).ExcludeFromDescription();

    /// <summary>True for an address of the workbench, and no other site's.</summary>
    public static bool IsOwn(string? path) =>
        path is { Length: > 0 and < 300 }
        && path[0] == '/'
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Any(c => c is '\\' or < ' ' or > '~');

    /// <summary>The page that says why.</summary>
    public static string Refused(string code, string back) =>
        $"{(back.StartsWith("/account", StringComparison.Ordinal) || back.StartsWith("/signed-in", StringComparison.Ordinal) ? back : "/")}?refused={code}";

    private static async Task<ProviderState> State(ProviderLine line, CancellationToken cancel)
    {
        if (line.Provider is not { } provider)
        {
            throw None();
        }

        string? fault = await line.Fault(cancel);
        return new(provider.Name, fault is null, fault);
    }

    private static ProviderStart Prepare(ProviderLine line) =>
        line.Provider is null ? throw None() : new("/sign-in/start?why=connect&to=%2Faccount");

    private static RefusedException None() =>
        new(new("provider.none", "No provider is set up on this server.", RefusalKind.NotFound));

    private static async Task Start(
        HttpContext http,
        ProviderLine line,
        Caller? caller,
        TimeProvider time,
        Sessions sessions,
        string? why = null,
        string? to = null
    )
    {
        if (line.Provider is null)
        {
            throw None();
        }

        string back = IsOwn(to) ? to! : "/";
        bool needsSession = why is "connect" or "confirm";
        if (needsSession && caller?.Session is null)
        {
            http.Response.Redirect(Refused("provider.session", back));
            return;
        }

        // Else whoever finds a window open could connect themselves with the account of its owner.
        if (why == "connect" && !sessions.IsConfirmed(caller!.Session))
        {
            http.Response.Redirect(Refused("access.confirm", back));
            return;
        }

        if (await line.Fault(http.RequestAborted) is not null)
        {
            http.Response.Redirect(Refused("provider.down", back));
            return;
        }

        AuthenticationProperties properties = new()
        {
            RedirectUri = "/",
            Items =
            {
                ["for"] = needsSession ? why : "sign-in",
                ["to"] = back,
                ["asked"] = Timestamps.Text(time.GetUtcNow()),
            },
        };
        if (needsSession)
        {
            properties.Items["session"] = caller!.Session;
        }

        try
        {
            await http.ChallengeAsync(ProviderHandler.Scheme, properties);
        }
        catch (InvalidOperationException)
        {
            // It answered a moment ago, and now its keys or its description cannot be had.
            http.Response.Redirect(Refused("provider.down", back));
        }
    }

    private static async Task<NoContent> DisconnectOwn(
        Caller caller,
        Accounts accounts,
        ProviderLogins logins,
        IDatabase database
    )
    {
        if (accounts.Find(caller.Person)!.PasswordHash is null)
        {
            throw new RefusedException(
                new(
                    "provider.only-way",
                    "The provider is the only way into this account; it has no password.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Ask an administrator for a password first.",
                }
            );
        }

        await database.Write(caller.Actor, u => Gone(logins.Disconnect(u, caller.Person)));
        return TypedResults.NoContent();
    }

    private static bool Gone(bool was) =>
        was
            ? true
            : throw new RefusedException(
                new("provider.not-connected", "The account is connected with no provider.", RefusalKind.Conflict)
            );

    private static async Task<ProviderConnection> ConnectPerson(
        string id,
        ProviderSubject form,
        Caller caller,
        Accounts accounts,
        ProviderLine line,
        ProviderLogins logins,
        IDatabase database,
        CancellationToken cancel
    )
    {
        Known(accounts, id);
        if (line.Provider is null)
        {
            throw None();
        }

        if (string.IsNullOrWhiteSpace(form.Subject) || form.Subject.Length > 255)
        {
            throw new RefusedException(
                new("provider.subject", "The provider's name for a person (sub) has 1 to 255 characters.")
                {
                    Where = "subject",
                }
            );
        }

        string issuer =
            await line.Issuer(cancel)
            ?? throw new RefusedException(
                new("provider.down", "The provider does not say who it is: it does not answer.", RefusalKind.Conflict)
            );
        return await database.Write(
            caller.Actor,
            u =>
                logins.Connect(u, issuer, form.Subject.Trim(), id)
                    ? new ProviderConnection(issuer, form.Subject.Trim())
                    : throw new RefusedException(
                        new(
                            "provider.taken",
                            "The account, or that person at the provider, is connected already.",
                            RefusalKind.Conflict
                        )
                    )
        );
    }

    private static async Task<NoContent> DisconnectPerson(
        string id,
        Caller caller,
        Accounts accounts,
        ProviderLogins logins,
        Sessions sessions,
        IDatabase database
    )
    {
        Known(accounts, id);
        await database.Write(
            caller.Actor,
            u =>
            {
                Gone(logins.Disconnect(u, id));
                return sessions.End(u, id, _ => true, "provider");
            }
        );
        return TypedResults.NoContent();
    }

    private static void Known(Accounts accounts, string id)
    {
        if (accounts.Find(id) is null)
        {
            throw new RefusedException(new("people.unknown", "There is no such account.", RefusalKind.NotFound));
        }
    }
}
