using Overread.Domain.People;
using Overread.Server.Composition.Backup;
using Overread.Server.Features.People;
using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>
/// A way in for an administrator, from the server's machine, where nobody can sign in any more. The command leaves a note under the
/// store's key; the server does what it says and puts it on the record, at once where it runs, else at its next start.
/// </summary>
public static class EmergencySignIn
{
    // Without letters and digits that are mistaken for one another when they are read out.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Length = 24;

    /// <summary>Leaves the note.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="email">The administrator's sign-in.</param>
    /// <param name="by">Who decides it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="withoutSecondFactor">Takes off codes and passkeys that were lost.</param>
    /// <param name="entropy">Where the password comes from.</param>
    /// <returns>The password, to be told to the administrator, and the note, which is gone once the server has taken it.</returns>
    /// <exception cref="StoreFaultException">The folder holds no store, or its keys are missing.</exception>
    public static (string Password, string Note) Leave(
        string data,
        string email,
        string by,
        string reason,
        bool withoutSecondFactor,
        IEntropy entropy
    )
    {
        DataFolder folder = new(data);
        StoreKeys keys =
            StoreKeys.Look(folder)
            ?? throw new StoreFaultException(
                StoreKeys.Faults(folder),
                "There is no store here whose keys can be read. Name its folder with --data."
            );
        string password = string.Concat(
            Enumerable.Range(0, Length).Select(i => (i > 0 && i % 6 == 0 ? "-" : "") + Letter(entropy))
        );
        string id = entropy.NewId();
        OperatorNotes.Leave(
            folder,
            keys.Guard,
            id,
            new SignInRestored(email.Trim(), by.Trim(), reason.Trim(), Environment.UserName, withoutSecondFactor),
            new PasswordHashes(PasswordHashes.Rounds).Hash(password)
        );
        return (password, OperatorNotes.Waiting(folder).Single(f => Path.GetFileNameWithoutExtension(f) == id));
    }

    private static char Letter(IEntropy entropy)
    {
        Span<byte> one = stackalloc byte[1];
        do
        {
            entropy.Fill(one);
            // The last few values would make some letters likelier than others.
        } while (one[0] >= byte.MaxValue / Letters.Length * Letters.Length);

        return Letters[one[0] % Letters.Length];
    }
}
