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
        [Words("read", "write", "admin")] IReadOnlyList<string> Scopes,
        int ExpiresInDays
    );

    internal sealed record TokenRow(
        string Id,
        string Name,
        [Words("read", "write", "admin")] IReadOnlyList<string> Scopes,
        string Created,
        string Expires,
        string? LastUsed,
        string? Token = null
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/session/totp", Enrol)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("enrol-totp", "Begins two-step sign-in: the secret for an authenticator app.")
            .Problems(403, "access.person");
        api.MapPut("/session/totp", Confirm)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("confirm-totp", "Switches two-step sign-in on, with a code that proves the app has the secret.")
            .Problems(422, "totp.wrong")
            .Problems(403, "access.person");
        api.MapDelete("/session/totp", SwitchOff)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("switch-off-totp", "Switches two-step sign-in off.")
            .Problems(403, "access.person");
        api.MapPut("/session/password", ChangePassword)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("change-password", "Changes the caller's password; every other session and every token ends.")
            .Problems(403, "access.person")
            .Problems(422, "people.email", "people.name", "people.password");
        api.MapGet("/tokens", ListTokens)
            .Needs(Action.SignedIn)
            .Says("list-tokens", "Lists the caller's tokens, without their secrets.");
        api.MapPost("/tokens", IssueToken)
            .Needs(Action.SignedIn)
            .ByPersonAlone()
            .Says("issue-token", "Issues a token. Its secret is in this answer and nowhere else.")
            .Problems(422, "token.form", "token.scopes")
            .Problems(403, "access.person");
        api.MapDelete("/tokens/{id}", RevokeToken)
            .Needs(Action.SignedIn)
            .Says("revoke-token", "Revokes a token.")
            .Problems(404, "token.unknown");
    }

    private static async Task<TotpEnrolment> Enrol(
        Caller caller,
        Accounts accounts,
        UserManager<Account> manager,
        HttpContext http
    )
    {
        Account account = accounts.Find(caller.Person)!;
        // A new key ends every session of the account; this one goes on.
        await manager.ResetAuthenticatorKeyAsync(account);
        await SignIn.Issue(http, account);
        string secret = (await manager.GetAuthenticatorKeyAsync(account))!;
        string label = Uri.EscapeDataString("Overread:" + account.Email);
        return new(secret, $"otpauth://totp/{label}?secret={secret}&issuer=Overread&digits=6");
    }

    private static async Task<NoContent> Confirm(
        TotpCode form,
        Caller caller,
        Accounts accounts,
        People people,
        UserManager<Account> manager
    )
    {
        Account account = accounts.Find(caller.Person)!;
        string provider = manager.Options.Tokens.AuthenticatorTokenProvider;
        if (account.TotpKey is null || !await manager.VerifyTwoFactorTokenAsync(account, provider, form.Code))
        {
            throw new RefusedException(
                new("totp.wrong", "That code is not right; is the clock of the phone?") { Where = "code" }
            );
        }

        await people.Record(caller.Actor, account.Id, "totp-on", a => a.Totp = true);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> SwitchOff(Caller caller, People people)
    {
        await people.Record(caller.Actor, caller.Person, "totp-off", a => (a.Totp, a.TotpKey) = (false, null));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ChangePassword(
        NewPassword form,
        Caller caller,
        Accounts accounts,
        People people,
        UserManager<Account> manager,
        HttpContext http
    )
    {
        Account account = accounts.Find(caller.Person)!;
        if (!await manager.CheckPasswordAsync(account, form.Current))
        {
            throw new RefusedException(new("people.password", "The current password is wrong.") { Where = "current" });
        }

        await SignIn.Issue(http, await people.Change(caller.Actor, account, null, null, form.Password));
        return TypedResults.NoContent();
    }

    private static List<TokenRow> ListTokens(Caller caller, IDatabase database)
    {
        using ReadLease read = database.Read();
        return read.Connection.All(
            "SELECT id, name, scopes, created, expires, last_used FROM token WHERE person = @0 ORDER BY created DESC",
            r => new TokenRow(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2).Split(' '),
                r.GetString(3),
                r.GetString(4),
                r.Text(5)
            ),
            caller.Person
        );
    }

    private static Task<TokenRow> IssueToken(NewToken form, Caller caller, IDatabase database, IEntropy entropy)
    {
        if (string.IsNullOrWhiteSpace(form.Name) || form.ExpiresInDays is < 1 or > 366)
        {
            throw new RefusedException(new("token.form", "A token has a name and lasts 1 to 366 days."));
        }

        if (form.Scopes.Count == 0 || form.Scopes.Any(s => s is not ("read" or "write" or "admin")))
        {
            throw new RefusedException(
                new("token.scopes", "The scopes are read, write and admin.") { Where = "scopes" }
            );
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
                return new TokenRow(id, form.Name, form.Scopes, created, expires, null, secret);
            }
        );
    }

    private static async Task<NoContent> RevokeToken(string id, Caller caller, IDatabase database)
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                if (u.Connection.Run("DELETE FROM token WHERE id = @0 AND person = @1", id, caller.Person) == 0)
                {
                    throw new RefusedException(new("token.unknown", "There is no such token.", RefusalKind.NotFound));
                }

                return u.Append(new About(null, "token/" + id), new TokenRevoked(id));
            }
        );
        return TypedResults.NoContent();
    }
}
