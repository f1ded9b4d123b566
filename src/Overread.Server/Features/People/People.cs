using Microsoft.AspNetCore.Identity;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.People.Passkeys;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>Makes and changes accounts, for the pages, the command line and the demo alike.</summary>
internal sealed class People(
    IDatabase database,
    Accounts accounts,
    Sessions sessions,
    PasskeyBook passkeys,
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
        bool first = false,
        bool told = false
    )
    {
        CheckNameAndEmail(name, email);
        if (accounts.FindByEmail(email) is not null)
        {
            throw new RefusedException(Taken);
        }

        Account account = new()
        {
            Id = entropy.NewId(),
            Name = name.Trim(),
            Email = email.Trim(),
            Administrator = administrator,
            PasswordTold = told,
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
                if (first && (Accounts.AnyIn(u.Connection) || Accounts.WereThere(u.Record)))
                {
                    throw new RefusedException(SignIn.SetUpAlready);
                }

                accounts.Save(u, account);
                return u.Append(
                    new About(null, "person/" + account.Id),
                    new PersonRegistered(account.Id, account.Name, account.Email, administrator, told ? true : null)
                );
            }
        );
        return account;
    }

    /// <summary>Makes an account without a password for somebody whom a provider vouches for.</summary>
    /// <param name="name">As shown to colleagues.</param>
    /// <param name="email">An address that no other account has.</param>
    /// <param name="connect">Connects it in the same unit of work; false where that person came in meanwhile.</param>
    /// <exception cref="RefusedException">The name or the address will not do, or the address is another account's.</exception>
    public async Task<Account> Welcome(string name, string email, Func<IUnitOfWork, string, bool> connect)
    {
        CheckNameAndEmail(name, email);
        Account account = new()
        {
            Id = entropy.NewId(),
            Name = name.Trim(),
            Email = email.Trim(),
            Stamp = entropy.NewId(),
            Created = Timestamps.Text(time.GetUtcNow()),
        };
        await database.Write(
            new Actor("system", "sign-in-provider"),
            u =>
            {
                if (Accounts.HasAddress(u.Connection, account.Email))
                {
                    throw new RefusedException(Taken);
                }

                accounts.Save(u, account);
                u.Append(
                    new About(null, "person/" + account.Id),
                    new PersonRegistered(account.Id, account.Name, account.Email, false)
                );
                return connect(u, account.Id) ? true : throw new RefusedException(Taken);
            }
        );
        return account;
    }

    /// <summary>Makes an account an administrator's or not, as its groups at the provider say. The last one who can sign in stays one.</summary>
    /// <returns>The account as it is now.</returns>
    public async Task<Account> Administer(Account account, bool administrator)
    {
        if (account.Administrator == administrator)
        {
            return account;
        }

        return await database.Write(
            new Actor("system", "sign-in-provider"),
            u =>
            {
                if (!administrator && !Accounts.HasAdministratorBeside(u.Connection, account.Id))
                {
                    return account;
                }

                u.Append(
                    new About(null, "person/" + account.Id),
                    new PersonChanged(account.Id, [administrator ? "administrator" : "no-administrator"], null)
                );
                return accounts.Change(u, account.Id, a => a.Administrator = administrator);
            }
        );
    }

    /// <returns>The account as it is now.</returns>
    public async Task<Account> Change(
        Actor actor,
        Account account,
        string? name,
        bool? disabled,
        string? password,
        bool withoutFactor = false,
        bool told = false
    )
    {
        if (name is not null)
        {
            CheckNameAndEmail(name, account.Email);
        }

        string? hash = null;
        if (password is not null)
        {
            await CheckPassword(account, password);
            hash = manager.PasswordHasher.HashPassword(account, password);
        }

        string stamp = entropy.NewId();
        return await database.Write(
            actor,
            u =>
            {
                List<string> what = [];
                Account now = accounts.Change(
                    u,
                    account.Id,
                    a => what = Set(a, name, disabled, hash, stamp, withoutFactor, told)
                );
                if (withoutFactor && passkeys.Remove(u, now.Id, _ => true) > 0 && !what.Contains("totp-reset"))
                {
                    what.Add("totp-reset");
                    accounts.Change(u, now.Id, a => a.Stamp = stamp);
                }

                if (what.Exists(EndsSessions))
                {
                    foreach (string token in Accounts.RevokeTokens(u.Connection, now.Id))
                    {
                        u.Append(new About(null, "token/" + token), new TokenRevoked(token));
                    }
                }

                u.Append(new About(null, "person/" + now.Id), new PersonChanged(now.Id, what, name));
                if (what.Exists(EndsSessions))
                {
                    sessions.End(u, now.Id, _ => true, what.First(EndsSessions));
                }

                return now;
            }
        );
    }

    // Says in words what of it is a change.
    private static List<string> Set(
        Account account,
        string? name,
        bool? disabled,
        string? hash,
        string stamp,
        bool withoutFactor,
        bool told
    )
    {
        List<string> what = [];
        if (name is not null)
        {
            account.Name = name.Trim();
            what.Add("name");
        }

        if (disabled is { } off && off != account.Disabled)
        {
            account.Disabled = off;
            what.Add(off ? "disabled" : "enabled");
        }

        if (hash is not null)
        {
            account.PasswordHash = hash;
            account.PasswordTold = told;
            what.Add("password");
            if (told)
            {
                what.Add("password-told");
            }
        }

        if (withoutFactor && account.Totp)
        {
            (account.Totp, account.TotpKey, account.Recovery) = (false, null, null);
            what.Add("totp-reset");
        }

        if (what.Exists(EndsSessions))
        {
            account.Stamp = stamp;
        }

        return what;
    }

    private static bool EndsSessions(string what) => what is "disabled" or "password" or "totp-reset";

    /// <summary>Ends sessions of an account.</summary>
    /// <returns>How many.</returns>
    public Task<int> EndSessions(Actor actor, string id, Func<SignedSession, bool> which, string why) =>
        database.Write(actor, u => sessions.End(u, id, which, why));

    /// <summary>Changes what proves an account to be somebody's, puts on the record what of it, and ends its other sessions.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="id">The account.</param>
    /// <param name="session">The session that goes on.</param>
    /// <param name="what">What is changed.</param>
    /// <param name="change">Changes it.</param>
    public Task ChangeFactor(Actor actor, string id, string? session, string what, System.Action<Account> change) =>
        database.Write(
            actor,
            u =>
            {
                accounts.Change(u, id, change);
                sessions.End(u, id, s => s.Id != session, what);
                return u.Append(new About(null, "person/" + id), new PersonChanged(id, [what], null));
            }
        );

    private static Refusal Taken { get; } =
        new("people.email-taken", "An account with this e-mail exists already.", RefusalKind.Conflict)
        {
            Where = "email",
        };

    private static void CheckNameAndEmail(string name, string email)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 120)
        {
            throw new RefusedException(new("people.name", "A name has 1 to 120 characters.") { Where = "name" });
        }

        if (!FreeText.IsName(name))
        {
            throw new RefusedException(FreeText.NoName("people.name", "name"));
        }

        if (!FreeText.IsName(email))
        {
            throw new RefusedException(FreeText.NoName("people.email", "email"));
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
