using Overread.Server.Composition;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.People.Passkeys;
using Overread.Server.Features.People.Provider;
using Overread.Server.Features.Projects.Contracts;

namespace Overread.Server.Features.People;

/// <summary>Says what the sign-in page and the frame need to know of whoever is signed in.</summary>
internal sealed class SessionDesk(
    Accounts accounts,
    Memberships memberships,
    DemoSignIns demo,
    ProviderLogins logins,
    PasskeyBook passkeys,
    ServeOptions options
)
{
    /// <summary>The view of an account; null for nobody.</summary>
    public SessionView Of(Account? account, string? signOutAt = null) =>
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
                    memberships.RolesOf(account.Id)
                ),
            demo.SignIns.Count == 0 ? null : demo.SignIns,
            options.Provider is { } p ? new(p.Name, p.PasswordsForAdministratorsAlone) : null,
            signOutAt
        );
}
