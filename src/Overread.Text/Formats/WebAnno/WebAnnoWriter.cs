using Overread.Text.Documents;
using Overread.Text.Formats.Columns;
using Overread.Text.Formats.Uima;
using Overread.Text.Reading;

namespace Overread.Text.Formats.WebAnno;

/// <summary>
/// Writes one file. Spans that have a type and codes go to the layer NamedEntity, which every installation has; where one says more,
/// all go to the layer <c>webanno.custom.Marked</c>, whose feature <c>overread</c> holds it.
/// </summary>
internal sealed class WebAnnoWriter
{
    private const string Marked = "webanno.custom.Marked";
    private const string Related = "webanno.custom.Related";
    private readonly AnnotatedDocument _document;
    private readonly TextWriter _writer;
    private readonly List<TextSpan> _spans;
    private readonly List<Relation> _relations;
    private readonly Dictionary<string, (int Chain, int Link, string Type)> _links = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<string, int> _first = [];
    private readonly List<string> _tokenIds = [];
    private readonly bool _plain;

    internal WebAnnoWriter(AnnotatedDocument given, TextWriter writer)
    {
        _document = DocumentIds.Renamed(given, i => $"T{i}", (_, i) => $"R{i}");
        _writer = writer;
        _spans = [.. _document.Spans.Where(s => s.End > s.Start)];
        HashSet<string> there = [.. _spans.Select(s => s.Id)];
        _relations =
        [
            .. _document.Relations.Where(r =>
                r.Trigger is null
                && r.Arguments.Count == 2
                && r.Attributes.Count == 0
                && r.Arguments.All(a =>
                    a.Target is { } t && there.Contains(t) && !a.Role.Contains(';', StringComparison.Ordinal)
                )
            ),
        ];
        _plain = _spans.TrueForAll(s => Own(s).Length == 0);
        int chains = 0;
        foreach (CoreferenceChain chain in _document.Chains)
        {
            chains++;
            int link = 0;
            foreach (string id in chain.Spans.Where(there.Contains))
            {
                _links.TryAdd(id, (chains, ++link, chain.Type));
            }
        }
    }

    internal void Write()
    {
        string layer = _plain ? UimaLayers.NamedEntity : Marked;
        _writer.Write("#FORMAT=WebAnno TSV 3.3\n");
        if (_spans.Count > 0)
        {
            _writer.Write($"#T_SP={layer}|identifier|{(_plain ? "" : UimaLayers.Own + "|")}value\n");
        }

        if (_links.Count > 0)
        {
            _writer.Write($"#T_CH={UimaLayers.Coreference}|referenceType|referenceRelation\n");
        }

        if (_relations.Count > 0)
        {
            _writer.Write($"#T_RL={Related}|label|roles|BT_{layer}\n");
        }

        _writer.Write("\n\n");
        CodePoints points = _document.Points;
        List<Fragment> tokens = [.. ConllFormat.Cut(points, _spans)];
        HashSet<TextSpan> empty =
        [
            .. _spans.Where(s => Tokens.Touched(tokens, s.Start, s.End) is var (from, to) && from == to),
        ];
        _spans.RemoveAll(empty.Contains);
        _relations.RemoveAll(r => r.Arguments.Any(a => empty.Any(s => s.Id == a.Target)));
        Number(tokens);
        List<Fragment> sentences = Sentences(points, tokens);
        Rows(points, tokens, sentences);
    }

    private void Rows(CodePoints points, List<Fragment> tokens, List<Fragment> sentences)
    {
        int sentence = 0;
        foreach (Fragment place in sentences)
        {
            sentence++;
            for (int token = 1; _tokenIds.Count < tokens.Count && tokens[_tokenIds.Count].Start < place.End; token++)
            {
                _tokenIds.Add($"{sentence}-{token}");
            }
        }

        int at = 0;
        int from = 0;
        int next = 0;
        List<TextSpan> open = [];
        List<TextSpan> waiting = [.. _spans.OrderBy(s => s.Start)];
        foreach (Fragment place in sentences)
        {
            _writer.Write($"#Text={TsvEscapes.Text(points.Slice(at, place.End))}\n");
            at = place.End;
            for (; from < tokens.Count && tokens[from].Start < place.End; from++)
            {
                for (; next < waiting.Count && waiting[next].Start < tokens[from].End; next++)
                {
                    open.Add(waiting[next]);
                }

                open.RemoveAll(s => s.End <= tokens[from].Start);
                Row(points, tokens[from], _tokenIds[from], open);
            }

            _writer.Write('\n');
        }
    }

    /// <summary>Sentences up to the start of the next, so that nothing between them is lost.</summary>
    private List<Fragment> Sentences(CodePoints points, List<Fragment> tokens)
    {
        List<Fragment> merged = ConllFormat.Merged(points, _spans);
        List<Fragment> whole = [];
        for (int i = 0; i < merged.Count; i++)
        {
            int end = i + 1 < merged.Count ? merged[i + 1].Start : points.Length;
            if (Tokens.Touched(tokens, merged[i].Start, end) is var (first, last) && first < last)
            {
                whole.Add(new(merged[i].Start, end));
            }
            else if (whole.Count > 0)
            {
                whole[^1] = new(whole[^1].Start, end);
            }
        }

        return whole;
    }

