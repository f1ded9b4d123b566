using Microsoft.AspNetCore.Identity;

namespace Overread.Server.Features.People;

/// <summary>
/// Refuses passwords that are long and still among the first to be guessed: the commonest words and keyboard rows, one after the
/// other, with digits and signs about them or in place of letters; one piece again and again; the account's own words.
/// </summary>
internal sealed class PasswordWords : IPasswordValidator<Account>
{
    // The commonest in lists of leaked passwords, as far as they are letters.
    private static readonly string[] Commonest =
    [
        .. """
            password passwort passw pass word qwerty qwertz azerty qwertyuiop qwertzuiop asdfgh asdfghjkl asdf zxcvbn zxcvbnm yxcvbnm
            qazwsx qazwsxedc wsx edc rfv abc abcd abcde abcdef abcdefg abcdefgh letmein welcome willkommen admin administrator root login
            master test testing guest user changeme change default secret dragon monkey iloveyou love sunshine princess football baseball
            basketball soccer hockey superman batman starwars trustno trust shadow michael jordan jennifer thomas robert daniel george
            charlie andrew michelle jessica ashley amanda nicole hunter ranger buster killer pepper ginger cookie flower summer winter
            spring autumn monday tuesday wednesday thursday friday saturday sunday january february march april june july august
            september october november december hello freedom whatever nothing internet computer samsung google facebook apple
            hospital doctor nurse medical health clinic radiology patient company office temp temporary access server system database
            me my the is it i you and to in one new old now
            """.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries),
    ];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(
            password is not null && Why(password, user.Name, user.Email) is { } why
                ? IdentityResult.Failed(new IdentityError { Code = "Guessable", Description = why })
                : IdentityResult.Success
        );

    /// <summary>Why a password is guessed soon, as a sentence; null where it is not.</summary>
    public static string? Why(string password, string name, string email)
    {
        string plain = password.ToLowerInvariant();
        if (plain.All(c => !char.IsLetter(c)))
        {
            return "Digits and signs alone are guessed soon: take some words.";
        }

        if (Enumerable.Range(1, 4).Any(n => Repeats(plain, n)))
        {
            return "One piece again and again is guessed soon: take some words.";
        }

        string[] own =
        [
            .. $"{name} {email}"
                .ToLowerInvariant()
                .Split((char[])[' ', '@', '.', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries)
                .Where(w => w.Length > 2),
        ];
        string[] words = [.. Commonest, .. own];
        string bare = new([.. plain.Where(char.IsLetter)]);
        string read = new([.. plain.TrimEnd([.. "0123456789!?.$@#"]).Select(Letter).Where(char.IsLetter)]);
        return Pieces(bare, words) || Pieces(read, words)
            ? "These are among the first words to be guessed: take others, or more of them."
            : null;
    }

    private static bool Repeats(string text, int length)
    {
        for (int i = length; i < text.Length; i++)
        {
            if (text[i] != text[i - length])
            {
                return false;
            }
        }

        return true;
    }

    // What people write in place of a letter.
    private static char Letter(char c) =>
        c switch
        {
            '0' => 'o',
            '1' or '!' => 'i',
            '3' => 'e',
            '4' or '@' => 'a',
            '5' or '$' => 's',
            '7' => 't',
            _ => c,
        };

    // True where the text is nothing but such words.
    private static bool Pieces(string text, string[] words)
    {
        bool[] reached = new bool[text.Length + 1];
        reached[0] = true;
        for (int i = 0; i < text.Length; i++)
        {
            if (!reached[i])
            {
                continue;
            }

            foreach (string word in words)
            {
                if (string.CompareOrdinal(text, i, word, 0, word.Length) == 0)
                {
                    reached[i + word.Length] = true;
                }
            }
        }

        return reached[text.Length];
    }
}
