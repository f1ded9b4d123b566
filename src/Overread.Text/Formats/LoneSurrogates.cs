using System.Globalization;

namespace Overread.Text.Formats;

/// <summary>
/// JSON may name half of a pair of surrogates by an escape (RFC 8259, 8.2), which is no character: writers that cut a text by
/// units leave such halves before an emoji.
/// </summary>
public static class LoneSurrogates
{
    private const int Escape = 6;

    /// <summary>Where such an escape begins, at or behind a place; -1 where there is none.</summary>
    /// <param name="json">JSON.</param>
    /// <param name="from">UTF-16 unit to begin at; no escape stands across it.</param>
    public static int Find(ReadOnlySpan<char> json, int from = 0)
    {
        for (int at = from; ; )
        {
            int next = json[at..].IndexOf('\\');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            char unit = UnitAt(json, at);
            if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(UnitAt(json, at + Escape)))
            {
                at += Escape + Escape;
            }
            else if (char.IsSurrogate(unit))
            {
                return at;
            }
            else
            {
                // An escaped backslash begins no escape of its own.
                at = Math.Min(at + 2, json.Length);
            }
        }
    }

    /// <summary>The same JSON with each such escape naming U+FFFD instead; every other character stays where it is.</summary>
    public static string Replaced(string json)
    {
        int at = Find(json);
        if (at < 0)
        {
            return json;
        }

        char[] text = json.ToCharArray();
        for (; at >= 0; at = Find(text, at + Escape))
        {
            "fffd".CopyTo(text.AsSpan(at + 2));
        }

        return new string(text);
    }

    // 0 where there is no escape of a unit.
    private static char UnitAt(ReadOnlySpan<char> text, int at) =>
        at + Escape <= text.Length
        && text[at] == '\\'
        && text[at + 1] == 'u'
        && ushort.TryParse(
            text.Slice(at + 2, 4),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out ushort unit
        )
            ? (char)unit
            : '\0';
}
