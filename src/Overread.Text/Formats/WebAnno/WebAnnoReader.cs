using System.Globalization;
using System.Text;
using Overread.Text.Documents;
using Overread.Text.Formats.Uima;

namespace Overread.Text.Formats.WebAnno;

/// <summary>Reads one file.</summary>
internal sealed class WebAnnoReader(TextSource source, Findings findings)
{
    private sealed record Row(string Token, int Begin, int End, string[] Cells, long Line)
    {
        /// <summary>Where it lies in the text, in UTF-16 units.</summary>
        internal (int Start, int End) Place { get; set; }
    }

    private sealed record Mark(string Id, TsvLayer Layer)
    {
        internal int Start { get; set; } = int.MaxValue;

        internal int End { get; set; }

        internal List<NamedValue> Features { get; } = [];
    }

    private readonly List<TsvLayer> _layers = [];
    private readonly List<Row> _rows = [];
    private readonly Dictionary<(TsvLayer, string), Mark> _marks = [];
    private readonly List<Mark> _inOrder = [];
    private readonly List<(TsvLayer Layer, Row Row, string Ends, List<NamedValue> Features)> _arrows = [];
    private readonly SortedDictionary<(string Layer, string Chain, int Link), string> _links = [];
    private readonly StringBuilder _text = new();
    private readonly List<string> _lines = [];
    private List<Row> _sentence = [];
    private int _lastEnd;

    internal AnnotatedDocument Read()
    {
        long number = 0;
        foreach (string line in JsonRecords.Lines(source.Text))
        {
            number++;
            if (
                line.StartsWith("#T_", StringComparison.Ordinal)
                && TsvLayer.Parse(line, _layers.Sum(l => l.Width)) is { } layer
            )
            {
                _layers.Add(layer);
            }
            else if (line.StartsWith("#Text=", StringComparison.Ordinal))
            {
                if (_sentence.Count > 0)
                {
                    EndSentence();
                }

                _lines.Add(TsvEscapes.Plain(line[6..]));
            }
            else if (string.IsNullOrWhiteSpace(line))
            {
                EndSentence();
            }
            else if (line[0] != '#' || char.IsAsciiDigit(line[0]))
            {
                Token(line, number);
            }
        }

        EndSentence();
        return Document();
    }

