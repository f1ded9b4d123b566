using Microsoft.AspNetCore.Identity;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.People.Passkeys;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>
/// Where ASP.NET Core Identity keeps accounts: it does the hashing, one-time codes, lockout and stamps; this stores what it
/// sets. Only what Overread uses is implemented.
/// </summary>
internal sealed class AccountStore(IDatabase database, Accounts accounts, PasskeyBook passkeys)
    : IUserPasswordStore<Account>,
        IUserEmailStore<Account>,
        IUserAuthenticatorKeyStore<Account>,
        IUserTwoFactorStore<Account>,
        IUserLockoutStore<Account>,
        IUserSecurityStampStore<Account>,
        IUserPasskeyStore<Account>
{
    // What Identity has set since the last save: that alone is written, for others may have changed the rest meanwhile.
    private readonly List<System.Action<Account>> _changes = [];

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are made by People.Register, with their event.");

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => Save(user);

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are disabled, never deleted: the record names them.");

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(accounts.Find(userId));

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Task.FromResult(accounts.FindByEmail(normalizedUserName));

    public Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        Task.FromResult(accounts.FindByEmail(normalizedEmail));

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Email);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Email);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<string?> GetEmailAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Email);

    public Task SetEmailAsync(Account user, string? email, CancellationToken cancellationToken) =>
        Set(user, a => a.Email = email ?? a.Email);

    public Task<bool> GetEmailConfirmedAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    public Task SetEmailConfirmedAsync(Account user, bool confirmed, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<string?> GetNormalizedEmailAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Email);

    public Task SetNormalizedEmailAsync(Account user, string? normalizedEmail, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash);

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) =>
        Set(user, a => a.PasswordHash = passwordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null);

    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.TotpKey);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        Set(user, a => a.TotpKey = key);

    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Totp);

    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) =>
        Set(user, a => a.Totp = enabled);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<DateTimeOffset?>(user.LockedUntil is { } until ? Timestamps.Parse(until) : null);

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) =>
        Set(user, a => a.LockedUntil = lockoutEnd is { } end ? Timestamps.Text(end) : null);

    public Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        Set(user, a => a.Failed++).ContinueWith(_ => user.Failed, TaskScheduler.Default);

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        Set(user, a => a.Failed = 0);

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Failed);

    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    // What ends sessions is set by People. Identity sets one where it hashes a right password anew, which nobody need be sent away for.
    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Stamp);

    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Passkeys are kept by PasskeyDesk, with their event.");

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. passkeys.Of(user.Id).Select(PasskeyBook.Info)]);

    public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(passkeys.Find(credentialId) is { } found ? accounts.Find(found.Person) : null);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(
        Account user,
        byte[] credentialId,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            passkeys.Find(credentialId) is { } found && found.Person == user.Id ? PasskeyBook.Info(found) : null
        );

    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Passkeys are removed by ManagePasskeys, with their event.");

    public void Dispose() { }

    private async Task<IdentityResult> Save(Account account)
    {
        List<System.Action<Account>> changes = [.. _changes];
        _changes.Clear();
        await database.Write(
            Actor.System,
            unit => accounts.Change(unit, account.Id, row => changes.ForEach(change => change(row)))
        );
        return IdentityResult.Success;
    }

    private Task Set(Account user, System.Action<Account> change)
    {
        change(user);
        _changes.Add(change);
        return Task.CompletedTask;
    }
}
