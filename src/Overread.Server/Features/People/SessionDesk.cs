using System.Security.Claims;
using Overread.Domain.Projects;
using Overread.Server.Composition;
using Overread.Server.Features.Emergency.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.People.Passkeys;
using Overread.Server.Features.People.Provider;
using Overread.Server.Features.Projects.Contracts;

namespace Overread.Server.Features.People;

/// <summary>Says what the sign-in page and the frame need to know of whoever is signed in.</summary>
internal sealed class SessionDesk(
    Accounts accounts,
    Memberships memberships,
    Emergencies emergencies,
    TimeProvider time,
    DemoSignIns demo,
    ProviderLogins logins,
    PasskeyBook passkeys,
    ServeOptions options
)
{
    /// <summary>
    /// True for a session that is open to nothing but the ways to a second factor, since this server demands one and the account has none.
    /// </summary>
    public bool NeedsFactor(Account account, ClaimsPrincipal user) =>
        options.SecondFactor
        && !account.Totp
        && user.FindFirst("token") is null
        && !SessionIssue.IsByProvider(user)
        && passkeys.Of(account.Id).Count == 0;

    /// <summary>The view of an account; null for nobody.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="signOutAt">Where the browser goes to sign out at the provider too.</param>
    /// <param name="told">True where the session is for changing a password that was told, and for nothing else.</param>
    /// <param name="user">What the session says; null where it begins with this answer, by no provider.</param>
    public SessionView Of(
        Account? account,
        string? signOutAt = null,
        bool told = false,
        ClaimsPrincipal? user = null
    ) =>
        new(
            !accounts.Any,
            account is null
                ? null
                : new(
                    account.Id,
                    account.Name,
                    account.Email,
                    account.Administrator,
                    account.Totp,
                    RecoveryCodes.Left(account.Recovery),
                    account.PasswordHash is not null,
                    logins.Of(account.Id) is not null,
                    passkeys.Of(account.Id).Count,
                    RolesOf(account.Id),
                    emergencies.RightsOf(account.Id).Count > 0
                        || emergencies.Of(account.Id, time.GetUtcNow()).Count > 0,
                    told,
                    NeedsFactor(account, user ?? new())
                ),
            demo.SignIns.Count == 0 ? null : demo.SignIns,
            options.Provider is { } p ? new(p.Name, p.PasswordsForAdministratorsAlone) : null,
            signOutAt
        );

    // With what an emergency access shows while it lasts, so that the pages offer it.
    private Dictionary<string, IReadOnlyList<Role>> RolesOf(string person)
    {
        Dictionary<string, IReadOnlyList<Role>> roles = new(memberships.RolesOf(person), StringComparer.Ordinal);
        foreach (Emergencies.Access access in emergencies.Of(person, time.GetUtcNow()))
        {
            roles[access.Project] = [.. roles.GetValueOrDefault(access.Project, []).Append(Role.Auditor).Distinct()];
        }

        return roles;
    }
}