    private void Token(string line, long number)
    {
        string[] cells = line.Split('\t');
        string[] ends = cells.Length > 2 ? cells[1].Split('-') : [];
        if (
            ends.Length != 2
            || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int begin)
            || !int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int end)
        )
        {
            findings.LeftOut(source, number, "no token with its offsets; the line is left out");
            return;
        }

        _sentence.Add(new(cells[0], begin, end, [TsvEscapes.Plain(cells[2]), .. cells[3..]], number));
    }

    /// <summary>Puts the sentence behind the text so far and its tokens at their words.</summary>
    private void EndSentence()
    {
        if (_sentence.Count == 0)
        {
            return;
        }

        string text =
            _lines.Count > 0
                ? string.Join('\n', _lines)
                : string.Join(
                    ' ',
                    _sentence.Where(r => !r.Token.Contains('.', StringComparison.Ordinal)).Select(r => r.Cells[0])
                );
        int first = Math.Max(0, text.IndexOf(_sentence[0].Cells[0], StringComparison.Ordinal));
        int gap = _sentence[0].Begin - first - _lastEnd;
        if (gap > 0)
        {
            _text.Append(_text.Length > 0 ? '\n' : ' ').Append(' ', gap - 1);
        }

        int at = _text.Length;
        int from = 0;
        Row? parent = null;
        foreach (Row row in _sentence)
        {
            if (row.Token.Contains('.', StringComparison.Ordinal) && parent is not null)
            {
                int start = parent.Place.Start + row.Begin - parent.Begin;
                row.Place = (start, start + row.Cells[0].Length);
            }
            else
            {
                int found = text.IndexOf(row.Cells[0], from, StringComparison.Ordinal);
                if (found < 0)
                {
                    findings.Doubt(
                        source,
                        row.Line,
                        $"the token \"{row.Cells[0]}\" is not in the text of its sentence; its offsets are taken"
                    );
                    found = Math.Clamp(row.Begin - _sentence[0].Begin + first, 0, text.Length);
                }

                row.Place = (at + found, at + Math.Min(text.Length, found + row.Cells[0].Length));
                from = found + row.Cells[0].Length;
                parent = row;
            }

            _rows.Add(row);
        }

        _text.Append(text);
        _lastEnd = _sentence[0].Begin - first + text.Length;
        foreach (Row row in _sentence)
        {
            foreach (TsvLayer layer in _layers)
            {
                Cells(row, layer);
            }
        }

        _sentence = [];
        _lines.Clear();
    }

    private void Cells(Row row, TsvLayer layer)
    {
        List<List<(string Value, string Number)>> columns = [];
        for (int i = 0; i < layer.Width; i++)
        {
            int column = 1 + layer.Column + i;
            columns.Add(column < row.Cells.Length ? TsvEscapes.Cell(row.Cells[column]) : [("_", "")]);
        }

        for (int item = 0; item < columns[0].Count; item++)
        {
            List<(string Value, string Number)> cells = [.. columns.Select(c => item < c.Count ? c[item] : ("_", ""))];
            if (cells.TrueForAll(c => c.Value is "_" or ""))
            {
                continue;
            }

            List<NamedValue> features =
            [
                .. layer
                    .Features.Select((f, i) => new NamedValue(f, TsvEscapes.Plain(cells[i].Value)))
                    .Where((_, i) => cells[i].Value is not ("*" or "_" or "")),
            ];
            switch (layer.Kind)
            {
                case TsvLayerKind.Relation:
                    Arrow(row, layer, features, cells);
                    break;
                case TsvLayerKind.Chain:
                    Link(row, layer, cells);
                    break;
                default:
                    Marked(row, layer, cells.Find(c => c.Number.Length > 0).Number ?? "", features);
                    break;
            }
        }
    }

    private Mark Marked(Row row, TsvLayer layer, string number, List<NamedValue> features)
    {
        string key = number.Length > 0 ? $"[{number}" : row.Token;
        if (!_marks.TryGetValue((layer, key), out Mark? mark))
        {
            mark = new($"T{_inOrder.Count + 1}", layer);
            _marks[(layer, key)] = mark;
            _inOrder.Add(mark);
            mark.Features.AddRange(features.Where(f => !f.Name.StartsWith("ROLE_", StringComparison.Ordinal)));
        }

        mark.Start = Math.Min(mark.Start, row.Place.Start);
        mark.End = Math.Max(mark.End, row.Place.End);
        if (features.Exists(f => f.Name.StartsWith("ROLE_", StringComparison.Ordinal)))
        {
            findings.LeftOut(
                source,
                row.Line,
                $"the slot of {UimaLayers.Short(layer.Type)} \"{features.Find(f => f.Name.StartsWith("ROLE_", StringComparison.Ordinal))!.Value}\" is not read; the span is"
            );
        }

        return mark;
    }

    private void Arrow(Row row, TsvLayer layer, List<NamedValue> features, List<(string Value, string Number)> cells)
    {
        int ends = layer.Features.ToList().FindLastIndex(f => f.StartsWith("BT_", StringComparison.Ordinal));
        if (ends < 0 || cells[ends].Value is "_" or "*")
        {
            return;
        }

        _arrows.Add(
            (
                layer,
                row,
                $"{cells[ends].Value}[{cells[ends].Number}",
                [.. features.Where(f => !f.Name.StartsWith("BT_", StringComparison.Ordinal))]
            )
        );
    }

    private void Link(Row row, TsvLayer layer, List<(string Value, string Number)> cells)
    {
        int type = Math.Max(0, layer.Features.ToList().IndexOf("referenceType"));
        int relation = Math.Max(0, layer.Features.ToList().IndexOf("referenceRelation"));
        int arrow = cells[relation].Value.IndexOf("->", StringComparison.Ordinal);
        string[] numbers = arrow < 0 ? [] : cells[relation].Value[(arrow + 2)..].Split('-');
        string chain = numbers.Length > 0 ? numbers[0] : cells[type].Number.Split('_')[0];
        int link =
            numbers.Length > 1 && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int n)
                ? n
            : row.Line is var l ? (int)l
            : 0;
        List<NamedValue> features =
        [
            new("referenceType", TsvEscapes.Plain(cells[type].Value)),
            new("referenceRelation", arrow < 0 ? "*" : TsvEscapes.Plain(cells[relation].Value[..arrow])),
        ];
        features.RemoveAll(f => f.Value is "*" or "_" or "");
        Mark mark = Marked(row, layer, $"{chain}-{link}", features);
        _links[(layer.Type, chain, link)] = mark.Id;
    }

    private AnnotatedDocument Document()
    {
        CodePoints points = new(_text.ToString());
        List<TextSpan> spans = [];
        List<Relation> relations = [];
        foreach ((TsvLayer layer, Row row, string ends, List<NamedValue> features) in _arrows)
        {
            Join(layer, row, ends, features, relations);
        }

        foreach (Mark mark in _inOrder)
        {
            if (points.TryOfUnits(mark.Start, out int start) && points.TryOfUnits(mark.End, out int end))
            {
                TextSpan span = UimaLayers.Span(mark.Id, mark.Layer.Type, [new(start, end)], mark.Features);
                spans.Add(
                    mark.Layer.Kind == TsvLayerKind.Chain
                        ? span with
                        {
                            Type = UimaLayers.Short(mark.Layer.Type),
                            Attributes = mark.Features,
                        }
                        : span
                );
            }
        }

        return WithChains(new AnnotatedDocument(source.Stem, points.Text) { Spans = spans, Relations = relations });
    }

    /// <summary>A chain of spans that another layer marks too is a chain of those: that is how this program writes it.</summary>
    private AnnotatedDocument WithChains(AnnotatedDocument document)
    {
        Dictionary<string, TextSpan> byId = document.Spans.ToDictionary(s => s.Id);
        HashSet<string> chainOnly = [.. _inOrder.Where(m => m.Layer.Kind == TsvLayerKind.Chain).Select(m => m.Id)];
        List<CoreferenceChain> chains = [];
        HashSet<string> replaced = [];
        foreach (
            IGrouping<
                (string Layer, string Chain),
                KeyValuePair<(string Layer, string Chain, int Link), string>
            > chain in _links.GroupBy(l => (l.Key.Layer, l.Key.Chain))
        )
        {
            List<string> ids = [];
            string type = UimaLayers.Short(chain.Key.Layer).Replace("Link", "Chain", StringComparison.Ordinal);
            foreach (string id in chain.Select(l => l.Value))
            {
                TextSpan link = byId[id];
                string? own = link.Attributes.FirstOrDefault(a => a.Name == "referenceType")?.Value;
                TextSpan? twin =
                    own is not null && own.StartsWith("overread:", StringComparison.Ordinal)
                        ? document.Spans.FirstOrDefault(s =>
                            !chainOnly.Contains(s.Id)
                            && s.Attributes.Count >= 0
                            && $"overread:{s.Start}-{s.End} {s.Type}"
                                == own[..Math.Min(own.Length, $"overread:{s.Start}-{s.End} {s.Type}".Length)]
                        )
                        : null;
                if (twin is not null)
                {
                    replaced.Add(id);
                    string relation = link.Attributes.FirstOrDefault(a => a.Name == "referenceRelation")?.Value ?? "";
                    type = relation.Length > 0 ? relation : type;
                }

                ids.Add(twin?.Id ?? id);
            }

            chains.Add(new($"C{chains.Count + 1}", type, ids));
        }

        return document with
        {
            Chains = chains,
            Spans = [.. document.Spans.Where(s => !replaced.Contains(s.Id))],
        };
    }

    private void Join(TsvLayer layer, Row row, string ends, List<NamedValue> features, List<Relation> relations)
    {
        int bracket = ends.LastIndexOf('[');
        string governor = ends[..bracket];
        string[] numbers = ends[(bracket + 1)..].Split('_');
        string from = numbers.Length == 2 ? numbers[0] : "0";
        string to = numbers.Length == 2 ? numbers[1] : "0";
        string baseType = layer.Features.First(f => f.StartsWith("BT_", StringComparison.Ordinal))[3..];
        string? first = End(baseType, governor, from);
        string? second = End(baseType, row.Token, to);
        if (first is null || second is null)
        {
            findings.LeftOut(
                source,
                row.Line,
                $"a relation of {UimaLayers.Short(layer.Type)} joins {governor} and {row.Token}, where {UimaLayers.Short(baseType)} has no span; it is left out"
            );
            return;
        }

        NamedValue? label = features.Find(f => f.Name is "label" or "value" or "type" or "DependencyType");
        NamedValue? roles = features.Find(f => f.Name == "roles");
        string[] called = roles?.Value.Split(';') ?? [];
        bool own = called.Length == 2;
        relations.Add(
            new(
                $"R{relations.Count + 1}",
                label?.Value ?? UimaLayers.Short(layer.Type),
                [new(own ? called[0] : "Governor", first), new(own ? called[1] : "Dependent", second)]
            )
            {
                Attributes = [.. features.Where(f => f != label && f.Name is not ("flavor" or "roles"))],
            }
        );
    }

    /// <summary>The span at an end: by its number, by its token, or the token itself where tokens are joined.</summary>
    private string? End(string baseType, string token, string number)
    {
        TsvLayer? layer = _layers.Find(l => l.Type == baseType && l.Kind == TsvLayerKind.Span);
        if (layer is not null)
        {
            return _marks.GetValueOrDefault((layer, number == "0" ? token : $"[{number}"))?.Id
                ?? _marks.GetValueOrDefault((layer, token))?.Id;
        }

        Row? row = _rows.Find(r => r.Token == token);
        return row is null ? null : Marked(row, new(TsvLayerKind.Span, baseType, [], 0), "", []).Id;
    }
}