    /// <summary>A span bears a number if it has several tokens or shares one.</summary>
    private void Number(List<Fragment> tokens)
    {
        int number = 0;
        int[] shared = new int[tokens.Count];
        List<(TextSpan Span, int First, int Last)> placed = [];
        foreach (TextSpan span in _spans)
        {
            (int first, int last) = Tokens.Touched(tokens, span.Start, span.End);
            last--;
            placed.Add((span, first, last));
            _first[span.Id] = first;
            for (int i = first; i <= last; i++)
            {
                shared[i]++;
            }
        }

        foreach ((TextSpan span, int first, int last) in placed)
        {
            if (last > first || shared[first] > 1)
            {
                _numbers[span.Id] = ++number;
            }
        }
    }

    private void Row(CodePoints points, Fragment token, string id, List<TextSpan> on)
    {
        List<string> cells =
        [
            id,
            $"{points.ToUnits(token.Start)}-{points.ToUnits(token.End)}",
            TsvEscapes.Text(points.Slice(token.Start, token.End)),
        ];
        if (_spans.Count > 0)
        {
            cells.Add(
                Stacked(
                    on,
                    s =>
                        s.Normalisations.Count == 0
                            ? "*"
                            : TsvEscapes.Value(string.Join('|', s.Normalisations.Select(n => n.Curie)))
                )
            );
            if (!_plain)
            {
                cells.Add(Stacked(on, s => Own(s) is { Length: > 0 } own ? TsvEscapes.Value(own) : "*"));
            }

            cells.Add(Stacked(on, s => s.Type.Length == 0 ? "*" : TsvEscapes.Value(s.Type)));
        }

        if (_links.Count > 0)
        {
            List<TextSpan> linked = [.. on.Where(s => _links.ContainsKey(s.Id))];
            cells.Add(
                linked.Count == 0
                    ? "_"
                    : string.Join(
                        '|',
                        linked.Select(s =>
                            $"{TsvEscapes.Value($"overread:{s.Start}-{s.End} {s.Type}")}[{_links[s.Id].Chain}]"
                        )
                    )
            );
            cells.Add(
                linked.Count == 0
                    ? "_"
                    : string.Join(
                        '|',
                        linked.Select(s =>
                            $"{TsvEscapes.Value(_links[s.Id].Type)}->{_links[s.Id].Chain}-{_links[s.Id].Link}"
                        )
                    )
            );
        }

        if (_relations.Count > 0)
        {
            List<Relation> here = [.. _relations.Where(r => FirstToken(r.Arguments[1].Target!) == id)];
            cells.Add(
                here.Count == 0
                    ? "_"
                    : string.Join('|', here.Select(r => r.Type.Length == 0 ? "*" : TsvEscapes.Value(r.Type)))
            );
            cells.Add(
                here.Count == 0
                    ? "_"
                    : string.Join(
                        '|',
                        here.Select(r => TsvEscapes.Value($"{r.Arguments[0].Role};{r.Arguments[1].Role}"))
                    )
            );
            cells.Add(here.Count == 0 ? "_" : string.Join('|', here.Select(Ends)));
        }

        _writer.Write(string.Join('\t', cells));
        _writer.Write("\t\n");
    }

    private string Stacked(List<TextSpan> on, Func<TextSpan, string> value) =>
        on.Count == 0
            ? "_"
            : string.Join(
                '|',
                on.Select(s => value(s) + (_numbers.TryGetValue(s.Id, out int number) ? $"[{number}]" : ""))
            );

    private string Ends(Relation relation)
    {
        int from = _numbers.GetValueOrDefault(relation.Arguments[0].Target!);
        int to = _numbers.GetValueOrDefault(relation.Arguments[1].Target!);
        string governor = FirstToken(relation.Arguments[0].Target!);
        return from + to == 0 ? governor : $"{governor}[{from}_{to}]";
    }

    private string FirstToken(string span) => _tokenIds[_first[span]];

    /// <summary>What type and codes do not say of a span; empty where they say it all.</summary>
    private string Own(TextSpan span)
    {
        bool edges = IsBlank(span.Start) || IsBlank(span.End - 1);
        bool all =
            !edges
            && span.Attributes.Count == 0
            && span.Fragments.Count == 1
            && span.Type.Length > 0
            && span.Normalisations.All(n =>
                n.Name is null && !n.Curie.Contains('|', StringComparison.Ordinal) && Concept.Parse(n.Curie) == n
            );
        return all
            ? ""
            : DocumentJson.Write(json =>
            {
                json.WriteStartObject();
                DocumentJson.Aspects(json, span, edges || span.Fragments.Count > 1 ? _document.Points : null);
                json.WriteEndObject();
            });
    }

    /// <summary>Whether no token holds the code point: the layer then cannot say that a span begins or ends there.</summary>
    private bool IsBlank(int codePoint)
    {
        char c = _document.Points.Text[_document.Points.ToUnits(codePoint)];
        return char.IsWhiteSpace(c)
            || char.GetUnicodeCategory(c)
                is System.Globalization.UnicodeCategory.Control
                    or System.Globalization.UnicodeCategory.Format;
    }
}
