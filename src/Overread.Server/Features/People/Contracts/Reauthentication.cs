using Microsoft.AspNetCore.Identity;
using Overread.Domain;
using Overread.Storage;

namespace Overread.Server.Features.People.Contracts;

/// <summary>
/// Asks a person who is signed in to prove once more who they are, for a signature. Wrong answers are held back and recorded as
/// those at the sign-in are.
/// </summary>
internal sealed class Reauthentication(
    Accounts accounts,
    UserManager<Account> manager,
    SignInDoor door,
    SignInGate gate,
    FailedSignIns failures,
    SecondFactor factor
)
{
    /// <summary>The session that a request belongs to, as words that are equal for its requests alone; null for a program's token.</summary>
    public string? SessionOf(HttpContext http, string person) =>
        http.User.HasClaim(c => c.Type == "token") || http.User.FindFirst("session")?.Value is not { } session
            ? null
            : $"{person}\n{accounts.Find(person)?.Stamp}\n{session}";

    /// <summary>The name of a person in print.</summary>
    public string NameOf(string person) => accounts.Find(person)?.Name ?? person;

    /// <summary>Which components a signature needs.</summary>
    /// <param name="first">True for the first of a session, which needs all (21 CFR 11.200(a)(1)(i)).</param>
    public IReadOnlyList<string> Components(string person, bool first) =>
        !first ? ["password"]
        : accounts.Find(person)?.Totp == true ? ["password", "totp"]
        : ["email", "password"];

    /// <summary>Goes on where every component is there and right.</summary>
    /// <exception cref="RefusedException">One is missing or wrong, or there were too many attempts.</exception>
    public async Task Check(
        HttpContext http,
        string person,
        IReadOnlyList<string> components,
        string? password,
        string? code,
        string? email
    )
    {
        Account account = accounts.Find(person)!;
        SignInGate.Knock knock = await door.Knock(http, account, account.Email);
        string? wrong = null;
        foreach (string component in components)
        {
            wrong ??= component switch
            {
                "email" => Same(email, account.Email) ? null : component,
                "totp" => await IsCode(account, code) ? null : component,
                _ => await manager.CheckPasswordAsync(account, password ?? "") ? null : component,
            };
        }

        if (wrong is not null)
        {
            await failures.Add(account.Id, knock.Address, "signature-" + wrong);
            throw new RefusedException(
                new("signature.wrong", "E-mail, password or code is wrong; nothing was signed.", RefusalKind.Forbidden)
                {
                    Where = "signature",
                    Next = "Try again. What you have entered is kept.",
                }
            );
        }

        gate.Succeeded(knock);
    }

    // Only after everything else is right: a code that was right is used up.
    private async Task<bool> IsCode(Account account, string? code) =>
        !string.IsNullOrWhiteSpace(code) && await factor.Prove(account, code);

    private static bool Same(string? given, string email) =>
        string.Equals(given?.Trim(), email, StringComparison.OrdinalIgnoreCase);
}
