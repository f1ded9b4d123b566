using System.Runtime.InteropServices;

namespace Overread.Text.Negation;

/// <summary>Phrases of small letters, found where a row of words has them; a star ends a word of any ending.</summary>
internal sealed class PhraseTable
{
    private readonly Dictionary<int, List<Phrase>> _byHead = [];

    internal void Add(IEnumerable<string> phrases, int value, bool except = false)
    {
        foreach (string phrase in phrases)
        {
            string[] words = phrase
                .ToLowerInvariant()
                .Replace(",", "", StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            int head = Head(words[0]);
            if (!_byHead.TryGetValue(head, out List<Phrase>? list))
            {
                _byHead[head] = list = [];
            }

            list.Add(new(words, value, except));
            list.Sort(
                (a, b) =>
                    b.Words.Length != a.Words.Length
                        ? b.Words.Length.CompareTo(a.Words.Length)
                        : b.Words[0].Length.CompareTo(a.Words[0].Length)
            );
        }
    }

    /// <summary>Adds what begins at a word; the longest phrases first, exceptions among them.</summary>
    internal void At(string text, ReadOnlySpan<ReportWord> words, int at, List<PhraseHit> hits)
    {
        if (!_byHead.TryGetValue(Head(words[at].Of(text)), out List<Phrase>? phrases))
        {
            return;
        }

        foreach (Phrase phrase in CollectionsMarshal.AsSpan(phrases))
        {
            if (IsAt(text, words, at, phrase))
            {
                hits.Add(new(at, at + phrase.Words.Length, phrase.Value, phrase.Except));
            }
        }
    }

    private static bool IsAt(string text, ReadOnlySpan<ReportWord> words, int at, in Phrase phrase)
    {
        if (at + phrase.Words.Length > words.Length)
        {
            return false;
        }

        for (int i = 0; i < phrase.Words.Length; i++)
        {
            ReadOnlySpan<char> word = words[at + i].Of(text);
            ReadOnlySpan<char> wanted = phrase.Words[i];
            bool same =
                wanted[^1] == '*'
                    ? word.StartsWith(wanted[..^1], StringComparison.OrdinalIgnoreCase)
                    : word.Equals(wanted, StringComparison.OrdinalIgnoreCase);
            if (!same)
            {
                return false;
            }
        }

        return true;
    }

    // The first two letters; shorter words have blanks behind.
    private static int Head(ReadOnlySpan<char> word)
    {
        char first = char.ToLowerInvariant(word[0]);
        char second = word.Length > 1 && word[1] != '*' ? char.ToLowerInvariant(word[1]) : ' ';
        return (first << 16) | second;
    }

    private readonly record struct Phrase(string[] Words, int Value, bool Except);
}
