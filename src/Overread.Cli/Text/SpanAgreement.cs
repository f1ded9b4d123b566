using Overread.Cli.Quality;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Quality.Geometry;
using Overread.Text;
using Overread.Text.Documents;
using Overread.Text.Reading;

namespace Overread.Cli.Text;

/// <summary>
/// The same documents as several readers marked them, and how far they agree. Exact F1 asks for equal fragments and type, overlap F1
/// for a place in common and the same type, token F1 counts tokens with their type; κ and α take each token's outermost type as one
/// rating. Intervals are bootstrapped over documents.
/// </summary>
internal sealed class SpanAgreement
{
    private readonly IReadOnlyList<string> _readers;
    private readonly List<(CodePoints Text, IReadOnlyList<Fragment> Tokens, AnnotatedDocument[] Reads)> _documents = [];
    private readonly Dictionary<string, int> _types = [];
    private readonly AgreementOptions _options;

    internal SpanAgreement(
        IReadOnlyList<string> readers,
        IReadOnlyList<IReadOnlyDictionary<string, AnnotatedDocument>> reads,
        AgreementOptions options
    )
    {
        (_readers, _options) = (readers, options with { Method = IntervalMethod.Bootstrap });
        foreach (string id in reads[0].Keys.Where(id => reads.All(r => r.ContainsKey(id))))
        {
            AnnotatedDocument[] own = [.. reads.Select(r => r[id])];
            if (own.Any(d => d.Text != own[0].Text))
            {
                OtherText.Add(id);
                continue;
            }

            _documents.Add((own[0].Points, Tokens.Of(own[0].Points), own));
            foreach (TextSpan span in own.SelectMany(d => d.Spans))
            {
                _types.TryAdd(span.Type, _types.Count);
            }
        }
    }

    /// <summary>Documents whose text differs between readers: their offsets cannot be compared.</summary>
    internal List<string> OtherText { get; } = [];

    internal int Documents => _documents.Count;

    internal IReadOnlyCollection<string> Types => _types.Keys;

    /// <summary>Every figure over all readers, and for more than two readers the F1s of each pair.</summary>
    internal List<AgreementRow> Rows()
    {
        List<AgreementRow> rows = [];
        Add(rows, null, [.. Pairs()]);
        Units(rows);
        TokenRatings(rows);
        foreach ((int first, int second) in _readers.Count > 2 ? Pairs() : [])
        {
            Add(rows, $"{_readers[first]} × {_readers[second]}", [(first, second)]);
        }

        return rows;
    }

    private IEnumerable<(int First, int Second)> Pairs() =>
        from i in Enumerable.Range(0, _readers.Count)
        from j in Enumerable.Range(i + 1, _readers.Count - i - 1)
        select (i, j);

    private void Add(List<AgreementRow> rows, string? part, List<(int First, int Second)> pairs)
    {
        rows.Add(new(part, F1("exact-f1", pairs, (a, b, _) => Spans(a, b, Exact, 1))));
        rows.Add(new(part, F1("overlap-f1", pairs, (a, b, _) => Spans(a, b, Overlap, double.Epsilon))));
        rows.Add(new(part, F1("token-f1", pairs, TokensOf)));
        if (_documents.Exists(d => d.Reads.Any(r => r.Relations.Count > 0)))
        {
            rows.Add(new(part, F1("relation-f1", pairs, (a, b, _) => Relations(a, b, Exact, 1))));
            rows.Add(
                new(part, F1("relation-f1-overlap", pairs, (a, b, _) => Relations(a, b, Overlap, double.Epsilon)))
            );
        }
    }

    private Coefficient F1(
        string name,
        List<(int First, int Second)> pairs,
        Func<AnnotatedDocument, AnnotatedDocument, IReadOnlyList<Fragment>, MarkMatching> match
    ) =>
        MarkAgreement.MatchedF1(
            [
                .. _documents.Select(d =>
                    (IReadOnlyList<MarkMatching>)
                        [.. pairs.Select(p => match(d.Reads[p.First], d.Reads[p.Second], d.Tokens))]
                ),
            ],
            _readers.Count,
            _options
        ) with
        {
            Name = name,
        };

    private static MarkMatching Spans(
        AnnotatedDocument first,
        AnnotatedDocument second,
        Func<TextSpan, TextSpan, double> likeness,
        double least
    ) =>
        MarkMatching.Of(
            first.Spans.Count,
            second.Spans.Count,
            (i, j) => likeness(first.Spans[i], second.Spans[j]),
            least
        );

    private static double Exact(TextSpan first, TextSpan second) =>
        first.Type == second.Type && first.Fragments.SequenceEqual(second.Fragments) ? 1 : 0;

    /// <summary>Code points in both over those in either; 0 where the types differ.</summary>
    private static double Overlap(TextSpan first, TextSpan second)
    {
        if (first.Type != second.Type || first.End <= second.Start || second.End <= first.Start)
        {
            return 0;
        }

        double both = first.Fragments.Sum(f =>
            second.Fragments.Sum(o => Math.Max(0, Math.Min(f.End, o.End) - Math.Max(f.Start, o.Start)))
        );
        double either = first.Fragments.Sum(f => f.End - f.Start) + second.Fragments.Sum(f => f.End - f.Start) - both;
        return either > 0 ? both / either : 0;
    }

    private static MarkMatching TokensOf(
        AnnotatedDocument first,
        AnnotatedDocument second,
        IReadOnlyList<Fragment> tokens
    )
    {
        List<(int, string)> own = Marked(first, tokens);
        List<(int, string)> other = Marked(second, tokens);
        Dictionary<(int, string), int> places = other.Select((t, i) => (t, i)).ToDictionary(p => p.t, p => p.i);
        return new(
            [.. own.Select((t, i) => (i, places.GetValueOrDefault(t, -1), 1.0)).Where(p => p.Item2 >= 0)],
            own.Count,
            other.Count
        );
    }

