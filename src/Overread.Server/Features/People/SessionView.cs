using Overread.Domain.Projects;

namespace Overread.Server.Features.People;

/// <summary>GET /api/session: who is signed in, and what the sign-in page needs to know.</summary>
/// <param name="NeedsSetup">True where the first account is still to be made.</param>
/// <param name="Person">Who is signed in; null for nobody.</param>
/// <param name="Demo">A demo server's sign-ins.</param>
/// <param name="Provider">The organisation's sign-in; null where none is set up.</param>
/// <param name="SignOutAt">After signing out: where the browser goes to sign out at the provider too.</param>
internal sealed record SessionView(
    bool NeedsSetup,
    SessionView.PersonView? Person,
    IReadOnlyList<SessionView.DemoSignIn>? Demo,
    SessionView.ProviderView? Provider = null,
    string? SignOutAt = null
)
{
    /// <summary>Who is signed in.</summary>
    /// <param name="Roles">By project; an emergency access shows as auditor while it lasts.</param>
    /// <param name="Emergency">True where the person has emergency access, or may give it to themselves.</param>
    /// <param name="PasswordTold">True where nothing is open to them until they set a password of their own.</param>
    /// <param name="NeedsFactor">True where nothing is open to them until they have a second factor.</param>
    public sealed record PersonView(
        string Id,
        string Name,
        string Email,
        bool Administrator,
        bool Totp,
        int RecoveryCodes,
        bool Password,
        bool Provider,
        int Passkeys,
        IReadOnlyDictionary<string, IReadOnlyList<Role>> Roles,
        bool Emergency,
        bool PasswordTold,
        bool NeedsFactor
    );

    /// <summary>The organisation's sign-in.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="PasswordsForAdministratorsAlone">True where others cannot use a password.</param>
    public sealed record ProviderView(string Name, bool PasswordsForAdministratorsAlone);

    public sealed record DemoSignIn(string Email, string Password, string Role);
}
