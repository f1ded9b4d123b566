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
        foreach (char c in word.Normalize(NormalizationForm.FormC))
        {
            char capital = c == 'ß' ? c : char.ToUpperInvariant(c);
            bool has = Spelled.TryGetValue(capital, out string? letters);
            spelled.Append(has && (all || capital is not ('Ä' or 'Ö' or 'Ü' or 'Å')) ? letters : capital.ToString());
        }

        return spelled.ToString();
    }

    private static string Strip(string text)
    {
        StringBuilder stripped = new(text.Length);
        foreach (char c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                stripped.Append(BaseLetters.Of(c));
            }
        }

        return stripped.ToString().ToUpperInvariant();
    }
}