    private static List<(int Token, string Type)> Marked(AnnotatedDocument document, IReadOnlyList<Fragment> tokens)
    {
        HashSet<(int, string)> marked = [];
        foreach (TextSpan span in document.Spans)
        {
            foreach (Fragment f in span.Fragments)
            {
                (int from, int to) = Tokens.Touched(tokens, f.Start, f.End);
                for (int i = from; i < to; i++)
                {
                    marked.Add((i, span.Type));
                }
            }
        }

        return [.. marked.Order()];
    }

    /// <summary>A relation is the same where type and roles are, and its ends are matched spans or the same codes.</summary>
    private static MarkMatching Relations(
        AnnotatedDocument first,
        AnnotatedDocument second,
        Func<TextSpan, TextSpan, double> likeness,
        double least
    )
    {
        Dictionary<string, string> partner = Spans(first, second, likeness, least)
            .Pairs.ToDictionary(p => first.Spans[p.First].Id, p => second.Spans[p.Second].Id);
        return MarkMatching.Of(
            first.Relations.Count,
            second.Relations.Count,
            (i, j) => Same(first.Relations[i], second.Relations[j], partner) ? 1 : 0,
            1
        );
    }

    private static bool Same(Relation first, Relation second, Dictionary<string, string> partner)
    {
        bool same(RelationArgument a, RelationArgument b) =>
            a.Role == b.Role
            && (
                a.Concept is { } c
                    ? b.Concept?.Curie == c.Curie
                    : b.Target is not null && partner.GetValueOrDefault(a.Target!) == b.Target
            );
        return first.Type == second.Type
            && first.Arguments.Count == second.Arguments.Count
            && (
                first.Trigger is null
                    ? second.Trigger is null
                    : second.Trigger is not null && partner.GetValueOrDefault(first.Trigger) == second.Trigger
            )
            && first.Arguments.Zip(second.Arguments).All(p => same(p.First, p.Second));
    }

    private void Units(List<AgreementRow> rows)
    {
        List<SpanDocument> documents =
        [
            .. _documents.Select(d => new SpanDocument(
                Math.Max(1, d.Text.Length),
                [
                    .. d.Reads.Select(r =>
                        (IReadOnlyList<MarkedSpan>)
                            [
                                .. r.Spans.SelectMany(s =>
                                    s.Fragments.Where(f => f.End > f.Start)
                                        .Select(f => new MarkedSpan(f.Start, f.End, _types[s.Type]))
                                ),
                            ]
                    ),
                ]
            )),
        ];
        // α asks that a reader's units do not overlap: of those that do, the longer ones are taken.
        List<SpanDocument> flat =
        [
            .. documents.Select(d =>
                d with
                {
                    Readers = [.. d.Readers.Select(r => (IReadOnlyList<MarkedSpan>)Outermost(r))],
                }
            ),
        ];
        bool nested = documents
            .Zip(flat)
            .Any(p => p.First.Readers.Zip(p.Second.Readers).Any(r => r.First.Count != r.Second.Count));
        string? part = nested ? "outermost spans" : null;
        rows.Add(new(part, UnitizingAlpha.Of(flat, Math.Max(1, _types.Count), _options)));
        rows.Add(new(part, UnitizingAlpha.Binary(flat, _options)));
        rows.Add(new(null, GammaAgreement.Of(documents, options: _options)));
    }

    private static List<MarkedSpan> Outermost(IReadOnlyList<MarkedSpan> spans)
    {
        List<MarkedSpan> kept = [];
        foreach (MarkedSpan span in spans.OrderByDescending(s => s.Length).ThenBy(s => s.Start))
        {
            if (kept.TrueForAll(k => k.Overlap(span) == 0))
            {
                kept.Add(span);
            }
        }

        return [.. kept.OrderBy(s => s.Start)];
    }

    private void TokenRatings(List<AgreementRow> rows)
    {
        List<int> cells = [];
        List<int> clusters = [];
        for (int d = 0; d < _documents.Count; d++)
        {
            (_, IReadOnlyList<Fragment> tokens, AnnotatedDocument[] reads) = _documents[d];
            int[][] types = [.. reads.Select(r => OutermostTypes(r, tokens))];
            for (int i = 0; i < tokens.Count; i++)
            {
                cells.AddRange(types.Select(t => t[i]));
                clusters.Add(d);
            }
        }

        if (clusters.Count == 0)
        {
            return;
        }

        Ratings ratings = Ratings.FromTable(cells.ToArray(), _readers.Count, _types.Count + 1);
        AgreementOptions options = _options with { Clusters = clusters };
        rows.Add(new("tokens", KrippendorffAlpha.Of(ratings, AlphaMetric.Nominal, options: options)));
        foreach ((int first, int second) in Pairs())
        {
            rows.Add(
                new(
                    _readers.Count > 2 ? $"tokens, {_readers[first]} × {_readers[second]}" : "tokens",
                    CohenKappa.Of(ratings, first, second, options)
                )
            );
        }
    }

    /// <summary>The type of the longest span on each token, 0 where there is none.</summary>
    private int[] OutermostTypes(AnnotatedDocument document, IReadOnlyList<Fragment> tokens)
    {
        int[] types = new int[tokens.Count];
        foreach (TextSpan span in document.Spans.OrderBy(s => s.Fragments.Sum(f => f.End - f.Start)))
        {
            foreach (Fragment f in span.Fragments)
            {
                (int from, int to) = Tokens.Touched(tokens, f.Start, f.End);
                for (int i = from; i < to; i++)
                {
                    types[i] = _types[span.Type] + 1;
                }
            }
        }

        return types;
    }
}
