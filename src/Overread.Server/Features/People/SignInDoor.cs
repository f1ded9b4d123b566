using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Overread.Domain;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>One attempt to sign in: whether it may be made now, whether it is right, and what becomes of one that is not.</summary>
internal sealed class SignInDoor(
    UserManager<Account> manager,
    SignInGate gate,
    FailedSignIns failures,
    KnownDevice devices,
    SecondFactor factor,
    PasswordHashes hashes,
    Composition.ServeOptions options
)
{
    /// <summary>Lets somebody try.</summary>
    /// <exception cref="RefusedException">There were too many attempts; it says how long to wait.</exception>
    public async Task<SignInGate.Knock> Knock(HttpContext http, Account? account, string email)
    {
        // What was typed is not kept: it may be a password in the wrong field.
        string id =
            account?.Id
            ?? "unknown/"
                + Convert.ToHexStringLower(
                    SHA256.HashData(Encoding.UTF8.GetBytes(email.Trim().ToUpperInvariant()))[..8]
                );
        string address = SignInGate.AddressOf(http.Connection.RemoteIpAddress);
        SignInGate.Knock knock = new(id, address, account is null ? null : devices.Of(http, account.Id));
        if (gate.Wait(knock) is not { } wait)
        {
            return knock;
        }

        await failures.Add(account?.Id, address, "too-many");
        int seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        throw new RefusedException(
            new(
                "session.too-many",
                "There were too many attempts to sign in; this one was not looked at.",
                RefusalKind.TooMany
            )
            {
                Next = $"Try again in {seconds} s.",
                Facts = new Dictionary<string, object?> { [Composition.ProblemWriter.RetryAfter] = seconds },
            }
        );
    }

    /// <summary>Why the attempt is not right; null where it is.</summary>
    /// <exception cref="RefusedException">The password is right, and a code is needed besides.</exception>
    public async Task<string?> Why(Account? account, string password, string? code)
    {
        if (account?.PasswordHash is null || account.Disabled)
        {
            // Whoever asks for an account that there is not waits as long as one with a wrong password does.
            hashes.VerifyNobodys(password);
            return account is null ? "unknown"
                : account.Disabled ? "disabled"
                : "password";
        }

        if (!await manager.CheckPasswordAsync(account, password))
        {
            return "password";
        }

        CheckWay(account, options);
        if (!account.Totp)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(code))
        {
            throw new RefusedException(
                new("session.totp-needed", "Enter the code from your authenticator.", RefusalKind.Forbidden)
            );
        }

        return await factor.Prove(account, code) ? null : "code";
    }

    /// <summary>Goes on where the account may be opened here, and not by the organisation's provider alone.</summary>
    /// <exception cref="RefusedException">It may not.</exception>
    public static void CheckWay(Account account, Composition.ServeOptions options)
    {
        if (!account.Administrator && options.Provider is { PasswordsForAdministratorsAlone: true } provider)
        {
            throw new RefusedException(
                new(
                    "session.by-provider",
                    "On this server only administrators sign in with a password.",
                    RefusalKind.Forbidden
                )
                {
                    Next = $"Sign in by {provider.Name}.",
                }
            );
        }
    }

    /// <summary>Counts the failure and refuses. One answer for every cause: whether there is an account is nobody's business.</summary>
    /// <exception cref="RefusedException">Always.</exception>
    public async Task Failed(SignInGate.Knock knock, Account? account, string why)
    {
        await failures.Add(account?.Id, knock.Address, why);
        throw new RefusedException(new("session.wrong", "E-mail, password or code is wrong.", RefusalKind.Forbidden));
    }

    /// <summary>
    /// Looks whether whoever holds a session is the person: by their password, or by a code where they have a second factor.
    /// </summary>
    /// <exception cref="RefusedException">They are not, or have tried too often; both are counted like a sign-in.</exception>
    public async Task Confirm(HttpContext http, Account account, string? password, string? code)
    {
        SignInGate.Knock knock = await Knock(http, account, account.Email);
        bool right = string.IsNullOrWhiteSpace(code)
            ? await manager.CheckPasswordAsync(account, password ?? "")
            : account.Totp && await factor.Prove(account, code);
        if (!right)
        {
            await failures.Add(account.Id, knock.Address, string.IsNullOrWhiteSpace(code) ? "password" : "code");
            throw new RefusedException(
                new("confirm.wrong", "The password or the code is wrong.", RefusalKind.Invalid) { Where = "password" }
            );
        }

        gate.Succeeded(knock);
    }

    /// <summary>It was the right person.</summary>
    public void Passed(HttpContext http, SignInGate.Knock knock, Account account)
    {
        gate.Succeeded(knock);
        devices.Remember(http, account.Id);
    }
}
