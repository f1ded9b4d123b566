using System.Text;
using Overread.Deidentification.Text;

namespace Overread.Deidentification.Residual;

/// <summary>
/// Looks in texts for names of persons however their parts are put together: with a blank, a hyphen, an apostrophe or nothing
/// between them, in either order. Names in ideographs and syllables, which are written without a blank, are met inside longer
/// texts; names in letters where whole words make them up. Not thread-safe while values are added.
/// </summary>
public sealed class ResidualNames
{
    private const int FewestLetters = 4;
    private const int FewestSigns = 2;
    private const int LongestText = 1 << 20;
    private static readonly char[] Components = ['^', ',', ';', ' ', '\u3000', '\t'];
    private readonly Dictionary<string, string> _whole = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _signs = new(StringComparer.Ordinal);
    private int _longest;

    /// <summary>True where nothing is looked for.</summary>
    public bool IsEmpty => _whole.Count == 0 && _signs.Count == 0;

    /// <summary>Adds a name: its groups apart ("="), its components apart ("^", a comma, blanks).</summary>
    /// <param name="kind">What it is, such as "PatientName"; goes into findings, the name does not.</param>
    /// <param name="name">The name as the source writes it.</param>
    /// <param name="ordinary">True of a component that stands in files for other reasons.</param>
    public void Add(string kind, string name, Func<string, bool>? ordinary = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (string group in name.Split(['=', '\\'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts =
            [
                .. group
                    .Split(Components, StringSplitOptions.RemoveEmptyEntries)
                    .Select(Letters)
                    .Where(part => part.Length > 0),
            ];
            string[] own = [.. parts.Where(part => ordinary?.Invoke(part) != true)];
            if (own.Length == 0)
            {
                // "ANONYMOUS^PATIENT": nobody.
                continue;
            }

            foreach (string part in own)
            {
                Add(kind, part);
            }

            // Any two in either order: which part is the family's differs from place to place.
            for (int i = 0; i < parts.Length; i++)
            {
                foreach (string second in parts.Where((_, k) => k != i))
                {
                    Add(kind, parts[i] + second);
                }
            }
        }
    }

    /// <summary>Kinds of the names that stand in a text, each once.</summary>
    public IReadOnlyCollection<string> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SortedSet<string> found = new(StringComparer.Ordinal);
        if (IsEmpty || text.Length > LongestText)
        {
            return found;
        }

        if (_signs.Count > 0 && !Ascii.IsValid(text))
        {
            string letters = Letters(text);
            found.UnionWith(
                _signs.Where(pair => letters.Contains(pair.Key, StringComparison.Ordinal)).Select(p => p.Value)
            );
        }

        if (_whole.Count > 0)
        {
            FindWhole(text, found);
        }

        return found;
    }

    private void Add(string kind, string joined)
    {
        if (IsOfSigns(joined))
        {
            if (joined.Length >= FewestSigns)
            {
                _signs.TryAdd(joined, kind);
            }
        }
        else if (joined.Length >= FewestLetters)
        {
            foreach (string form in NameForms.Of(joined))
            {
                _whole.TryAdd(form, kind);
                _longest = Math.Max(_longest, form.Length);
            }
        }
    }

    // The letters of the text stand side by side, so that words in a row are one stretch of them, and nothing is made per word.
    private void FindWhole(string text, SortedSet<string> found)
    {
        (string letters, List<int> ends) = Words(text);
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> whole = _whole.GetAlternateLookup<
            ReadOnlySpan<char>
        >();
        for (int i = 0; i < ends.Count; i++)
        {
            int start = i == 0 ? 0 : ends[i - 1];
            for (int k = i; k < ends.Count && ends[k] - start <= _longest; k++)
            {
                if (whole.TryGetValue(letters.AsSpan(start, ends[k] - start), out string? kind))
                {
                    found.Add(kind);
                }
            }
        }
    }

    /// <summary>The letters of a text without diacritics, and where each word ends among them.</summary>
    private static (string Letters, List<int> Ends) Words(string text)
    {
        StringBuilder letters = new(text.Length);
        List<int> ends = [];
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            while (at < text.Length && char.IsLetter(text[at]))
            {
                at++;
            }

            if (at == start)
            {
                at++;
                continue;
            }

            ReadOnlySpan<char> word = text.AsSpan(start, at - start);
            if (Ascii.IsValid(word))
            {
                letters.Append(word);
            }
            else
            {
                letters.Append(NameForms.Fold(word.ToString()));
            }

            ends.Add(letters.Length);
        }

        return (letters.ToString(), ends);
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter)).ToUpperInvariant();

    /// <summary>True for ideographs, kana and hangul.</summary>
    private static bool IsOfSigns(string text) =>
        text.All(c =>
            c
                is >= '\u3040'
                    and <= '\u30FF'
                    or >= '\u3400'
                    and <= '\u9FFF'
                    or >= '\uAC00'
                    and <= '\uD7AF'
                    or >= '\uF900'
                    and <= '\uFAFF'
            || char.IsSurrogate(c)
        );
}
