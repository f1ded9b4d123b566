using System.Globalization;
using System.Text;

namespace Overread.Deidentification.Text;

/// <summary>The ways in which one name is written: with diacritics, without them, and spelled out for a narrow keyboard.</summary>
public static class NameForms
{
    /// <summary>Letters that decompose into no base letter, and what clerks type for them and for umlauts.</summary>
    private static readonly Dictionary<char, string> Spelled = new()
    {
        ['Ä'] = "AE",
        ['Ö'] = "OE",
        ['Ü'] = "UE",
        ['ß'] = "SS",
        ['ẞ'] = "SS",
        ['Æ'] = "AE",
        ['Œ'] = "OE",
        ['Ø'] = "OE",
        ['Å'] = "AA",
        ['Þ'] = "TH",
        ['Ð'] = "D",
        ['Đ'] = "D",
        ['Ł'] = "L",
        ['İ'] = "I",
        ['ı'] = "I",
        ['Ħ'] = "H",
    };

    /// <summary>Capitals without diacritics: "Müller" gives "MULLER".</summary>
    public static string Fold(string word) => Ascii.IsValid(word) ? word.ToUpperInvariant() : Strip(Spell(word, false));

    /// <summary>
    /// Every form, capitals, each once: as it stands, without diacritics, spelled out ("MUELLER"), in Latin letters where it is in
    /// Cyrillic, Greek or Japanese syllables.
    /// </summary>
    public static IReadOnlyList<string> Of(string word)
    {
        string capitals = word.ToUpperInvariant();
        return Ascii.IsValid(capitals)
            ? [capitals]
            :
            [
                .. new[] { capitals, Strip(Spell(word, false)), Strip(Spell(word, true)) }
                    .Concat(Romanisation.Of(capitals).Select(Strip))
                    .Distinct(StringComparer.Ordinal),
            ];
    }

    /// <param name="word">Any case.</param>
    /// <param name="all">Umlauts too; else only what has no base letter of its own.</param>
    private static string Spell(string word, bool all)
    {
        StringBuilder spelled = new(word.Length + 4);
        foreach (char c in Composed(word))
        {
            char capital = c == 'ß' ? c : char.ToUpperInvariant(c);
            bool has = Spelled.TryGetValue(capital, out string? letters);
            spelled.Append(has && (all || capital is not ('Ä' or 'Ö' or 'Ü' or 'Å')) ? letters : capital.ToString());
        }

        return spelled.ToString();
    }

    // The framework composes nothing without tables of a culture. A letter with dots or a ring of its own is another way of spelling than
    // the letter alone, and full-width letters are letters.
    private static string Composed(string word)
    {
        StringBuilder composed = new(word.Length);
        foreach (char c in word)
        {
            char before = composed.Length > 0 ? composed[^1] : '\0';
            char whole = (before, c) switch
            {
                ('a', '\u0308') => 'ä',
                ('o', '\u0308') => 'ö',
                ('u', '\u0308') => 'ü',
                ('A', '\u0308') => 'Ä',
                ('O', '\u0308') => 'Ö',
                ('U', '\u0308') => 'Ü',
                ('a', '\u030A') => 'å',
                ('A', '\u030A') => 'Å',
                _ => '\0',
            };
            if (whole != '\0')
            {
                composed[^1] = whole;
            }
            else
            {
                composed.Append(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c);
            }
        }

        return composed.ToString();
    }

    private static string Strip(string text)
    {
        StringBuilder stripped = new(text.Length);
        foreach (char c in text)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                stripped.Append(BaseLetters.Of(c));
            }
        }

        return stripped.ToString().ToUpperInvariant();
    }
}
