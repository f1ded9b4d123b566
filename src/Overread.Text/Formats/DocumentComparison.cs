using Overread.Text.Documents;

namespace Overread.Text.Formats;

/// <summary>
/// What one document has that another, made of it, has not. Spans are the same when they have the same place and type, whatever
/// their ids; where only the white space of the texts differs, places are counted without white space.
/// </summary>
public static class DocumentComparison
{
    /// <summary>What <paramref name="before"/> has and <paramref name="after"/> has not: the aspect, and an example.</summary>
    /// <param name="before">As it was read.</param>
    /// <param name="after">As it is read again from what was written; null where it is not there at all.</param>
    public static IEnumerable<(string Aspect, string Example)> Losses(
        AnnotatedDocument before,
        AnnotatedDocument? after
    )
    {
        if (after is null)
        {
            return [("documents", before.Id)];
        }

        List<(string, string)> losses = [];
        Places placesBefore;
        Places placesAfter;
        if (before.Text == after.Text)
        {
            placesBefore = placesAfter = new(null);
        }
        else
        {
            bool white = WithoutWhite(before.Text) == WithoutWhite(after.Text);
            losses.Add((white ? "white space" : "text", before.Id));
            placesBefore = white ? new(before.Points) : new(null);
            placesAfter = white ? new(after.Points) : new(null);
        }

        if (before.Id != after.Id)
        {
            losses.Add(("document ids", before.Id));
        }

        Dictionary<string, string> keys = Spans(before, after, placesBefore, placesAfter, losses);
        Dictionary<string, string> keysAfter = after.Spans.ToDictionary(s => s.Id, s => Key(s, placesAfter));
        Missing("relations", Relations(before, keys), Relations(after, keysAfter), losses);
        Missing("chains", Chains(before, keys), Chains(after, keysAfter), losses);
        Missing("answers", before.Answers.Select(Pair), after.Answers.Select(Pair), losses);
        Missing("metadata", before.Metadata.Select(Pair), after.Metadata.Select(Pair), losses);
        Missing(
            "passages",
            before.Passages.Select(p => $"{p.Type} {placesBefore.At(p.Start)}"),
            after.Passages.Select(p => $"{p.Type} {placesAfter.At(p.Start)}"),
            losses
        );
        Missing(
            "notes",
            before.Notes.Select(n => $"{n.Type}: {n.Text}"),
            after.Notes.Select(n => $"{n.Type}: {n.Text}"),
            losses
        );
        return losses;
    }

    private static Dictionary<string, string> Spans(
        AnnotatedDocument before,
        AnnotatedDocument after,
        Places placesBefore,
        Places placesAfter,
        List<(string, string)> losses
    )
    {
        Dictionary<string, string> keys = [];
        List<(TextSpan Span, string Key)> waiting = [.. after.Spans.Select(s => (s, Key(s, placesAfter)))];
        ILookup<string, int> byKey = Enumerable.Range(0, waiting.Count).ToLookup(i => waiting[i].Key);
        HashSet<int> taken = [];
        List<TextSpan> missing = [];
        foreach (TextSpan span in before.Spans)
        {
            string key = Key(span, placesBefore);
            keys[span.Id] = key;
            // Of several at one place with one type, the one that says the same of itself.
            int found = byKey[key]
                .Where(i => !taken.Contains(i))
                .OrderByDescending(i => Aspects(span).SequenceEqual(Aspects(waiting[i].Span)))
                .FirstOrDefault(-1);
            if (found < 0)
            {
                missing.Add(span);
                continue;
            }

            taken.Add(found);
            TextSpan other = waiting[found].Span;
            string where = Example(before, span);
            Missing("attributes", span.Attributes.Select(Pair), other.Attributes.Select(Pair), losses, where);
            Missing(
                "normalisations",
                span.Normalisations.Select(n => n.Curie),
                other.Normalisations.Select(n => n.Curie),
                losses,
                where
            );
            Missing(
                "names of codes",
                span.Normalisations.Where(n => n.Name is not null).Select(n => $"{n.Curie} {n.Name}"),
                other.Normalisations.Select(n => $"{n.Curie} {n.Name}"),
                losses,
                where
            );
        }

        HashSet<string> left = [.. waiting.Where((_, i) => !taken.Contains(i)).Select(w => Place(w.Span, placesAfter))];
        HashSet<(int, int)> hulls =
        [
            .. waiting
                .Where((_, i) => !taken.Contains(i))
                .Select(w => (placesAfter.At(w.Span.Start), placesAfter.At(w.Span.End))),
        ];
        foreach (TextSpan span in missing)
        {
            string aspect =
                left.Contains(Place(span, placesBefore)) ? "types"
                : span.Fragments.Count > 1 && hulls.Contains((placesBefore.At(span.Start), placesBefore.At(span.End)))
                    ? "fragments"
                : "spans";
            losses.Add((aspect, Example(before, span)));
        }

        return keys;
    }

