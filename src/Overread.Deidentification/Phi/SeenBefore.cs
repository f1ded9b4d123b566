using System.Buffers;

namespace Overread.Deidentification.Phi;

/// <summary>
/// A document's own findings, looked for in the whole of it: a family name that stood behind a title once is found where it stands
/// alone, in capitals, in the possessive; a record number that had a label once is found where it has none.
/// </summary>
internal sealed class SeenBefore(PhiText text, PhiHits hits)
{
    private const double Sure = 0.65;
    private const int ShortestNumber = 5;

    internal void Find()
    {
        HashSet<string> words = [];
        HashSet<string> initials = [];
        HashSet<string> numbers = [];
        int token = 0;
        foreach (PhiSpan span in hits.Spans.Where(s => s.Score >= Sure).OrderBy(s => s.Start).ToArray())
        {
            while (token < text.Count && text[token].Start < span.Start)
            {
                token++;
            }

            if (span.Type == PhiType.Name)
            {
                Learn(token, span, words, initials);
            }
            else if (
                span.Type >= PhiType.Phone
                && span.Type is not (PhiType.Url or PhiType.Ip)
                && span.Length >= ShortestNumber
            )
            {
                numbers.Add(text.Text[span.Start..span.End]);
            }
        }

        if (words.Count > 0)
        {
            Words(words, initials);
        }

        if (numbers.Count > 0)
        {
            Numbers(numbers);
        }
    }

    private void Learn(int token, PhiSpan span, HashSet<string> words, HashSet<string> initials)
    {
        Span<char> letters = stackalloc char[8];
        int count = 0;
        for (int i = token; i < text.Count && text[i].Start < span.End; i++)
        {
            if (text[i].Kind != TokenKind.Word || text.Is(i, WordClass.Title | WordClass.Credential))
            {
                continue;
            }

            if (count < letters.Length)
            {
                letters[count++] = char.ToUpperInvariant(text.Text[text[i].Start]);
            }

            bool particle = text.Is(i, WordClass.Particle) && !text.Is(i, WordClass.Person);
            if (text[i].Length >= 3 && !particle && !text.Is(i, WordClass.Function))
            {
                words.Add(text.Folded(i));
            }
        }

        if (count is 2 or 3)
        {
            initials.Add(new string(letters[..count]));
        }
    }

    private void Words(HashSet<string> words, HashSet<string> initials)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = words.GetAlternateLookup<ReadOnlySpan<char>>();
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> signed = initials.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> folded = stackalloc char[2 * PhiLexicon.LongestWord];
        for (int i = 0; i < text.Count; i++)
        {
            if (text[i].Kind != TokenKind.Word || hits.IsTaken(i))
            {
                continue;
            }

            if (text[i].Length is 2 or 3)
            {
                bool alone =
                    text[i].Gap >= TokenGap.Line
                    && (i + 1 == text.Count || text[i + 1].Gap >= TokenGap.Line || text.IsSignOf(i + 1, "/:"));
                if (
                    alone
                    && text[i].Shape == TokenShape.Capitals
                    && !text.Is(i, WordClass.Ordinary)
                    && signed.Contains(text.Of(i))
                )
                {
                    hits.Add(i, i + 1, PhiType.Name, "initials", 0.6);
                    continue;
                }
            }

            if (text[i].Length < 3 || !known.Contains(folded[..PhiLexicon.Fold(text.Of(i), folded)]) || IsOther(i))
            {
                continue;
            }

            hits.Add(From(i), i + 1, PhiType.Name, "seen-before", text[i].Upper ? 0.75 : 0.6);
        }
    }

    /// <summary>Initials and particles before a name go with it: "P. Whitcombe", "van der Meer".</summary>
    private int From(int i)
    {
        int from = i;
        while (from > 0 && text.Follows(from) && !hits.IsTaken(from - 1))
        {
            bool particle =
                text.Is(from - 1, WordClass.Particle)
                && !text.Is(from - 1, WordClass.Function)
                && text[from - 1].Length > 1;
            if (particle && text[i].Upper)
            {
                from--;
            }
            else if (text.IsSign(from - 1, '.') && text.IsInitial(from - 2) && !text.IsGlued(from - 2))
            {
                from -= 2;
            }
            else
            {
                break;
            }
        }

        return from;
    }

    /// <summary>The word in its other sense: "will", "Parkinson disease", "May 3".</summary>
    private bool IsOther(int i)
    {
        bool ordinary = text.Is(i, WordClass.Ordinary | WordClass.Month | WordClass.Ambiguous);
        if (!text[i].Upper)
        {
            return ordinary || text[i].Length < 4 || text.Is(i, WordClass.Relation | WordClass.EponymHead);
        }

        int behind = i + 3;
        if (
            text[i].Possessive
            && text[i].Shape == TokenShape.Capital
            && text.Is(i, WordClass.Family)
            && !text.Is(behind, WordClass.EponymHead)
        )
        {
            return false;
        }

        // A person's name that is a word begins a sentence as often as the word does; behind a semicolon only the name has its capital.
        bool opening = (text[i].Opening || text[i].InTitle) && !text.IsSignOf(i - 1, ";");
        bool verb = text.Is(i, WordClass.Function | WordClass.Month) || !text.Is(i, WordClass.Person);
        if (ordinary && opening && verb && text.Is(i, WordClass.Ordinary))
        {
            return true;
        }

        int head = text[i].Possessive ? i + 3 : i + 1;
        return text.Is(i, WordClass.Eponym) && text.Is(head, WordClass.EponymHead);
    }

    private void Numbers(HashSet<string> numbers)
    {
        SearchValues<string> search = SearchValues.Create([.. numbers], StringComparison.Ordinal);
        string[] byLength = [.. numbers.OrderByDescending(n => n.Length)];
        ReadOnlySpan<char> all = text.Text;
        for (int at = all.IndexOfAny(search); at >= 0; )
        {
            string? found = null;
            foreach (string number in byLength)
            {
                if (all[at..].StartsWith(number, StringComparison.Ordinal))
                {
                    found = number;
                    break;
                }
            }

            int end = at + (found?.Length ?? 1);
            bool whole =
                (at == 0 || !char.IsLetterOrDigit(all[at - 1]))
                && (end >= all.Length || !char.IsLetterOrDigit(all[end]));
            if (found is not null && whole)
            {
                hits.AddCharacters(at, end, PhiType.OtherId, "seen-before", 0.7);
            }

            int next = all[end..].IndexOfAny(search);
            at = next < 0 ? -1 : end + next;
        }
    }
}
