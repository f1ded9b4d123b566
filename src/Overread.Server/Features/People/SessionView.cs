using Overread.Domain.Projects;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;

namespace Overread.Server.Features.People;

/// <summary>GET /api/session: who is signed in, and what the sign-in page needs to know.</summary>
internal sealed record SessionView(
    bool NeedsSetup,
    SessionView.PersonView? Person,
    IReadOnlyList<SessionView.DemoSignIn>? Demo
)
{
    public sealed record PersonView(
        string Id,
        string Name,
        string Email,
        bool Administrator,
        bool Totp,
        int RecoveryCodes,
        IReadOnlyDictionary<string, IReadOnlyList<Role>> Roles
    );

    public sealed record DemoSignIn(string Email, string Password, string Role);

    public static SessionView Of(Account? account, Accounts accounts, Memberships memberships, DemoSignIns demo) =>
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
                    memberships.RolesOf(account.Id)
                ),
            demo.SignIns.Count == 0 ? null : demo.SignIns
        );
}
