using System.Text;

namespace Overread.Deidentification.Text;

/// <summary>
/// Collects the words by which a source itself names people and places, so that they are cleaned wherever they stand.
/// Lives as long as one object's pass; its content is identifying and is never shown.
/// </summary>
public sealed class IdentifyingWords
{
    private const int ShortestWord = 2;
    private const int ShortestNumber = 5;
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);

    /// <summary>The words, in capitals.</summary>
    public IReadOnlySet<string> Words => _words;

    /// <summary>Adds every word of a value; numbers and single letters are left to the cleaner's own rules.</summary>
    public void Add(string value)
    {
        AddJoined(value);
        foreach (string word in value.ToUpperInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length >= ShortestWord && !Harmless.Contains(word))
            {
                _words.UnionWith(NameForms.Of(word));
            }

            AddNumbers(word);
        }
    }

    /// <summary>Names in ideographs and syllables, as they are written elsewhere: without a sign between their parts.</summary>
    private void AddJoined(string value)
    {
        foreach (string group in value.Split(['=', '\\'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = group.Split(['^', ' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 1 && !Ascii.IsValid(parts[0] + parts[1]))
            {
                _words.UnionWith(NameForms.Of(parts[0] + parts[1]));
                _words.UnionWith(NameForms.Of(parts[1] + parts[0]));
            }
        }
    }

    /// <summary>Numbers inside a word: a record "MRN7714093" is met as 7714093 too.</summary>
    private void AddNumbers(string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            int start = i;
            while (i < word.Length && char.IsAsciiDigit(word[i]))
            {
                i++;
            }

            if (i - start >= ShortestNumber && i - start < word.Length)
            {
                _words.Add(word[start..i]);
            }
        }
    }

    /// <summary>True where a word is one of them, however it spells its letters.</summary>
    /// <param name="words">The words, as <see cref="Words"/> gives them.</param>
    /// <param name="word">A word in capitals.</param>
    public static bool Holds(IReadOnlySet<string> words, string word) =>
        words.Count > 0 && (words.Contains(word) || !Ascii.IsValid(word) && NameForms.Of(word).Any(words.Contains));

    /// <summary>Says only how many there are.</summary>
    public override string ToString() => $"{_words.Count} words";

    private static readonly char[] Separators =
    [
        ' ',
        '^',
        '=',
        '\\',
        ',',
        ';',
        '.',
        '-',
        '/',
        '_',
        '(',
        ')',
        '\'',
        '"',
        ':',
        '@',
        '\t',
        '\r',
        '\n',
        '\0',
    ];

    // Words that institutions and titles bring along and that descriptions need.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "DR",
        "MD",
        "MR",
        "MS",
        "CT",
        "OF",
        "THE",
        "AND",
        "FOR",
        "RADIOLOGY",
        "DEPARTMENT",
        "ANONYMOUS",
        "REMOVED",
        "NONE",
        "UNKNOWN",
        "PATIENT",
        "TEST",
        "PHANTOM",
        "ST",
        "DE",
        "VAN",
        "VON",
        "IN",
        "AT",
        "ON",
    };
}
