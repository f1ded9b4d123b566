using Overread.Domain.People;
using Overread.Server.Features.People.Passkeys;
using Overread.Storage;

namespace Overread.Server.Features.People.Contracts;

/// <summary>
/// Lets an administrator in who cannot sign in any more, as a command on the server's machine has it: with a password that was told
/// them and that they change before anything else. What they had before, sessions and tokens, ends.
/// </summary>
internal sealed partial class RestoredSignIns(
    Accounts accounts,
    Sessions sessions,
    PasskeyBook passkeys,
    IEntropy entropy,
    ILogger<RestoredSignIns> logger
)
{
    /// <summary>Does it, with its event, in a unit of work; where there is no such administrator, nothing but a line in the log.</summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="restored">What the command said; its person is the address that it was given.</param>
    /// <param name="hash">The password's hash.</param>
    /// <param name="id">The event's id.</param>
    public void Take(IUnitOfWork unit, SignInRestored restored, string hash, string id)
    {
        if (accounts.FindByEmail(restored.Person) is not { Administrator: true } account || hash.Length == 0)
        {
            LogRefused();
            return;
        }

        string stamp = entropy.NewId();
        accounts.Change(
            unit,
            account.Id,
            a =>
            {
                (a.PasswordHash, a.PasswordTold, a.Disabled, a.Stamp) = (hash, true, false, stamp);
                if (restored.SecondFactorOff)
                {
                    (a.Totp, a.TotpKey, a.Recovery) = (false, null, null);
                }
            }
        );
        if (restored.SecondFactorOff)
        {
            passkeys.Remove(unit, account.Id, _ => true);
        }

        foreach (string token in Accounts.RevokeTokens(unit.Connection, account.Id))
        {
            unit.Append(new About(null, "token/" + token), new TokenRevoked(token));
        }

        sessions.End(unit, account.Id, _ => true, "password");
        unit.Append(new About(null, "store"), restored with { Person = account.Id }, id);
        LogRestored();
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "An administrator was let in by a command on this machine. The record says who, by whom and why"
    )]
    private partial void LogRestored();

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A command on this machine wanted to let in somebody who is no administrator of this server. Nothing was changed"
    )]
    private partial void LogRefused();
}
