using System.Globalization;
using Overread.Text.Documents;

namespace Overread.Text.Formats.PubTator;

/// <summary>Reads a file of documents that are parted by empty lines or by the heading of the next.</summary>
internal sealed class PubTatorReader(TextSource source, Findings findings, ReadingChoices choices)
{
    private readonly List<(string Letter, string Text)> _parts = [];
    private readonly List<RawSpan> _spans = [];
    private readonly List<(string[] Cells, long Line)> _relations = [];
    private string? _id;

    internal static (string Id, string Letter, string Text)? Heading(string line)
    {
        int bar = line.IndexOf('|', StringComparison.Ordinal);
        return
            bar > 0
            && bar + 2 < line.Length
            && line[bar + 2] == '|'
            && char.IsAsciiLetter(line[bar + 1])
            && !line.AsSpan(0, bar).Contains('\t')
            ? (line[..bar], line[(bar + 1)..(bar + 2)], line[(bar + 3)..])
            : null;
    }

    internal IEnumerable<AnnotatedDocument> Read()
    {
        long number = 0;
        foreach (string line in JsonRecords.Lines(source.Text))
        {
            number++;
            if (Heading(line) is { } heading)
            {
                bool next =
                    _id is not null
                    && (heading.Id != _id || heading.Letter == "t" || _spans.Count + _relations.Count > 0);
                if (next && Document() is { } done)
                {
                    yield return done;
                }

                _id = heading.Id;
                _parts.Add((heading.Letter, heading.Text));
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                Line(line, number);
            }
        }

        if (Document() is { } last)
        {
            yield return last;
        }
    }

    private void Line(string line, long number)
    {
        string[] cells = line.Split('\t');
        if (_id is null || cells.Length < 4 || cells[0].Trim() != _id.Trim())
        {
            findings.LeftOut(
                source,
                number,
                _id is null
                    ? "a line before any title; it is left out"
                    : $"no mention or relation of {_id}; it is left out"
            );
            return;
        }

        bool start = int.TryParse(
            cells[1],
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out int from
        );
        bool end = int.TryParse(
            cells[2],
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out int to
        );
        if (!start || !end)
        {
            _relations.Add((cells, number));
            return;
        }

        if (cells.Length < 5 || to < from)
        {
            findings.LeftOut(
                source,
                number,
                to < from ? "a mention that ends before it begins is left out" : "a mention without a type is left out"
            );
            return;
        }

        string? last = cells.Length > 6 && cells[6].Trim().Length > 0 ? cells[6].Trim() : null;
        bool score = last is not null && double.TryParse(last, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        (List<Concept> concepts, char joint) = PubTatorCodes.Read(
            cells.Length > 5 ? cells[5] : "",
            score ? null : last
        );
        List<NamedValue> attributes = score ? [new("score", last!)] : [];
        if (!score && last is not null && concepts.All(c => c.Name is null))
        {
            attributes.Add(new("mentions", last));
        }

        if (joint != '|' && concepts.Count > 1)
        {
            attributes.Add(new(PubTatorCodes.Joined, joint.ToString()));
        }

        _spans.Add(
            new($"T{_spans.Count + 1}", cells[4].Trim(), [new(from, to)], cells[3], number)
            {
                Attributes = attributes,
                Normalisations = concepts,
            }
        );
    }

    private AnnotatedDocument? Document()
    {
        if (_id is null)
        {
            return null;
        }

        if (_parts.Count > 1 && _parts[^1].Text.Length == 0 && _parts[^1].Letter == "a")
        {
            _parts.RemoveAt(_parts.Count - 1);
        }

        // The sign between title and abstract counts one; files in which it counts none or two are seen from their words.
        string text = string.Join('\n', _parts.Select(p => p.Text));
        OffsetResolver resolver = new(source, findings, choices);
        List<TextSpan> spans = resolver.Resolve(_id, Grouping(text), OffsetUnit.CodePoints);
        List<Passage> passages = [];
        int at = 0;
        foreach ((string letter, string part) in _parts)
        {
            int length = new CodePoints(part).Length;
            passages.Add(
                new(
                    letter switch
                    {
                        "t" => "title",
                        "a" => "abstract",
                        _ => letter,
                    },
                    at,
                    at + length
                )
            );
            at += length + 1;
        }

        AnnotatedDocument document = new(_id, text)
        {
            Passages = passages,
            Spans = spans,
            Relations = [.. _relations.Select((r, i) => Relation(r.Cells, i, spans, r.Line)).OfType<Relation>()],
        };
        (_id, _) = (null, 0);
        _parts.Clear();
        _spans.Clear();
        _relations.Clear();
        return document;
    }

    private List<OffsetGroup> Grouping(string text)
    {
        List<OffsetGroup> whole = [new(new CodePoints(text), 0, 0, [.. _spans])];
        int most = OffsetResolver.MostFitting(whole, out int all);
        if (most == all || _parts.Count < 2)
        {
            return whole;
        }

        CodePoints title = new(_parts[0].Text);
        CodePoints rest = new(string.Join('\n', _parts.Skip(1).Select(p => p.Text)));
        List<OffsetGroup> best = whole;
        foreach (int gap in (int[])[0, 2])
        {
            int origin = title.Length + gap;
            List<OffsetGroup> parted =
            [
                new(title, 0, 0, [.. _spans.Where(s => s.Fragments[0].Start < origin)]),
                new(rest, origin, title.Length + 1, [.. _spans.Where(s => s.Fragments[0].Start >= origin)]),
            ];
            int fit = OffsetResolver.MostFitting(parted, out _);
            if (fit > most)
            {
                (most, best) = (fit, parted);
            }
        }

        if (best != whole)
        {
            findings.Note(
                source,
                0,
                $"document {_id}: offsets count {(best[1].Origin == title.Length ? "nothing" : "two")} between title and abstract instead of one; converted"
            );
        }

        return best;
    }

    private Relation? Relation(string[] cells, int index, List<TextSpan> spans, long line)
    {
        if (cells[2].Trim().Length == 0 || cells[3].Trim().Length == 0)
        {
            findings.LeftOut(source, line, "a relation without two codes is left out");
            return null;
        }

        Concept first = Concept.Parse(cells[2]);
        Concept second = Concept.Parse(cells[3]);
        string firstRole = Role(first, spans) ?? "Arg1";
        string secondRole = Role(second, spans) ?? "Arg2";
        if (firstRole == secondRole)
        {
            (firstRole, secondRole) = ("Arg1", "Arg2");
        }

        List<NamedValue> attributes = [];
        foreach (string cell in cells.Skip(4).Select(c => c.Trim()).Where(c => c.Length > 0))
        {
            bool number = double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            attributes.Add(new(number ? "score" : "note", cell));
        }

        return new($"R{index + 1}", cells[1].Trim(), [new(firstRole, null, first), new(secondRole, null, second)])
        {
            Attributes = attributes,
        };
    }

    /// <summary>The type of the mentions that have the code, which is what BioC calls the role.</summary>
    private static string? Role(Concept concept, List<TextSpan> spans) =>
        spans.FirstOrDefault(s => s.Normalisations.Any(n => n.Code == concept.Code))?.Type;
}
