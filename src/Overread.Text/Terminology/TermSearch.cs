using System.Text;

namespace Overread.Text.Terminology;

/// <summary>
/// One search. Each word of the query stands for the words of the terminology that it is, begins, or is mistyped for; names are looked
/// for where the rarest of them stands, and must hold one for every word of the query.
/// </summary>
internal sealed class TermSearch(TermIndex index, List<string> words, string query)
{
    // Names that are looked at for one query, and errors that words of a length may have.
    private const int MostNames = 20_000;
    private const int MostNamesOfOneWord = 6_000;
    private const int MostWords = 4_000;
    private const int FewConcepts = 5;

    private sealed class Meaning
    {
        internal int Exact { get; set; } = -1;

        internal (int From, int To) Beginning { get; set; }

        /// <summary>Words and their errors.</summary>
        internal Dictionary<int, int> Mistyped { get; } = [];

        /// <summary>Names that hold such a word, counted with repetition.</summary>
        internal long Names { get; set; }

        internal float Cost(int word) =>
            word == Exact ? 0
            : word >= Beginning.From && word < Beginning.To ? 1
            : Mistyped.Count > 0 && Mistyped.TryGetValue(word, out int errors) ? 2 + errors
            : float.MaxValue;
    }

    /// <summary>Names in order of likelihood, of each concept at most a few.</summary>
    internal List<(int Term, TermMatch How)> Run(int limit)
    {
        List<Meaning> meanings = [.. words.Select((w, i) => Mean(w))];
        PriorityQueue<(int Term, TermMatch How), float> best = new();
        Score(meanings, best, limit);
        HashSet<int> concepts = [.. best.UnorderedItems.Select(i => index.ConceptOf(i.Element.Term))];
        // What was typed may fit as it stands; a single word that begins few names may still be a slip.
        bool slip =
            concepts.Count == 0
            || (
                words.Count == 1
                && concepts.Count < FewConcepts
                && best.UnorderedItems.All(i => i.Element.How != TermMatch.Words)
            );
        if (slip)
        {
            bool any = false;
            for (int i = 0; i < words.Count; i++)
            {
                any |= Mistype(meanings[i], words[i], last: i == words.Count - 1);
            }

            if (any)
            {
                best.Clear();
                Score(meanings, best, limit);
            }
        }

        List<(int, TermMatch)> found = [];
        while (best.TryDequeue(out (int, TermMatch) hit, out _))
        {
            found.Add(hit);
        }

        found.Reverse();
        return found;
    }

    private Meaning Mean(string word)
    {
        byte[] key = Encoding.UTF8.GetBytes(word);
        (int from, int to) = index.Words.Prefixed(key);
        Meaning meaning = new() { Beginning = (from, to) };
        if (from < to && index.Words[from].SequenceEqual(key))
        {
            meaning.Exact = from;
        }

        for (int i = from; i < to; i++)
        {
            meaning.Names += index.TermsOf(i).Length;
        }

        return meaning;
    }

    private bool Mistype(Meaning meaning, string word, bool last)
    {
        byte[] key = Encoding.UTF8.GetBytes(word);
        int errors = key.Length switch
        {
            < 4 => 0,
            < 8 => 1,
            < 60 => 2,
            _ => 0,
        };
        // A number that is another number is no typing error.
        if (errors == 0 || key.AsSpan().IndexOfAnyInRange((byte)'0', (byte)'9') >= 0)
        {
            return false;
        }

        bool any = false;
        foreach ((int found, int off) in new TypoWalk(index.Words, key, errors, prefix: last).Find(MostWords))
        {
            if (meaning.Cost(found) == float.MaxValue)
            {
                meaning.Mistyped[found] = off;
                meaning.Names += index.TermsOf(found).Length;
                any = true;
            }
        }

        return any;
    }

    private void Score(List<Meaning> meanings, PriorityQueue<(int Term, TermMatch How), float> best, int limit)
    {
        Meaning rarest = meanings.MinBy(m => m.Names)!;
        if (rarest.Names == 0)
        {
            return;
        }

        HashSet<int> seen = [];
        // With one word the names are already in order of their length: the first few of each list are enough.
        int spread = Math.Max(1, rarest.Beginning.To - rarest.Beginning.From + rarest.Mistyped.Count);
        int each = meanings.Count == 1 ? Math.Clamp(MostNamesOfOneWord / spread, 1, 4 * limit) : int.MaxValue;
        int most = meanings.Count == 1 ? MostNamesOfOneWord : MostNames;
        foreach (int word in Candidates(rarest))
        {
            if (seen.Count >= most)
            {
                break;
            }

            ReadOnlySpan<int> terms = index.TermsOf(word);
            for (int i = 0; i < terms.Length && i < each && seen.Count < most; i++)
            {
                if (seen.Add(terms[i]) && Score(meanings, terms[i]) is { } scored)
                {
                    Keep(best, terms[i], scored, limit * 4);
                }
            }
        }
    }

    private static IEnumerable<int> Candidates(Meaning meaning)
    {
        if (meaning.Exact >= 0)
        {
            yield return meaning.Exact;
        }

        for (int i = meaning.Beginning.From; i < meaning.Beginning.To; i++)
        {
            if (i != meaning.Exact)
            {
                yield return i;
            }
        }

        foreach (int word in meaning.Mistyped.OrderBy(m => m.Value).Select(m => m.Key))
        {
            yield return word;
        }
    }

    private static void Keep(
        PriorityQueue<(int, TermMatch), float> best,
        int term,
        (float Cost, TermMatch How) scored,
        int most
    )
    {
        if (best.Count < most)
        {
            best.Enqueue((term, scored.How), -scored.Cost);
        }
        else if (best.TryPeek(out _, out float worst) && -scored.Cost > worst)
        {
            best.DequeueEnqueue((term, scored.How), -scored.Cost);
        }
    }

    /// <summary>What keeps a name from being what was meant; null where it lacks a word of the query.</summary>
    private (float Cost, TermMatch How)? Score(List<Meaning> meanings, int term)
    {
        ReadOnlySpan<int> own = index.WordsOf(term);
        float cost = 0;
        float worst = 0;
        int lastPlace = -1;
        int disorder = 0;
        foreach (Meaning meaning in meanings)
        {
            float least = float.MaxValue;
            int place = -1;
            for (int i = 0; i < own.Length; i++)
            {
                float here = meaning.Cost(own[i]);
                if (here < least)
                {
                    (least, place) = (here, i);
                }
            }

            if (place < 0)
            {
                return null;
            }

            cost += least;
            worst = Math.Max(worst, least);
            disorder += place < lastPlace ? 1 : 0;
            lastPlace = place;
        }

        // Words beside those asked for, and length, part names that fit alike.
        float total =
            (cost * 10)
            + ((own.Length - meanings.Count) * 2)
            + disorder
            + (meanings[0].Cost(own[0]) < 2 ? 0 : 1.5f)
            + (index.IsPreferred(term) ? 0 : 0.5f)
            + (Math.Abs(index.LengthOf(term) - query.Length) * 0.01f);
        return (
            total,
            worst == 0 ? TermMatch.Words
            : worst == 1 ? TermMatch.Beginnings
            : TermMatch.Corrected
        );
    }
}
