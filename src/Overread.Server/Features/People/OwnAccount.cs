using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Server.Access;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.People;

/// <summary>What a person does with their own account: one-time codes, tokens for programs, password.</summary>
internal static class OwnAccount
{
    internal sealed record TotpEnrolment(string Secret, string Uri);

    internal sealed record TotpCode(string Code);

    internal sealed record NewPassword(string Current, string Password);

    internal sealed record NewToken(
        string Name,
        [Words("read", "write", "suggest", "admin")] IReadOnlyList<string> Scopes,
        int ExpiresInDays
    );

    internal sealed record TokenRow(
        string Id,
        string Name,
        [Words("read", "write", "suggest", "admin")] IReadOnlyList<string> Scopes,
        string Created,
        string Expires,
        string? LastUsed,
        string? LastAddress,
        string? Token = null
    );

    /// <summary>Codes for whoever has lost their authenticator.</summary>
    /// <param name="RecoveryCodes">Each is good once. They are in this answer and nowhere else.</param>
    internal sealed record FactorOn(IReadOnlyList<string> RecoveryCodes);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/session/totp", Enrol)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .WithoutFactor()
            .Says("enrol-totp", "Begins two-step sign-in: the secret for an authenticator app.")
            .AfterConfirming()
            .Problems(403, "access.person")
            .Problems(409, "totp.on");
        api.MapPut("/session/totp", Confirm)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .WithoutFactor()
            .Says(
                "confirm-totp",
                "Switches two-step sign-in on, with a code that proves the app has the secret; gives recovery codes and ends the other sessions."
            )
            .AfterConfirming()
            .Problems(403, "access.person")
            .Problems(409, "totp.on")
            .Problems(422, "totp.wrong")
            .Problems(429, "session.too-many");
        api.MapPost("/session/totp/off", SwitchOff)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("switch-off-totp", "Switches two-step sign-in off, with a code or a recovery code.")
            .Problems(403, "access.person")
            .Problems(422, "confirm.wrong")
            .Problems(429, "session.too-many");
        api.MapPost("/session/recovery-codes", NewCodes)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .WithoutFactor()
            .Says("make-recovery-codes", "Makes new recovery codes, with a code; the former ones are worth nothing.")
            .Problems(403, "access.person")
            .Problems(409, "totp.off")
            .Problems(422, "confirm.wrong")
            .Problems(429, "session.too-many");
        api.MapPut("/session/password", ChangePassword)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .WithoutFactor()
            .WithATold()
            .Says("change-password", "Changes the caller's password; every other session and every token ends.")
            .Problems(403, "access.person")
            .Problems(422, "confirm.wrong", "people.email", "people.name", "people.password")
            .Problems(429, "session.too-many");
        api.MapGet("/tokens", ListTokens)
            .Needs(Action.SignedIn)
            .Says("list-tokens", "Lists the caller's tokens, without their secrets.");
        api.MapPost("/tokens", IssueToken)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("issue-token", "Issues a token. Its secret is in this answer and nowhere else.")
            .Problems(422, "token.form", "token.scopes")
            .Problems(403, "access.confirm", "access.person");
        api.MapDelete("/tokens/{id}", RevokeToken)
            .Needs(Action.SignedIn)
            .Says("revoke-token", "Revokes a token.")
            .Problems(404, "token.unknown");
    }

    private static async Task<TotpEnrolment> Enrol(
        Caller caller,
        Accounts accounts,
        UserManager<Account> manager,
        IDatabase database
    )
    {
        Account account = WithoutFactor(accounts, caller);
        string secret = manager.GenerateNewAuthenticatorKey();
        await database.Write(caller.Actor, u => accounts.Change(u, account.Id, a => a.TotpKey = secret));
        string label = Uri.EscapeDataString("Overread:" + account.Email);
        return new(secret, $"otpauth://totp/{label}?secret={secret}&issuer=Overread&digits=6");
    }

    // Whoever holds a session must not put a factor of their own into the place of the person's.
    private static Account WithoutFactor(Accounts accounts, Caller caller) =>
        accounts.Find(caller.Person) is { Totp: false } account
            ? account
            : throw new RefusedException(
                new("totp.on", "The second factor is on already.", RefusalKind.Conflict)
                {
                    Next = "Switch it off first, with a code.",
                }
            );

    private static async Task<FactorOn> Confirm(
        TotpCode form,
        HttpContext http,
        Caller caller,
        Accounts accounts,
        People people,
        SignInDoor door,
        SecondFactor factor,
        IEntropy entropy
    )
    {
        Account account = WithoutFactor(accounts, caller);
        SignInGate.Knock knock = await door.Knock(http, account, account.Email);
        if (account.TotpKey is null || !await factor.Prove(account, form.Code))
        {
            throw new RefusedException(
                new("totp.wrong", "That code is not right; is the clock of the phone?") { Where = "code" }
            );
        }

        door.Passed(http, knock, account);
        (IReadOnlyList<string> codes, string kept) = RecoveryCodes.Make(entropy);
        await people.ChangeFactor(
            caller.Actor,
            account.Id,
            caller.Session,
            "totp-on",
            a => (a.Totp, a.Recovery) = (true, kept)
        );
        return new(codes);
    }

    private static async Task<NoContent> SwitchOff(
        TotpCode form,
        HttpContext http,
        Caller caller,
        Accounts accounts,
        SignInDoor door,
        People people
    )
    {
        Account account = accounts.Find(caller.Person)!;
        if (account.Totp)
        {
            await door.Confirm(http, account, null, Some(form.Code));
        }

        await people.ChangeFactor(
            caller.Actor,
            account.Id,
            caller.Session,
            "totp-off",
            a => (a.Totp, a.TotpKey, a.Recovery) = (false, null, null)
        );
        return TypedResults.NoContent();
    }

    private static async Task<FactorOn> NewCodes(
        TotpCode form,
        HttpContext http,
        Caller caller,
        Accounts accounts,
        SignInDoor door,
        People people,
        IEntropy entropy
    )
    {
        Account account = accounts.Find(caller.Person)!;
        if (!account.Totp)
        {
            throw new RefusedException(
                new("totp.off", "Recovery codes belong to a second factor, which is off.", RefusalKind.Conflict)
            );
        }

        await door.Confirm(http, account, null, Some(form.Code));
        (IReadOnlyList<string> codes, string kept) = RecoveryCodes.Make(entropy);
        await people.ChangeFactor(caller.Actor, account.Id, caller.Session, "recovery-codes", a => a.Recovery = kept);
        return new(codes);
    }

    // An empty code would be taken for none, and the password asked for in its place.
    private static string Some(string? code) => string.IsNullOrWhiteSpace(code) ? "-" : code;

    private static async Task<NoContent> ChangePassword(
        NewPassword form,
        Caller caller,
        Accounts accounts,
        Sessions sessions,
        People people,
        SignInDoor door,
        HttpContext http
    )
    {
        Account account = accounts.Find(caller.Person)!;
        SignedSession? session = sessions.Find(caller.Session!);
        await door.Confirm(http, account, form.Current ?? "", null);
        if (account.PasswordTold && form.Password == form.Current)
        {
            throw new RefusedException(
                new("people.password", "That is the password that you were told. Choose one of your own.")
                {
                    Where = "password",
                }
            );
        }

        await SessionIssue.Renew(http, await people.Change(caller.Actor, account, null, null, form.Password), session);
        return TypedResults.NoContent();
    }

    private static List<TokenRow> ListTokens(Caller caller, IDatabase database, TokenUses uses) =>
        TokensOf(database, uses, caller.Person);

    /// <summary>The tokens of a person, without their secrets, the newest first.</summary>
    public static List<TokenRow> TokensOf(IDatabase database, TokenUses uses, string person)
    {
        using ReadLease read = database.Read();
        return read.Connection.All(
            "SELECT id, name, scopes, created, expires, last_used, last_address FROM token WHERE person = @0 ORDER BY created DESC",
            r =>
            {
                (string? used, string? address) = uses.Newer(r.GetString(0), r.Text(5), r.Text(6));
                return new TokenRow(
                    r.GetString(0),
                    r.GetString(1),
                    r.GetString(2).Split(' '),
                    r.GetString(3),
                    r.GetString(4),
                    used,
                    address
                );
            },
            person
        );
    }

    private static Task<TokenRow> IssueToken(
        NewToken form,
        Caller caller,
        Sessions sessions,
        IDatabase database,
        IEntropy entropy
    )
    {
        if (string.IsNullOrWhiteSpace(form.Name) || form.ExpiresInDays is < 1 or > 366)
        {
            throw new RefusedException(new("token.form", "A token has a name and lasts 1 to 366 days."));
        }

        if (!FreeText.IsName(form.Name))
        {
            throw new RefusedException(FreeText.NoName("token.form", "name"));
        }

        if (form.Scopes.Count == 0 || form.Scopes.Any(s => s is not ("read" or "write" or "suggest" or "admin")))
        {
            throw new RefusedException(
                new("token.scopes", "The scopes are read, write, suggest and admin.") { Where = "scopes" }
            );
        }

        // What such a token does later is not asked about again.
        if (form.Scopes.Contains("admin") && !sessions.IsConfirmed(caller.Session))
        {
            throw new RefusedException(Caller.NotConfirmed);
        }

        byte[] random = new byte[32];
        entropy.Fill(random);
        string secret = "ort_" + Convert.ToBase64String(random).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return database.Write(
            caller.Actor,
            u =>
            {
                string id = u.NewId();
                string scopes = string.Join(' ', form.Scopes.Distinct());
                string created = Timestamps.Text(u.Now);
                string expires = Timestamps.Text(u.Now.AddDays(form.ExpiresInDays));
                u.Connection.Run(
                    "INSERT INTO token(id, person, name, scopes, hash, created, expires) VALUES (@0, @1, @2, @3, @4, @5, @6)",
                    id,
                    caller.Person,
                    form.Name,
                    scopes,
                    SHA256.HashData(Encoding.UTF8.GetBytes(secret)),
                    created,
                    expires
                );
                u.Append(
                    new About(null, "token/" + id),
                    new TokenIssued(id, caller.Person, form.Name, form.Scopes, expires)
                );
                return new TokenRow(id, form.Name, form.Scopes, created, expires, null, null, secret);
            }
        );
    }

    private static async Task<NoContent> RevokeToken(string id, Caller caller, IDatabase database)
    {
        await Revoke(database, caller, caller.Person, id);
        return TypedResults.NoContent();
    }

    /// <summary>Revokes a token of a person.</summary>
    /// <exception cref="RefusedException">They have no such token.</exception>
    public static Task Revoke(IDatabase database, Caller caller, string person, string id) =>
        database.Write(
            caller.Actor,
            u =>
            {
                if (u.Connection.Run("DELETE FROM token WHERE id = @0 AND person = @1", id, person) == 0)
                {
                    throw new RefusedException(new("token.unknown", "There is no such token.", RefusalKind.NotFound));
                }

                return u.Append(new About(null, "token/" + id), new TokenRevoked(id));
            }
        );
}
