namespace Overread.Deidentification.Text;

/// <summary>
/// Collects the words by which a source itself names people and places, so that they are cleaned wherever they stand.
/// Lives as long as one object's pass; its content is identifying and is never shown.
/// </summary>
public sealed class IdentifyingWords
{
    private const int ShortestWord = 2;
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);

    /// <summary>The words, in capitals.</summary>
    public IReadOnlySet<string> Words => _words;

    /// <summary>Adds every word of a value; numbers and single letters are left to the cleaner's own rules.</summary>
    public void Add(string value)
    {
        foreach (string word in value.ToUpperInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length >= ShortestWord && !Harmless.Contains(word))
            {
                _words.Add(word);
            }
        }
    }

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
