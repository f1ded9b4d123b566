using System.Security.Claims;
using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Server.Features.Emergency.Contracts;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.People;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Access;

/// <summary>
/// Enforces the role × action matrix before any handler runs: finds the person, the project of the route and the roles,
/// and refuses what the matrix does not allow. The screen merely explains.
/// </summary>
internal sealed class AccessGate(
    RequestDelegate next,
    Accounts accounts,
    Sessions sessions,
    Memberships memberships,
    Emergencies emergencies,
    RequestPace pace,
    FitnessDoor fitness,
    SessionDesk desk,
    IDatabase database,
    TimeProvider time
)
{
    private readonly Remembered<string> _projects = new(65_536);

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsAction>() is not { } needs)
        {
            if (context.GetEndpoint() is not null && context.Request.Path.StartsWithSegments("/api"))
            {
                throw new InvalidOperationException("A route under /api names the action it needs.");
            }

            await next(context);
            return;
        }

        Account? account = AccountOf(context);
        BodyLimit.Set(context, account is not null);
        string? project = ProjectOf(context);
        if (account is null)
        {
            if (needs.Action != Action.Anybody)
            {
                throw new RefusedException(Caller.NotSignedIn);
            }
        }
        else
        {
            pace.Count(account.Id);
            if (
                needs.Action != Action.Anybody
                && SessionIssue.IsTold(context.User, account)
                && context.GetEndpoint()!.Metadata.GetMetadata<OpenToTold>() is null
            )
            {
                throw new RefusedException(Caller.PasswordIsTold);
            }

            if (
                needs.Action != Action.Anybody
                && context.GetEndpoint()!.Metadata.GetMetadata<OpenToFactorless>() is null
                && desk.NeedsFactor(account, context.User)
            )
            {
                throw new RefusedException(Caller.FactorIsMissing);
            }

            if (Admit(context, needs.Action, account, project) is { } emergency)
            {
                await EmergencyLook.Record(database, context.Features.Get<Caller>()!.Actor, emergency, context);
            }

            await fitness.Pass(context, context.Features.Get<Caller>()!, needs.Action);
            if (SessionOf(context) is { } session)
            {
                await sessions.Touch(session);
            }
        }

        await next(context);
    }

    /// <summary>Lets the request through or refuses it.</summary>
    /// <returns>The emergency access that it goes through by; null where the person's own roles have the action.</returns>
    private Emergencies.Access? Admit(HttpContext context, Action action, Account account, string? project)
    {
        ClaimsPrincipal user = context.User;
        bool token = user.FindFirstValue("token") is not null;
        if (
            !token
            && !IsSafe(context.Request.Method)
            && context.Request.Headers["X-Overread"] != "1"
            && action != Action.Anybody
        )
        {
            throw new RefusedException(
                new("access.header", "The header X-Overread: 1 is missing.", RefusalKind.Forbidden)
            );
        }

        if (token)
        {
            if (context.GetEndpoint()!.Metadata.GetMetadata<NeedsPerson>() is not null)
            {
                throw new RefusedException(
                    new("access.person", "A token cannot do this.", RefusalKind.Forbidden)
                    {
                        Next = "Sign in with your password.",
                    }
                );
            }

            CheckScope(user, action);
        }

        List<Role> roles = [.. memberships.Of(project, account.Id)];
        if (account.Administrator)
        {
            roles.Add(Role.Administrator);
        }

        if (project is null && action == Action.OpenProject && memberships.HasAnywhere(account.Id, Role.Lead))
        {
            roles.Add(Role.Lead);
        }

        if (project is null && action == Action.SeeRecord)
        {
            roles.AddRange(new[] { Role.Auditor, Role.Lead }.Where(r => memberships.HasAnywhere(account.Id, r)));
        }

        bool mayOpen = project is not null && action == Action.UseEmergency && emergencies.MayOpen(project, account.Id);
        Emergencies.Access? held =
            token || project is null ? null : emergencies.Of(project, account.Id, time.GetUtcNow());
        Emergencies.Access? emergency = IsNeeded(action, roles) ? held : null;
        if (emergency is not null)
        {
            roles.Add(Role.Auditor);
        }

        if (project is not null && ((roles.Count == 0 && !mayOpen && held is null) || !memberships.Exists(project)))
        {
            throw new RefusedException(
                new("project.unknown", "There is no such project, or you are not a member of it.", RefusalKind.NotFound)
            );
        }

        if (!mayOpen && !Permissions.Allow(roles, action))
        {
            throw new RefusedException(
                new(
                    "access.role",
                    $"This needs the role {string.Join(" or ", Permissions.RolesFor(action)).ToLowerInvariant()}.",
                    RefusalKind.Forbidden
                )
                {
                    Next = "Ask the lead of the project.",
                }
            );
        }

        string? session = user.FindFirstValue("session");
        if (
            !token
            && context.GetEndpoint()!.Metadata.GetMetadata<NeedsConfirmation>() is not null
            && !sessions.IsConfirmed(session)
        )
        {
            throw new RefusedException(Caller.NotConfirmed);
        }

        context.Features.Set(
            new Caller(
                account.Id,
                account.Administrator,
                project,
                roles,
                new Actor(ActorName(user, account), ClientName(context)),
                session
            )
        );
        return emergency;
    }

    // An auditor's eyes and nobody's hands: it counts for what shows something, and only where the person's own roles do not.
    private static bool IsNeeded(Action action, List<Role> own) =>
        !Permissions.Allow(own, action) && !Permissions.Changes(action) && Permissions.Allow([Role.Auditor], action);

    private static void CheckScope(ClaimsPrincipal user, Action action)
    {
        string wanted =
            action is Action.ManagePeople or Action.ManageKeys or Action.EraseSubjects ? "admin"
            : Permissions.Changes(action) ? "write"
            : "read";
        // A program that sends in predictions needs no more than that.
        if (action == Action.Suggest && user.HasClaim("scope", "suggest"))
        {
            return;
        }

        if (!user.HasClaim("scope", wanted))
        {
            throw new RefusedException(
                new("access.scope", $"The token lacks the scope {wanted}.", RefusalKind.Forbidden)
            );
        }
    }

    private Account? AccountOf(HttpContext context)
    {
        string? id = context.User.FindFirstValue(ClaimTypes.NameIdentifier);
        Account? account = id is null ? null : accounts.Find(id);
        bool stale = context.User.FindFirstValue("stamp") is { } stamp && stamp != account?.Stamp;
        bool ended = context.User.FindFirstValue("token") is null && SessionOf(context)?.Person != id;
        return account is null || account.Disabled || stale || ended ? null : account;
    }

    private SignedSession? SessionOf(HttpContext context) =>
        context.User.FindFirstValue("session") is { } session ? sessions.Find(session) : null;

    private string? ProjectOf(HttpContext context)
    {
        if (context.Request.RouteValues.TryGetValue("project", out object? named))
        {
            return (string?)named;
        }

        if (context.Request.RouteValues.TryGetValue("read", out object? read))
        {
            return ProjectOfRead((string)read!) ?? "";
        }

        return null;
    }

    // A read never changes its project, and a reader's window asks for the same read with every save.
    private string? ProjectOfRead(string read)
    {
        if (_projects.TryFind(read, out string? known))
        {
            return known;
        }

        using ReadLease lease = database.Read();
        string? project = ReadTable.ProjectOf(lease.Connection, read);
        if (project is not null)
        {
            _projects.Keep(read, project);
        }

        return project;
    }

    private static string ActorName(ClaimsPrincipal user, Account account) =>
        user.FindFirstValue("token") is { } token ? $"token/{token}/person/{account.Id}" : $"person/{account.Id}";

    private static string ClientName(HttpContext context)
    {
        string name = context.Request.Headers["X-Overread-Client"].ToString();
        return name.Length is > 0 and <= 80 && name.All(c => c is >= ' ' and < (char)127) ? name : "http";
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
