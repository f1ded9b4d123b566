using System.Globalization;
using System.Text;
using Overread.Text.Documents;

namespace Overread.Text.Reading;

/// <summary>
/// Words, numbers and signs. A word is letters, digits and the marks on them; a number keeps its decimal point; a sign stands
/// alone, and so does each Chinese character and each letter of hiragana, which are written without spaces.
/// </summary>
public static class Tokens
{
    private enum Kind
    {
        Blank,
        Word,
        Alone,
        Joined,
    }

    /// <summary>The tokens of a text in order, in code points.</summary>
    public static IReadOnlyList<Fragment> Of(CodePoints text)
    {
        List<Fragment> tokens = [];
        int start = -1;
        int at = 0;
        int previous = 0;
        string units = text.Text;
        int unit = 0;
        foreach (Rune rune in units.EnumerateRunes())
        {
            Kind kind = Of(rune);
            int next = unit + rune.Utf16SequenceLength;
            // 3.5 and 1,000 are one token each, and so is don't; the sign stands between two of their kind.
            if (kind == Kind.Alone && start >= 0 && next < units.Length && Inside(rune.Value, previous, units[next]))
            {
                kind = Kind.Word;
            }

            if (kind == Kind.Joined && start < 0)
            {
                if (tokens.Count > 0 && tokens[^1].End == at)
                {
                    tokens[^1] = new(tokens[^1].Start, at + 1);
                }
                else
                {
                    tokens.Add(new(at, at + 1));
                }
            }
            else if (kind is Kind.Word or Kind.Joined)
            {
                start = start < 0 ? at : start;
            }
            else
            {
                if (start >= 0)
                {
                    tokens.Add(new(start, at));
                    start = -1;
                }

                if (kind == Kind.Alone)
                {
                    tokens.Add(new(at, at + 1));
                }
            }

            previous = rune.Value;
            unit = next;
            at++;
        }

        if (start >= 0)
        {
            tokens.Add(new(start, at));
        }

        return tokens;
    }

    /// <summary>The tokens that a stretch of the text touches: the first of them and the one behind the last.</summary>
    /// <param name="tokens">In the order of the text, none overlapping.</param>
    /// <param name="start">First code point of the stretch.</param>
    /// <param name="end">The code point behind its last.</param>
    public static (int From, int To) Touched(IReadOnlyList<Fragment> tokens, int start, int end)
    {
        int low = 0;
        int high = tokens.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = tokens[middle].End <= start ? (middle + 1, high) : (low, middle);
        }

        int from = low;
        high = tokens.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = tokens[middle].Start < end ? (middle + 1, high) : (low, middle);
        }

        return (from, low);
    }

    private static bool Inside(int sign, int before, char after) =>
        sign switch
        {
            '.' or ',' => before is >= '0' and <= '9' && after is >= '0' and <= '9',
            '\'' or '’' => before < 0x10000 && char.IsLetter((char)before) && char.IsLetter(after),
            _ => false,
        };

    private static Kind Of(Rune rune)
    {
        int value = rune.Value;
        if (value is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_')
        {
            return Kind.Word;
        }

        if (Rune.IsWhiteSpace(rune))
        {
            return Kind.Blank;
        }

        if (
            value
            is (>= 0x3040 and <= 0x309F)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x4E00 and <= 0x9FFF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x20000 and <= 0x3FFFF)
        )
        {
            return Kind.Alone;
        }

        // Marks, joiners, variation selectors and skin tones belong to what they stand on.
        if (value is 0x200C or 0x200D or (>= 0xFE00 and <= 0xFE0F) or (>= 0x1F3FB and <= 0x1F3FF))
        {
            return Kind.Joined;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark =>
                Kind.Joined,
            UnicodeCategory.Control or UnicodeCategory.Format => Kind.Blank,
            _ => Rune.IsLetterOrDigit(rune) ? Kind.Word : Kind.Alone,
        };
    }
}
