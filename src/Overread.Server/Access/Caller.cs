using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Storage;

namespace Overread.Server.Access;

/// <summary>Who makes a request, in which project, with which roles. Bound as a parameter of endpoint handlers.</summary>
internal sealed record Caller(
    string Person,
    bool Administrator,
    string? Project,
    IReadOnlyList<Role> Roles,
    Actor Actor,
    string? Session = null
)
{
    /// <summary>The project of the route.</summary>
    public string InProject => Project ?? throw new InvalidOperationException("The route has no project.");

    public bool Is(Role role) => Roles.Contains(role);

    public bool May(Domain.Projects.Action action) => Permissions.Allow(Roles, action);

    public static ValueTask<Caller?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<Caller>());

    /// <summary>The refusal for whoever has not proved for a while that it is they.</summary>
    public static Refusal NotConfirmed { get; } =
        new("access.confirm", "Prove once more that it is you.", RefusalKind.Forbidden)
        {
            Next = "Enter your password, or a code of your second factor: POST /api/session/confirm.",
        };

    /// <summary>The refusal for whoever signed in with a password that somebody else chose.</summary>
    public static Refusal PasswordIsTold { get; } =
        new("access.password", "Your password was chosen by somebody else.", RefusalKind.Forbidden)
        {
            Next = "Set one of your own first: PUT /api/session/password with the one that you were told as current.",
        };

    /// <summary>The refusal for whoever lacks the second factor that this server demands.</summary>
    public static Refusal FactorIsMissing { get; } =
        new(
            "access.factor",
            "This server asks everybody for a second factor, and your account has none.",
            RefusalKind.Forbidden
        )
        {
            Next = "Switch on codes of an authenticator (POST /api/session/totp) or add a passkey first.",
        };

    /// <summary>The refusal for whoever is not signed in.</summary>
    public static Refusal NotSignedIn { get; } =
        new("session.needed", "You are not signed in, or your session has expired.", RefusalKind.Forbidden)
        {
            Next = "Sign in; what you have not sent yet is kept on your device.",
        };
}
