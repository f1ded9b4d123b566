using System.Globalization;

namespace Overread.Text.Formats;

/// <summary>
/// JSON may name half of a pair of surrogates by an escape (RFC 8259, 8.2), which is no character: writers that cut a text by
/// units leave such halves before an emoji.
/// </summary>
internal static class LoneSurrogates
{
    private const int Escape = 6;

    /// <summary>The same JSON with each such escape naming U+FFFD instead; every other character stays where it is.</summary>
    public static string Replaced(string json)
    {
        if (!json.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            return json;
        }

        char[] text = json.ToCharArray();
        for (int at = 0; at < text.Length - 1; at++)
        {
            if (text[at] != '\\')
            {
                continue;
            }

            int unit = UnitAt(text, at);
            if (char.IsHighSurrogate((char)unit) && char.IsLowSurrogate((char)UnitAt(text, at + Escape)))
            {
                at += Escape + Escape - 1;
            }
            else if (char.IsSurrogate((char)unit))
            {
                "fffd".CopyTo(text.AsSpan(at + 2));
                at += Escape - 1;
            }
            else
            {
                // An escaped backslash begins no escape of its own.
                at++;
            }
        }

        return new string(text);
    }

    // 0 where there is no escape of a unit.
    private static int UnitAt(ReadOnlySpan<char> text, int at) =>
        at + Escape <= text.Length
        && text[at] == '\\'
        && text[at + 1] == 'u'
        && int.TryParse(
            text.Slice(at + 2, 4),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out int unit
        )
            ? unit
            : 0;
}