    private static IEnumerable<string> Aspects(TextSpan span) =>
        span.Attributes.Select(Pair).Concat(span.Normalisations.Select(n => n.Curie)).Order(StringComparer.Ordinal);

    private static string Example(AnnotatedDocument document, TextSpan span)
    {
        string words = span.Surface(document.Points);
        return $"{document.Id} {span.Type} {Place(span, new(null))} \"{(words.Length > 40 ? words[..40] + "…" : words)}\"";
    }

    private static string Place(TextSpan span, Places places) =>
        string.Join(';', span.Fragments.Select(f => $"{places.At(f.Start)}-{places.At(f.End)}"));

    private static string Key(TextSpan span, Places places) => $"{span.Type} {Place(span, places)}";

    private static string Pair(NamedValue value) => $"{value.Name}={value.Value}";

    private static IEnumerable<string> Relations(AnnotatedDocument document, Dictionary<string, string> keys)
    {
        Dictionary<string, Relation> byId = [];
        foreach (Relation relation in document.Relations)
        {
            byId.TryAdd(relation.Id, relation);
        }

        string End(string id, int depth) =>
            keys.TryGetValue(id, out string? key) ? key
            : byId.TryGetValue(id, out Relation? nested) && depth < 8 ? "(" + Said(nested, depth + 1) + ")"
            : id;
        string Said(Relation r, int depth) =>
            $"{r.Type}[{string.Join(", ", r.Arguments.Select(a => $"{a.Role}: {a.Concept?.Curie ?? End(a.Target!, depth)}"))}]"
            + (r.Trigger is { } t ? $" by {End(t, depth)}" : "")
            + string.Concat(r.Attributes.Select(a => $" {Pair(a)}").Order(StringComparer.Ordinal));
        return document.Relations.Select(r => Said(r, 0));
    }

    private static IEnumerable<string> Chains(AnnotatedDocument document, Dictionary<string, string> keys) =>
        document.Chains.Select(c =>
            $"{c.Type}: {string.Join(" = ", c.Spans.Select(s => keys.GetValueOrDefault(s, s)).Order(StringComparer.Ordinal))}"
        );

    private static void Missing(
        string aspect,
        IEnumerable<string> before,
        IEnumerable<string> after,
        List<(string, string)> losses,
        string? where = null
    )
    {
        Dictionary<string, int> there = [];
        foreach (string one in after)
        {
            there[one] = there.GetValueOrDefault(one) + 1;
        }

        foreach (string one in before)
        {
            int left = there.GetValueOrDefault(one);
            if (left > 0)
            {
                there[one] = left - 1;
            }
            else
            {
                losses.Add((aspect, where is null ? one : $"{where}: {one}"));
            }
        }
    }

    private static string WithoutWhite(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>Places as they are, or counted without white space.</summary>
    private sealed class Places(CodePoints? text)
    {
        private readonly int[]? _places = text is null ? null : Counted(text);

        internal int At(int codePoint) => _places is null ? codePoint : _places[codePoint];

        private static int[] Counted(CodePoints text)
        {
            int[] places = new int[text.Length + 1];
            for (int i = 0; i < text.Length; i++)
            {
                places[i + 1] = places[i] + (char.IsWhiteSpace(text.Text[text.ToUnits(i)]) ? 0 : 1);
            }

            return places;
        }
    }
}
