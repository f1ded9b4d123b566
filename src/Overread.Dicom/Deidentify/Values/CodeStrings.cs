using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Overread.Deidentification.Text;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>
/// Reads code strings (CS): a value stays where each of its words is a defined term of the standard, a word of the clinical
/// vocabulary, or too short and too plain to name anybody. Senders write whatever they like into such fields.
/// </summary>
internal static partial class CodeStrings
{
    private const int LongestNumber = 4;
    private const int MostKnown = 10_000;

    // A series says the same in every file.
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Terms = ProfileTable
        .EmbeddedLines("defined-terms.txt")
        .Where(line => !line.StartsWith('#'))
        .SelectMany(line => line.Split([' ', '_', '/'], StringSplitOptions.RemoveEmptyEntries))
        .Select(word => word.ToUpperInvariant())
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What may stay of one value: itself, its harmless words, or "".</summary>
    /// <param name="value">One value, without padding.</param>
    /// <param name="forbidden">Words by which the source names people, in capitals.</param>
    internal static string Clean(string value, IReadOnlySet<string> forbidden)
    {
        if (Known.ContainsKey(value))
        {
            return value;
        }

        // Mixed case is not of the standard, but senders write it, and so do names.
        string capitals = value.ToUpperInvariant();
        string[] words = capitals.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (Title().IsMatch(value))
        {
            // A title and a name of two letters: nothing of it belongs into a code string.
            return "";
        }

        if (words.All(word => IsHarmless(word, forbidden)) && !HoldsNumber(capitals))
        {
            // Of defined terms alone: harmless in every file, whoever its source names.
            if (Known.Count < MostKnown && words.All(word => word.Length <= 2 || Terms.Contains(word)))
            {
                Known.TryAdd(value, true);
            }

            return value;
        }

        return string.Join(
            ' ',
            value
                .Split(Separators, StringSplitOptions.RemoveEmptyEntries)
                .Where(word => IsHarmless(word.ToUpperInvariant(), forbidden) && !word.All(char.IsAsciiDigit))
        );
    }

    /// <summary>True for a word of the standard's defined terms; capitals.</summary>
    internal static bool IsTerm(string word) => Terms.Contains(word);

    private static bool IsHarmless(string word, IReadOnlySet<string> forbidden)
    {
        // A defined term says what the standard says, though somebody of the source bears it as a name.
        if (word.Length <= 2 || Terms.Contains(word))
        {
            return true;
        }

        if (IdentifyingWords.Holds(forbidden, word))
        {
            return false;
        }

        if (TextCleaner.IsClinical(word) || Size().IsMatch(word))
        {
            return true;
        }

        int digits = word.Count(char.IsAsciiDigit);
        int letters = word.Count(char.IsAsciiLetter);
        return digits + letters == word.Length
            && digits is > 0 and <= LongestNumber
            && (letters is > 0 and <= 3 || letters == 0 && !IsYear(word));
    }

    /// <summary>Numbers in groups that together are a telephone's, a record's or a date.</summary>
    private static bool HoldsNumber(string text) =>
        text.Count(char.IsAsciiDigit) > 7 && text.Split(Separators).Count(w => w.All(char.IsAsciiDigit)) > 1;

    private static bool IsYear(string word) =>
        word.Length == 4
        && (word.StartsWith("19", StringComparison.Ordinal) || word.StartsWith("20", StringComparison.Ordinal));

    [GeneratedRegex(@"^(?:Dr|DR|Drs|Prof|PROF|Mrs|MRS|Ms|Mr|Miss|MISS|Herr|HERR|Frau|FRAU|Mme|MME)(?:[. _]+)\p{L}{2,}")]
    private static partial Regex Title();

    [GeneratedRegex(@"^\d{1,3}(CM|MM|IN)X\d{1,3}(CM|MM|IN)$")]
    private static partial Regex Size();

    private static readonly char[] Separators =
    [
        ' ',
        '_',
        '-',
        '/',
        '.',
        ',',
        '+',
        '&',
        '(',
        ')',
        '*',
        '^',
        '=',
        ':',
        ';',
        '#',
        '\'',
        '"',
        '|',
        '<',
        '>',
        '[',
        ']',
    ];
}
