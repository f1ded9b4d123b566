using System.Globalization;
using System.Text;

namespace Overread.Text.Reading;

/// <summary>The words of RTF (Microsoft Rich Text Format 1.9.1): paragraphs, tabs, cells; fonts, pictures and hidden parts are left out.</summary>
public static class RichText
{
    private static readonly HashSet<string> s_silent = new(StringComparer.Ordinal)
    {
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "header",
        "footer",
        "headerl",
        "headerr",
        "footerl",
        "footerr",
        "object",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "generator",
        "xmlnstbl",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "mmathPr",
        "fldinst",
        "filetbl",
        "revtbl",
    };

    // Code points of Windows-1252 from 0x80 to 0x9F; the rest is Latin-1.
    private const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    private sealed record State(bool Silent, int Skip);

    /// <summary>The text, a line for each paragraph.</summary>
    /// <param name="rtf">The file, its bytes as Latin-1.</param>
    /// <exception cref="FormatException">It does not begin as RTF does.</exception>
    public static string Of(string rtf)
    {
        if (!rtf.AsSpan().TrimStart().StartsWith("{\\rtf"))
        {
            throw new FormatException("The file does not begin with {\\rtf.");
        }

        StringBuilder text = new();
        Stack<State> groups = new();
        State state = new(false, 1);
        int left = 0;
        for (int i = 0; i < rtf.Length; i++)
        {
            char c = rtf[i];
            if (c == '{')
            {
                groups.Push(state);
                left = 0;
            }
            else if (c == '}')
            {
                state = groups.Count > 0 ? groups.Pop() : state;
                left = 0;
            }
            else if (c == '\\' && i + 1 < rtf.Length)
            {
                i = Control(rtf, i + 1, text, ref state, ref left);
            }
            else if (c is not ('\r' or '\n'))
            {
                Put(text, c, state, ref left);
            }
        }

        return text.ToString().Trim('\n', ' ');
    }

    private static void Put(StringBuilder text, char c, State state, ref int left)
    {
        if (left > 0)
        {
            left--;
        }
        else if (!state.Silent)
        {
            text.Append(c);
        }
    }

    private static int Control(string rtf, int at, StringBuilder text, ref State state, ref int left)
    {
        char c = rtf[at];
        if (!char.IsAsciiLetter(c))
        {
            switch (c)
            {
                case '\''
                    when at + 2 < rtf.Length
                        && byte.TryParse(
                            rtf.AsSpan(at + 1, 2),
                            NumberStyles.HexNumber,
                            CultureInfo.InvariantCulture,
                            out byte value
                        ):
                    Put(text, value is >= 0x80 and <= 0x9F ? Windows1252[value - 0x80] : (char)value, state, ref left);
                    return at + 2;
                case '*':
                    state = state with { Silent = true };
                    return at;
                case '~':
                    Put(text, ' ', state, ref left);
                    return at;
                case '_':
                    Put(text, '-', state, ref left);
                    return at;
                case '\r' or '\n':
                    Put(text, '\n', state, ref left);
                    return at;
                case '\\' or '{' or '}':
                    Put(text, c, state, ref left);
                    return at;
                default:
                    return at;
            }
        }

        int end = at;
        while (end < rtf.Length && char.IsAsciiLetter(rtf[end]))
        {
            end++;
        }

        string word = rtf[at..end];
        int number = end;
        if (number < rtf.Length && rtf[number] == '-')
        {
            number++;
        }

        while (number < rtf.Length && char.IsAsciiDigit(rtf[number]))
        {
            number++;
        }

        int? value2 = int.TryParse(
            rtf.AsSpan(end, number - end),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out int n
        )
            ? n
            : null;
        Word(word, value2, text, ref state, ref left);
        return number < rtf.Length && rtf[number] == ' ' ? number : number - 1;
    }

    private static void Word(string word, int? value, StringBuilder text, ref State state, ref int left)
    {
        switch (word)
        {
            case "par" or "line" or "row" or "sect" or "page":
                Put(text, '\n', state, ref left);
                break;
            case "tab" or "cell":
                Put(text, '\t', state, ref left);
                break;
            case "u" when value is { } code:
                Put(text, (char)(ushort)code, state, ref left);
                left = state.Skip;
                break;
            case "uc":
                state = state with { Skip = value ?? 1 };
                break;
            case "v":
                state = state with { Silent = value != 0 };
                break;
            case "emdash" or "endash":
                Put(text, word == "emdash" ? '—' : '–', state, ref left);
                break;
            case "bullet":
                Put(text, '•', state, ref left);
                break;
            case "lquote" or "rquote":
                Put(text, word == "lquote" ? '‘' : '’', state, ref left);
                break;
            case "ldblquote" or "rdblquote":
                Put(text, word == "ldblquote" ? '“' : '”', state, ref left);
                break;
            default:
                state = s_silent.Contains(word) ? state with { Silent = true } : state;
                break;
        }
    }
}
