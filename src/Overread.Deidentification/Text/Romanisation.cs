using System.Text;

namespace Overread.Deidentification.Text;

/// <summary>
/// Names of other scripts in Latin letters, as passports and clerks write them: Cyrillic in the English, German and scholarly way
/// (BGN/PCGN 1947, DIN 1460 without its signs), Greek by ISO 843 and by sound, kana by Hepburn. Ideographs have no sound of their own
/// and are left alone.
/// </summary>
internal static class Romanisation
{
    // Letter, then its forms in English, German and scholarly usage where they differ.
    private const string Cyrillic =
        "А A;Б B;В V W V;Г G;Ґ G;Д D;Е E;Ё E JO E;Є YE JE JE;Ж ZH SCH Z;З Z S Z;И I;І I;Ї YI JI I;Й Y J J;К K;Л L;М M;Н N;О O;П P;Р R;С S;Т T;"
        + "У U;Ў U;Ф F;Х KH CH CH;Ц TS Z C;Ч CH TSCH C;Ш SH SCH S;Щ SHCH SCHTSCH SC;Ъ ;Ы Y;Ь ;Э E;Ю YU JU JU;Я YA JA JA;Ђ DJ DJ D;Ј J;"
        + "Љ LJ;Њ NJ;Ћ C;Џ DZH DZ DZ";

    // Letter, then its forms by ISO 843 type 2 and by sound.
    private const string Greek =
        "Α A;Β V B;Γ G;Δ D;Ε E;Ζ Z;Η I H;Θ TH;Ι I;Κ K C;Λ L;Μ M;Ν N;Ξ X;Ο O;Π P;Ρ R;Σ S;Τ T;Υ Y U;Φ F PH;Χ CH H;Ψ PS;Ω O";

    private const string Kana =
        "ア A;イ I;ウ U;エ E;オ O;カ KA;キ KI;ク KU;ケ KE;コ KO;サ SA;シ SHI;ス SU;セ SE;ソ SO;タ TA;チ CHI;ツ TSU;テ TE;ト TO;ナ NA;ニ NI;ヌ NU;ネ NE;"
        + "ノ NO;ハ HA;ヒ HI;フ FU;ヘ HE;ホ HO;マ MA;ミ MI;ム MU;メ ME;モ MO;ヤ YA;ユ YU;ヨ YO;ラ RA;リ RI;ル RU;レ RE;ロ RO;ワ WA;ヲ O;ン N;ガ GA;ギ GI;"
        + "グ GU;ゲ GE;ゴ GO;ザ ZA;ジ JI;ズ ZU;ゼ ZE;ゾ ZO;ダ DA;ヂ JI;ヅ ZU;デ DE;ド DO;バ BA;ビ BI;ブ BU;ベ BE;ボ BO;パ PA;ピ PI;プ PU;ペ PE;ポ PO";

    private static readonly Dictionary<char, string[]> OfCyrillic = Table(Cyrillic, 3);
    private static readonly Dictionary<char, string[]> OfGreek = Table(Greek, 2);
    private static readonly Dictionary<char, string[]> OfKana = Table(Kana, 1);

    /// <summary>Forms of a word in capitals; none where it has no letter of these scripts.</summary>
    internal static IEnumerable<string> Of(string capitals) =>
        Any(capitals, '\u0400', '\u052F')
            ? Enumerable.Range(0, 3).Select(way => Spelled(capitals, OfCyrillic, way)).SelectMany(Endings)
        : Any(capitals, '\u0370', '\u03FF')
            ? Enumerable.Range(0, 2).Select(way => Spelled(Accentless(capitals), OfGreek, way)).SelectMany(Diphthongs)
        : Any(capitals, '\u3040', '\u30FF') ? Long(OfSyllables(capitals))
        : [];

    private static Dictionary<char, string[]> Table(string rows, int ways) =>
        rows.Split(';')
            .Select(row => row.Split(' '))
            .ToDictionary(
                fields => fields[0][0],
                fields =>
                    Enumerable.Range(0, ways).Select(way => fields[Math.Min(way + 1, fields.Length - 1)]).ToArray()
            );

    private static bool Any(string text, char first, char last) => text.AsSpan().ContainsAnyInRange(first, last);

    private static string Spelled(string word, Dictionary<char, string[]> table, int way) =>
        string.Concat(word.Select(c => table.TryGetValue(c, out string[]? forms) ? forms[way] : c.ToString()));

    // "-SKIY" is written "-SKY" and "-SKI" as well, "-YY" as "-Y", and X stands for KS.
    private static IEnumerable<string> Endings(string word)
    {
        yield return word;
        yield return word.Replace("KS", "X", StringComparison.Ordinal);
        foreach (string ending in (string[])["IY", "IJ", "YY", "YJ"])
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                yield return word[..^2] + "Y";
                yield return word[..^2] + "I";
            }
        }
    }

    // Two letters of one sound.
    private static IEnumerable<string> Diphthongs(string word)
    {
        yield return word;
        yield return word.Replace("OY", "OU", StringComparison.Ordinal)
            .Replace("GG", "NG", StringComparison.Ordinal)
            .Replace("MP", "B", StringComparison.Ordinal)
            .Replace("AY", "AV", StringComparison.Ordinal)
            .Replace("EY", "EV", StringComparison.Ordinal);
        yield return word.Replace("OY", "OU", StringComparison.Ordinal)
            .Replace("AY", "AF", StringComparison.Ordinal)
            .Replace("EY", "EF", StringComparison.Ordinal);
    }

    // Decomposition is not to be had without a culture's data.
    private static string Accentless(string word) =>
        string.Concat(
            word.Where(c => c is < '\u0300' or > '\u036F')
                .Select(c => Marked.IndexOf(c) is >= 0 and int at ? Bare[at] : c)
        );

    private const string Marked = "ΆΈΉΊΪΌΎΫΏΐΰς";
    private const string Bare = "ΑΕΗΙΙΟΥΥΩΙΥΣ";

    private static string OfSyllables(string word)
    {
        StringBuilder latin = new();
        bool doubled = false;
        foreach (char kana in word)
        {
            // Hiragana lie 0x60 before katakana.
            char c = kana is >= '\u3041' and <= '\u3096' ? (char)(kana + 0x60) : kana;
            if (c == 'ッ')
            {
                doubled = true;
            }
            else if (c is 'ャ' or 'ュ' or 'ョ' && latin.Length > 1 && latin[^1] == 'I')
            {
                latin.Length--;
                string vowel =
                    c == 'ャ' ? "A"
                    : c == 'ュ' ? "U"
                    : "O";
                latin.Append(latin[^1] is 'H' or 'J' ? vowel : "Y" + vowel);
            }
            else if (c == 'ー' && latin.Length > 0)
            {
                latin.Append(latin[^1]);
            }
            else
            {
                string sound = OfKana.TryGetValue(c, out string[]? forms) ? forms[0] : c.ToString();
                latin.Append(doubled ? sound[..1] : "").Append(sound);
                doubled = false;
            }
        }

        return latin.ToString();
    }

    // Long vowels are written out or not.
    private static IEnumerable<string> Long(string word)
    {
        yield return word;
        yield return word.Replace("OU", "O", StringComparison.Ordinal)
            .Replace("OO", "O", StringComparison.Ordinal)
            .Replace("UU", "U", StringComparison.Ordinal);
        yield return word.Replace("OU", "OH", StringComparison.Ordinal).Replace("OO", "OH", StringComparison.Ordinal);
    }
}
