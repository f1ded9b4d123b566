using System.Text;

namespace Overread.Learning.Features;

/// <summary>
/// Counts of words, pairs of words and character n-grams in a fixed number of columns by hashing (Weinberger et al. 2009, ICML):
/// no dictionary has to be learned, so that a text has the same numbers whatever other texts there are.
/// </summary>
public static class TextFeatures
{
    /// <summary>Columns that are made without a wish.</summary>
    public const int DefaultWidth = 1024;

    private const int ShortestGram = 3;
    private const int LongestGram = 4;

    /// <summary>Counts the terms of a text, or of one part of it.</summary>
    /// <param name="text">The text; letter case does not matter.</param>
    /// <param name="row">Where the counts are added.</param>
    /// <param name="part">Which part of an item it is (0: the text itself): the same word counts elsewhere in another part.</param>
    /// <exception cref="ArgumentException">There are no columns.</exception>
    public static void Add(string text, Span<double> row, int part = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (row.IsEmpty)
        {
            throw new ArgumentException("A row needs at least one column.");
        }

        string last = "";
        foreach (string word in Words(text))
        {
            Count(row, part, 'w', word);
            if (last.Length > 0)
            {
                Count(row, part, 'p', last + " " + word);
            }

            string framed = $"<{word}>";
            for (int size = ShortestGram; size <= LongestGram; size++)
            {
                for (int at = 0; at + size <= framed.Length; at++)
                {
                    Count(row, part, 'g', framed.AsSpan(at, size));
                }
            }

            last = word;
        }
    }

    /// <summary>Runs of letters and digits, in small letters.</summary>
    public static IEnumerable<string> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder word = new();
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static void Count(Span<double> row, int part, char kind, ReadOnlySpan<char> term)
    {
        // FNV-1a over UTF-16 units: the same on every machine, unlike string.GetHashCode.
        ulong hash = 14695981039346656037;
        hash = (hash ^ (uint)part) * 1099511628211;
        hash = (hash ^ kind) * 1099511628211;
        foreach (char c in term)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        hash ^= hash >> 32;
        row[(int)(hash % (ulong)row.Length)] += 1;
    }
}
