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
    private readonly Dictionary<string, string> _whole = new(StringComparer.Ordinal);
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

        if (_signs.Count > 0 && !System.Text.Ascii.IsValid(text))
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

    private void FindWhole(string text, SortedSet<string> found)
    {
        List<string> words = [];
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            while (at < text.Length && char.IsLetter(text[at]))
            {
                at++;
            }

            if (at > start)
            {
                words.Add(NameForms.Fold(text[start..at]));
            }
            else
            {
                at++;
            }
        }

        for (int i = 0; i < words.Count; i++)
        {
            string joined = "";
            for (int k = i; k < words.Count && joined.Length + words[k].Length <= _longest; k++)
            {
                joined += words[k];
                if (_whole.TryGetValue(joined, out string? kind))
                {
                    found.Add(kind);
                }
            }
        }
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
