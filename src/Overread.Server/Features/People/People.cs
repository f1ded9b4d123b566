using Microsoft.AspNetCore.Identity;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>Makes and changes accounts, for the pages, the command line and the demo alike.</summary>
internal sealed class People(
    IDatabase database,
    Accounts accounts,
    UserManager<Account> manager,
    IEntropy entropy,
    TimeProvider time
)
{
    public async Task<Account> Register(
        Actor actor,
        string name,
        string email,
        string password,
        bool administrator,
        bool first = false
    )
    {
        CheckNameAndEmail(name, email);
        if (accounts.FindByEmail(email) is not null)
        {
            throw new RefusedException(
                new("people.email-taken", "An account with this e-mail exists already.", RefusalKind.Conflict)
                {
                    Where = "email",
                }
            );
        }

        Account account = new()
        {
            Id = entropy.NewId(),
            Name = name.Trim(),
            Email = email.Trim(),
            Administrator = administrator,
            Created = Timestamps.Text(time.GetUtcNow()),
        };
        await CheckPassword(account, password);
        account.PasswordHash = manager.PasswordHasher.HashPassword(account, password);
        account.Stamp = entropy.NewId();
        await database.Write(
            actor,
            u =>
            {
                // In the unit of work, where one comes after the other: of several who set up at once one is the first.
                if (first && Accounts.AnyIn(u.Connection))
                {
                    throw new RefusedException(SignIn.SetUpAlready);
                }

                accounts.Save(u, account);
                return u.Append(
                    new About(null, "person/" + account.Id),
                    new PersonRegistered(account.Id, account.Name, account.Email, administrator)
                );
            }
        );
        return account;
    }

    /// <returns>The account as it is now; the one given stays as it was.</returns>
    public async Task<Account> Change(Actor actor, Account before, string? name, bool? disabled, string? password)
    {
        Account account = before.Copy();
        List<string> what = [];
        if (name is not null)
        {
            CheckNameAndEmail(name, account.Email);
            account.Name = name.Trim();
            what.Add("name");
        }

        if (disabled is { } off && off != account.Disabled)
        {
            account.Disabled = off;
            what.Add(off ? "disabled" : "enabled");
        }

        if (password is not null)
        {
            await CheckPassword(account, password);
            account.PasswordHash = manager.PasswordHasher.HashPassword(account, password);
            what.Add("password");
        }

        bool ends = what.Exists(w => w is "disabled" or "password");
        if (ends)
        {
            // Every session made before ends with it, and every token.
            account.Stamp = entropy.NewId();
        }

        await Record(actor, account, what, name, ends);
        return account;
    }

    /// <summary>Ends every session of an account.</summary>
    public Task EndSessions(Actor actor, Account before)
    {
        Account account = before.Copy();
        account.Stamp = entropy.NewId();
        return database.Write(
            actor,
            u =>
            {
                accounts.Save(u, account);
                return u.Append(new About(null, "person/" + account.Id), new SignedOut(account.Id));
            }
        );
    }

    public Task Record(
        Actor actor,
        Account account,
        IReadOnlyList<string> what,
        string? name = null,
        bool endTokens = false
    ) =>
        database.Write(
            actor,
            u =>
            {
                accounts.Save(u, account);
                foreach (string token in endTokens ? Accounts.RevokeTokens(u.Connection, account.Id) : [])
                {
                    u.Append(new About(null, "token/" + token), new TokenRevoked(token));
                }

                return u.Append(new About(null, "person/" + account.Id), new PersonChanged(account.Id, what, name));
            }
        );

    private static void CheckNameAndEmail(string name, string email)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 120)
        {
            throw new RefusedException(new("people.name", "A name has 1 to 120 characters.") { Where = "name" });
        }

        if (
            string.IsNullOrWhiteSpace(email)
            || email.Length > 254
            || email.Count(c => c == '@') != 1
            || email.Trim().Contains(' ', StringComparison.Ordinal)
        )
        {
            throw new RefusedException(new("people.email", "That is no e-mail address.") { Where = "email" });
        }
    }

    private async Task CheckPassword(Account account, string password)
    {
        foreach (IPasswordValidator<Account> validator in manager.PasswordValidators)
        {
            IdentityResult result = await validator.ValidateAsync(manager, account, password);
            if (!result.Succeeded)
            {
                throw new RefusedException(
                    new("people.password", string.Join(" ", result.Errors.Select(e => e.Description)))
                    {
                        Where = "password",
                    }
                );
            }
        }
    }
}
