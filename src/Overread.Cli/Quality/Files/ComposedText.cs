namespace Overread.Cli.Quality.Files;

/// <summary>
/// Text in Unicode's normal form C: a letter and the accent after it are one character where there is one. Two programs write
/// "é" in two ways (file names of macOS in two characters), and a join by name must not depend on which it was.
/// </summary>
/// <remarks>Marks that stand in another order than Unicode's are composed as they stand; that is not a full normalisation.</remarks>
internal static class ComposedText
{
    private const char FirstMark = '\u0300';
    private const int Leads = 0x1100;
    private const int Vowels = 0x1161;
    private const int Tails = 0x11A7;
    private const int Syllables = 0xAC00;
    private const int VowelCount = 21;
    private const int TailCount = 28;

    /// <summary>The text composed; the same characters where there is nothing to compose.</summary>
    internal static ReadOnlySpan<char> Of(ReadOnlySpan<char> text)
    {
        // Nearly all text is below the first mark, and then this look is all it costs.
        int first = text.IndexOfAnyInRange(FirstMark, '\uffff');
        while (first >= 0 && first < text.Length && (first == 0 || Joined(text[first - 1], text[first]) is null))
        {
            first++;
        }

        if (first < 0 || first == text.Length)
        {
            return text;
        }

        char[] composed = new char[text.Length];
        text[..first].CopyTo(composed);
        int used = first;
        foreach (char c in text[first..])
        {
            if (Joined(composed[used - 1], c) is { } one)
            {
                composed[used - 1] = one;
            }
            else
            {
                composed[used++] = c;
            }
        }

        return composed.AsSpan(0, used);
    }

    private static char? Joined(char letter, char mark)
    {
        if (
            letter is >= (char)Leads and < (char)(Leads + 19)
            && mark is >= (char)Vowels and < (char)(Vowels + VowelCount)
        )
        {
            return (char)(Syllables + ((((letter - Leads) * VowelCount) + (mark - Vowels)) * TailCount));
        }

        if (
            letter is >= (char)Syllables and < (char)(Syllables + (19 * VowelCount * TailCount))
            && (letter - Syllables) % TailCount == 0
            && mark is > (char)Tails and < (char)(Tails + TailCount)
        )
        {
            return (char)(letter + (mark - Tails));
        }

        return ComposedPairs.All.TryGetValue((letter, mark), out char one) ? one : null;
    }
}
