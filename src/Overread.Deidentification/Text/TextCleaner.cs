using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Overread.Deidentification.Text;

/// <summary>
/// Frees short texts of headers (descriptions, comments, labels) of whatever is not known to be harmless: only words of
/// a clinical vocabulary, short numbers and units stay. What the source itself says about the patient, operators and the
/// like is never kept, even where it is a word of the vocabulary. Thread-safe.
/// </summary>
/// <remarks>
/// It errs towards removal: a term that the vocabulary lacks is lost. That is the price of not needing to know every
/// name on earth. Running text (reports) is the business of a text library, not of this type.
/// </remarks>
public sealed partial class TextCleaner
{
    private const int LeastStem = 4;
    private const int LongestNumber = 4;
    private const int MostParts = 6;
    private const int LeastTelephoneDigits = 7;

    private const int LongestPhrase = 3;

    private static readonly FrozenSet<string> Vocabulary = VocabularyLines()
        .Where(line => !line.StartsWith('#') && !line.StartsWith('+'))
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(word => word.ToUpperInvariant())
        .ToFrozenSet(StringComparer.Ordinal);

    // Words that are names as well, and harmless beside the others of the phrase: "white matter".
    private static readonly FrozenSet<string> Phrases = VocabularyLines()
        .Where(line => line.StartsWith('+'))
        .SelectMany(line => line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(phrase => phrase.Replace('_', ' ').ToUpperInvariant())
        .ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<string> VocabularyLines()
    {
        foreach (string file in new[] { "clinical-words.txt", "standard-words.txt" })
        {
            using StreamReader reader = new(typeof(TextCleaner).Assembly.GetManifestResourceStream(file)!);
            while (reader.ReadLine() is { } line)
            {
                yield return line;
            }
        }
    }

    /// <summary>True where a word, whatever its case, is in the vocabulary, or one of its plurals or made of one with a prefix.</summary>
    public static bool IsClinical(string word) => IsInVocabulary(word.ToUpperInvariant());

    private static readonly string[] Prefixes =
    [
        "ANTI",
        "ENDO",
        "EPI",
        "EXTRA",
        "HYPER",
        "HYPO",
        "INFRA",
        "INTER",
        "INTRA",
        "MACRO",
        "MICRO",
        "MULTI",
        "NON",
        "PARA",
        "PERI",
        "POST",
        "PRE",
        "RETRO",
        "SEMI",
        "SUB",
        "SUPRA",
        "TRANS",
    ];

    // Plurals that are names.
    private static readonly FrozenSet<string> Names = new[]
    {
        "BOVENS",
        "EVERS",
        "KNIES",
        "SHIELDS",
        "STONES",
        "WATERS",
    }.ToFrozenSet();

    private static bool IsInVocabulary(string capitals) =>
        Vocabulary.Contains(capitals)
        || capitals.Length > LeastStem
            && capitals[^1] == 'S'
            && !Names.Contains(capitals)
            && Vocabulary.Contains(capitals[..^1])
        || Prefixes.Any(p =>
            capitals.Length >= p.Length + LeastStem + 1
            && capitals.StartsWith(p, StringComparison.Ordinal)
            && Vocabulary.Contains(capitals[p.Length..])
        );

    /// <summary>Cleans one text; several values keep their backslashes. A text that is clean comes back unchanged.</summary>
    /// <param name="text">Decoded text.</param>
    /// <param name="forbidden">Words of the source that identify, in capitals.</param>
    /// <param name="also">Told each word in capitals that the vocabulary lacks: true where it is harmless all the same.</param>
    /// <returns>The harmless words in their order; "" where none is left.</returns>
    public static string Clean(string text, IReadOnlySet<string> forbidden, Func<string, bool>? also = null)
    {
        StringBuilder cleaned = new(text.Length);
        bool removed = false;
        int behind = 0;
        List<Range> words = Words(text);
        for (int k = 0; k < words.Count; k++)
        {
            (int start, int end) = (words[k].Start.Value, words[k].End.Value);
            cleaned.Append(text, behind, start - behind);
            behind = end;
            if (
                IsHarmless(text, words, k, forbidden, also)
                && !IsInTelephone(text, start, end)
                && !IsOldAge(text, start, end)
            )
            {
                cleaned.Append(text, start, end - start);
            }
            else
            {
                removed = true;
            }
        }

        cleaned.Append(text, behind, text.Length - behind);
        return removed ? Tidy(cleaned.ToString()) : text;
    }

    private static List<Range> Words(string text)
    {
        List<Range> words = [];
        for (int i = 0; i < text.Length; i++)
        {
            int start = i;
            while (i < text.Length && IsWordCharacter(text[i]))
            {
                i++;
            }

            if (i > start)
            {
                words.Add(start..i);
            }
        }

        return words;
    }

    /// <summary>True where a word stands in a phrase whose words are all there, a blank or a sign between each.</summary>
    private static bool IsInPhrase(string text, List<Range> words, int at)
    {
        for (int first = Math.Max(0, at - LongestPhrase + 1); first <= at; first++)
        {
            string phrase = text[words[first]];
            for (int last = first + 1; last < Math.Min(words.Count, first + LongestPhrase); last++)
            {
                if (words[last].Start.Value - words[last - 1].End.Value != 1)
                {
                    break;
                }

                phrase += " " + text[words[last]];
                if (last >= at && Phrases.Contains(phrase.ToUpperInvariant()))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string Around(string text, int start, int end)
    {
        int from = start;
        int to = end;
        while (
            from > 0 && (char.IsAsciiDigit(text[from - 1]) || ".-/:".Contains(text[from - 1], StringComparison.Ordinal))
        )
        {
            from--;
        }

        while (to < text.Length && (char.IsAsciiDigit(text[to]) || ".-/:".Contains(text[to], StringComparison.Ordinal)))
        {
            to++;
        }

        return text[from..to];
    }

    private static bool IsHarmless(
        string text,
        List<Range> words,
        int at,
        IReadOnlySet<string> forbidden,
        Func<string, bool>? also
    )
    {
        string word = text[words[at]];
        string capitals = word.ToUpperInvariant();
        if (IdentifyingWords.Holds(forbidden, capitals))
        {
            return false;
        }

        if (IsKnown(capitals, also) || WordForms.Has(capitals, IsInVocabulary))
        {
            return true;
        }

        if (IsNumber(word))
        {
            string around = Around(text, words[at].Start.Value, words[at].End.Value);
            // A number that is part of a longer row of digits is a date, a telephone or a record number.
            int digits = around.Count(char.IsAsciiDigit);
            int groups = around.Count(c => c is '/' or '-' or ':');
            return digits <= LongestNumber
                && groups <= 1
                && !IsYear(word)
                && !DatesWithoutYear.Is(text, words, at)
                && !DatesWithoutYear.IsDayAndMonth(around);
        }

        return IsMeasure(capitals)
            || IsSchedule().IsMatch(capitals)
            || IsLabel(word, forbidden, also)
            || IsInPhrase(text, words, at);
    }

    /// <summary>A label of parts, each harmless of itself, as structures are named: "OpticNrv", "GTVp2", "Rib5L", "zPTV".</summary>
    private static bool IsLabel(string word, IReadOnlySet<string> forbidden, Func<string, bool>? also)
    {
        string[] parts = [.. Parts().Matches(word).Select(part => part.Value)];
        return parts.Length is > 1 and <= MostParts
            && parts.Sum(part => part.Length) == word.Length
            && parts.Any(part => part.Length > 2 && char.IsLetter(part[0]))
            && parts.All(part =>
                char.IsAsciiDigit(part[0])
                    ? part.Length <= LongestNumber && !IsYear(part)
                    : part.Length == 1
                        || IsKnown(part.ToUpperInvariant(), also)
                            && !IdentifyingWords.Holds(forbidden, part.ToUpperInvariant())
            );
    }

    private static bool IsKnown(string capitals, Func<string, bool>? also) =>
        IsInVocabulary(capitals) || also?.Invoke(capitals) == true;

    // Dose times fractions ("7000x35"), pixels ("512x512x40"), ordinals ("4th").
    [GeneratedRegex(@"^(?:\d{1,4}X){1,2}\d{1,4}$|^(?:1ST|2ND|3RD|[4-9]TH)$")]
    private static partial Regex IsSchedule();

    // Target volumes before what they are of ("GTVnd"), runs of capitals (but for one that begins a word), words, runs of digits.
    [GeneratedRegex(@"(?:I?GTV|[CIP]TV|PRV)(?=\p{Ll})|\p{Lu}{2,}\p{Ll}(?!\p{Ll})|\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+")]
    private static partial Regex Parts();

    /// <summary>
    /// Short numbers in a row, with nothing but spaces and signs between them, are a telephone or record number in groups:
    /// seven digits and more, one group of at least three. Rows of round numbers are b-values and the like.
    /// </summary>
    private static bool IsInTelephone(string text, int start, int end)
    {
        const string Signs = " .-/()+";
        static bool Joins(char c) => char.IsAsciiDigit(c) || Signs.Contains(c, StringComparison.Ordinal);
        if (!IsNumber(text[start..end]))
        {
            return false;
        }

        while (start > 0 && Joins(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && Joins(text[end]))
        {
            end++;
        }

        string[] groups = text[start..end].Split(Signs.ToCharArray(), StringSplitOptions.RemoveEmptyEntries);
        return groups.Sum(group => group.Length) >= LeastTelephoneDigits
            && groups.Any(group => group.Length >= 3)
            && !groups.All(group =>
                group.EndsWith("50", StringComparison.Ordinal)
                || group.EndsWith("00", StringComparison.Ordinal)
                || group == "0"
            );
    }

    /// <summary>
    /// Ages above 89 (45 CFR 164.514(b)(2)(i)(C)): "91Y", "093 years", "92-year-old", "age 95". Other numbers of that size,
    /// kilovolts or percents, have other neighbours.
    /// </summary>
    private static bool IsOldAge(string text, int start, int end)
    {
        if (!char.IsAsciiDigit(text[start]))
        {
            return false;
        }

        // A short stretch: no text can make the pattern slow, so no clock stops it (on a busy machine it would).
        int from = Math.Max(0, start - 12);
        return OldAge()
            .Matches(text[from..Math.Min(text.Length, end + 12)])
            .Any(match => from + match.Groups["n"].Index == start);
    }

    [GeneratedRegex(
        @"(?<![\d.])(?<n>0?(?:9\d|1[0-2]\d))[ .-]{0,2}(?:y(?:o|r|rs|ear|ears)?|y/o|jahre?|jährig|jaehrig|ans|a[nñ]os|anni|jaar|let|lat|ar|år|歳|岁|세)(?![a-z])|\b(?:age|aged|alter|edad|eta|età|idade)[ :=]{1,3}(?<n>0?(?:9\d|1[0-2]\d))(?!\d)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex OldAge();

    private static bool IsYear(string word) =>
        word.Length == 4
        && (word.StartsWith("19", StringComparison.Ordinal) || word.StartsWith("20", StringComparison.Ordinal));

    private static bool IsNumber(string word) => word.All(char.IsAsciiDigit);

    /// <summary>A short number with a unit or a letter: "5MM", "B30F", "T2", "L4", "120KV", "3D".</summary>
    private static bool IsMeasure(string capitals)
    {
        int digits = capitals.Count(char.IsAsciiDigit);
        int letters = capitals.Length - digits;
        if (digits is 0 or > LongestNumber || letters is 0 or > 3 || capitals.Any(c => !char.IsAsciiLetterOrDigit(c)))
        {
            return false;
        }

        // Letters in at most two runs: a unit behind the number, a letter before it, or one on either side.
        string onlyLetters = string.Concat(capitals.Where(char.IsAsciiLetter));
        return letters == 1
            || Vocabulary.Contains(onlyLetters)
            || letters == 2 && char.IsAsciiLetter(capitals[0]) && char.IsAsciiLetter(capitals[^1]);
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c == '\u0300';

    private static string Tidy(string text) => string.Join('\\', text.Split('\\').Select(TidyValue)).Trim('\\');

    private static string TidyValue(string value) =>
        string.Join(
            ' ',
            value
                .Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
                .Where(piece => piece.Any(char.IsLetterOrDigit))
                .Select(piece => piece.Trim('^', '=', ',', ';', ':', '_', '-', '@', '#', '/', '.', '(', ')'))
        );
}
