using OtpNet;
using Overread.Domain.People;
using Overread.Server.Composition;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>
/// Proof by a second factor: a one-time code, accepted once (RFC 6238 section 5.2), across restarts too, or a recovery code.
/// A code is good in its own half minute, and as long before and after it as the operator said that clocks may be off.
/// </summary>
internal sealed class SecondFactor(Accounts accounts, IDatabase database, ServeOptions options, TimeProvider time)
{
    private const int Step = 30;

    // What was used is remembered for longer than it could be good again.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>True where the code proves that the person has the factor now; it is used up by that.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="code">As typed: digits of the authenticator, or a recovery code.</param>
    public async Task<bool> Prove(Account account, string code)
    {
        code = code.Trim();
        Actor actor = new("person/" + account.Id, "http");
        if (code.Count(char.IsAsciiLetterOrDigit) > 8)
        {
            return await database.Write(actor, unit => Recover(unit, account.Id, code));
        }

        string digits = new([.. code.Where(char.IsAsciiDigit)]);
        return digits.Length == 6
            && account.TotpKey is { } key
            && IsOfNow(key, digits)
            && await database.Write(actor, unit => Use(unit, account.Id, digits));
    }

    private bool IsOfNow(string key, string digits)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        long Steps(DateTime at) => (long)Math.Floor((at - DateTime.UnixEpoch).TotalSeconds / Step);
        VerificationWindow window = new(
            (int)(Steps(now) - Steps(now - options.CodeTolerance)),
            (int)(Steps(now + options.CodeTolerance) - Steps(now))
        );
        return new Totp(Base32Encoding.ToBytes(key), Step).VerifyTotp(now, digits, out _, window);
    }

    // In the unit of work, where one comes after the other: of two who use a code at once one is right.
    private bool Use(IUnitOfWork unit, string id, string digits)
    {
        bool fresh = false;
        accounts.Change(
            unit,
            id,
            a =>
            {
                List<string> used =
                [
                    .. (a.UsedCodes ?? "")
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Where(u => unit.Now - Timestamps.Parse(u.Split('@')[1]) < Longest),
                ];
                fresh = !used.Exists(u => u.StartsWith(digits + "@", StringComparison.Ordinal));
                a.UsedCodes = string.Join(' ', fresh ? [.. used, digits + "@" + Timestamps.Text(unit.Now)] : used);
            }
        );
        return fresh;
    }

    private bool Recover(IUnitOfWork unit, string id, string code)
    {
        bool right = false;
        accounts.Change(
            unit,
            id,
            a =>
            {
                if (RecoveryCodes.Use(a.Recovery, code) is { } left)
                {
                    (a.Recovery, right) = (left, true);
                }
            }
        );
        if (right)
        {
            unit.Append(new About(null, "person/" + id), new PersonChanged(id, ["recovery-code-used"], null));
        }

        return right;
    }
}
