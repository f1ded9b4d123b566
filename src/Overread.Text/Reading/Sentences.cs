using System.Buffers;
using Overread.Text.Documents;

namespace Overread.Text.Reading;

/// <summary>
/// Sentences of clinical prose. A sentence ends at <c>. ! ?</c> and their Chinese and Arabic kin where what follows begins a new
/// one, at an empty line, and at the end of a line that is a heading, an entry of a list, or not filled by the line after it.
/// </summary>
public static class Sentences
{
    // After these a point ends no sentence. Lower case, without the point.
    private static readonly HashSet<string> s_short = new(StringComparer.OrdinalIgnoreCase)
    {
        "dr",
        "drs",
        "mr",
        "mrs",
        "ms",
        "prof",
        "st",
        "sr",
        "jr",
        "vs",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "cf",
        "no",
        "nos",
        "fig",
        "figs",
        "approx",
        "ca",
        "etc",
        "al",
        "dept",
        "hosp",
        "pt",
        "pts",
        "resp",
        "temp",
        "wt",
        "ht",
        "hx",
        "dx",
        "tx",
        "rx",
        "sx",
        "fx",
        "inj",
        "tab",
        "tabs",
        "cap",
        "caps",
        "susp",
        "max",
        "min",
        "bzw",
        "ggf",
        "z.b",
        "u.a",
        "d.h",
        "sra",
        "dra",
        "vol",
        "pp",
    };
    private static readonly SearchValues<char> s_ends = SearchValues.Create(".!?。！？؟।\r\n");

    /// <summary>The sentences of a text in order, in code points, without the white space around them.</summary>
    public static IReadOnlyList<Fragment> Of(CodePoints text)
    {
        List<Fragment> sentences = [];
        string units = text.Text;
        int start = 0;
        int at = 0;
        while (at < units.Length)
        {
            int found = units.AsSpan(at).IndexOfAny(s_ends);
            if (found < 0)
            {
                break;
            }

            at += found;
            int end = at + 1;
            if (units[at] is '\r' or '\n')
            {
                while (end < units.Length && char.IsWhiteSpace(units[end]))
                {
                    end++;
                }

                if (LineEnds(units, start, at, end))
                {
                    Add(sentences, text, start, at);
                    start = end;
                }
            }
            else if (SentenceEnds(units, at, ref end))
            {
                Add(sentences, text, start, end);
                start = end;
            }

            at = end;
        }

        Add(sentences, text, start, units.Length);
        return sentences;
    }

    private static void Add(List<Fragment> sentences, CodePoints text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text.Text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text.Text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            sentences.Add(new(text.OfUnits(start), text.OfUnits(end)));
        }
    }

    private static bool SentenceEnds(string text, int at, ref int end)
    {
        char sign = text[at];
        while (end < text.Length && text[end] is '.' or '!' or '?' or ')' or ']' or '"' or '\'' or '”' or '’' or '»')
        {
            end++;
        }

        if (sign is '。' or '！' or '？')
        {
            return true;
        }

        if (end >= text.Length || !char.IsWhiteSpace(text[end]))
        {
            return end >= text.Length;
        }

        int next = end;
        while (next < text.Length && text[next] is ' ' or '\t')
        {
            next++;
        }

        if (next >= text.Length || text[next] is '\r' or '\n')
        {
            // A line that ends with a point ends a sentence; a short word's point does not where prose goes on.
            return sign != '.' || !IsShort(text, at) || Empty(text, next);
        }

        if (char.IsLower(text[next]))
        {
            return false;
        }

        return sign != '.' || !IsShort(text, at);
    }

    private static bool IsShort(string text, int point)
    {
        int from = point;
        while (from > 0 && (char.IsLetter(text[from - 1]) || text[from - 1] == '.'))
        {
            from--;
        }

        ReadOnlySpan<char> word = text.AsSpan(from, point - from);
        // An initial of a name follows another name or begins; behind a word in lower case a letter ends the sentence.
        return (word.Length == 1 && char.IsUpper(word[0]) && !FollowsLowerCase(text, from))
            || s_short.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
    }

    private static bool FollowsLowerCase(string text, int at)
    {
        int end = at;
        while (end > 0 && text[end - 1] is ' ' or '\t')
        {
            end--;
        }

        int start = end;
        while (start > 0 && char.IsLetter(text[start - 1]))
        {
            start--;
        }

        return start < end && char.IsLower(text[start]);
    }

    private static bool Empty(string text, int at)
    {
        int line = text.AsSpan(at).IndexOf('\n');
        if (line < 0)
        {
            return true;
        }

        int next = at + line + 1;
        while (next < text.Length && text[next] is ' ' or '\t' or '\r')
        {
            next++;
        }

        return next >= text.Length || text[next] == '\n';
    }

    private static bool LineEnds(string text, int start, int at, int next)
    {
        if (next >= text.Length)
        {
            return true;
        }

        ReadOnlySpan<char> gap = text.AsSpan(at, next - at);
        if (gap.Count('\n') > 1 || (gap.Count('\n') == 0 && gap.Count('\r') > 1))
        {
            return true;
        }

        int lineStart = text.AsSpan(0, at).LastIndexOfAny('\r', '\n') + 1;
        ReadOnlySpan<char> line = text.AsSpan(lineStart, at - lineStart).Trim();
        char first = text[next];
        if (
            line.IsEmpty
            || line[^1] is ':' or ';'
            || IsEntry(text.AsSpan(next))
            || IsEntry(line) && !char.IsLower(first)
        )
        {
            return true;
        }

        // A wrapped line is filled: what follows would not have gone into it. A short line followed by a capital is whole.
        return char.IsLetterOrDigit(first) && !char.IsLower(first) && line.Length < 60 && at - start < 400;
    }

    private static bool IsEntry(ReadOnlySpan<char> line)
    {
        if (line.Length < 2)
        {
            return false;
        }

        if (line[0] is '-' or '*' or '•' or '·' or '–' && char.IsWhiteSpace(line[1]))
        {
            return true;
        }

        int digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits]))
        {
            digits++;
        }

        return digits is 1 or 2
            && digits + 1 < line.Length
            && line[digits] is '.' or ')'
            && char.IsWhiteSpace(line[digits + 1]);
    }
}
