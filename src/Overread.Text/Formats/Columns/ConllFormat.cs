using System.Globalization;
using System.Text;
using Overread.Text.Documents;
using Overread.Text.Reading;

namespace Overread.Text.Formats.Columns;

/// <summary>
/// Columns of tokens with IOB or BIOES tags (CoNLL-2002, CoNLL-2003, and two columns): the token first, its tag last, an empty line
/// between sentences, <c>-DOCSTART-</c> between documents. Written with the start and end of each token between them, in code points,
/// so that the places of the text come back; read with or without.
/// </summary>
public sealed class ConllFormat : ITextFormat
{
    private const string DocumentStart = "-DOCSTART-";

    /// <inheritdoc/>
    public string Name => "conll";

    /// <inheritdoc/>
    public string Title => "CoNLL columns with IOB1, IOB2 or BIOES tags";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.OneFile;

    /// <inheritdoc/>
    public string Extension => ".conll";

    /// <inheritdoc/>
    public FormatLimits Limits { get; } =
        new(
            new Dictionary<string, string>
            {
                ["answers"] = "columns have no answers about documents",
                ["attributes"] = "a tag has a type and nothing else",
                ["chains"] = "columns have no chains",
                ["document ids"] = "an id with white space is written with _",
                ["fragments"] = "a tag holds one stretch",
                ["metadata"] = "columns have no metadata",
                ["names of codes"] = "a tag has a type and nothing else",
                ["normalisations"] = "a tag has a type and nothing else",
                ["notes"] = "columns have no notes",
                ["passages"] = "columns have no passages",
                ["relations"] = "columns have no relations",
                ["spans"] = "one tag column: of spans that overlap the longest is kept; an empty span has no token",
                ["types"] = "a type with white space is written with _",
                ["white space"] = "columns hold tokens: what is between them is written as spaces and line ends",
                ["text"] = "columns hold tokens: characters that are neither token nor white space are gone",
            }
        );

    /// <inheritdoc/>
    public bool Recognises(TextSource source)
    {
        int lines = 0;
        int tagged = 0;
        foreach (string line in JsonRecords.Lines(source.Text).Where(l => !string.IsNullOrWhiteSpace(l)).Take(200))
        {
            lines++;
            string[] cells = Cells(line);
            if (line.StartsWith(DocumentStart, StringComparison.Ordinal))
            {
                return true;
            }

            if (
                line.StartsWith("# ", StringComparison.Ordinal)
                || line.StartsWith("#\t", StringComparison.Ordinal) == false && line[0] == '#' && cells.Length > 3
            )
            {
                lines--;
                continue;
            }

            string last = cells[^1];
            tagged +=
                cells.Length is >= 2 and <= 15 && (last == "O" || ColumnTags.Parse(last) is { Mark: not '?' }) ? 1 : 0;
        }

        return lines > 0 && tagged == lines;
    }

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices)
    {
        ConllDocument document = new(source, findings, choices);
        string? id = null;
        int count = 0;
        long number = 0;
        foreach (string line in JsonRecords.Lines(source.Text))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                document.EndSentence();
                continue;
            }

            string[] cells = Cells(line);
            if (cells[0].StartsWith(DocumentStart, StringComparison.Ordinal))
            {
                if (!document.Empty || id is not null)
                {
                    yield return document.Take(id ?? Numbered(source, ++count));
                }

                string named = cells[0][DocumentStart.Length..].Trim().Trim('(', ')');
                id =
                    named.Length > 0 ? named
                    : cells.Length > 1
                    && cells[1] is not ("O" or "-X-" or "_")
                    && ColumnTags.Parse(cells[1]) is { Mark: '?' }
                        ? cells[1].Trim('(', ')')
                    : Numbered(source, ++count);
            }
            else if (cells.Length < 2)
            {
                findings.LeftOut(source, number, "a line without a tag is left out");
            }
            else
            {
                document.Add(cells, number);
            }
        }

        if (!document.Empty || id is not null)
        {
            yield return document.Take(id ?? (count == 0 ? source.Stem : Numbered(source, ++count)));
        }
    }

    private static string Numbered(TextSource source, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{source.Stem}-{number}");

    // Tabs where there are any: a token may then hold a space.
    private static string[] Cells(string line) =>
        line.Contains('\t', StringComparison.Ordinal) ? line.TrimEnd('\r', '\n').Split('\t')
        : line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } cells ? cells
        : [line];

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter writer = sink.Open("documents.conll");
        foreach (AnnotatedDocument document in documents)
        {
            Write(document, writer, choices);
        }
    }

    private static void Write(AnnotatedDocument document, TextWriter writer, WritingChoices choices)
    {
        CodePoints points = document.Points;
        List<TextSpan> spans = Flat(document.Spans);
        List<Fragment> tokens = Cut(points, spans);
        string middle = choices.TwoColumns ? "\t" : "\t0\t0\t";
        writer.Write($"{DocumentStart} ({Word(document.Id)}){middle}O\n\n");
        int from = 0;
        int next = 0;
        foreach (Fragment sentence in Merged(points, spans))
        {
            int to = from;
            while (to < tokens.Count && tokens[to].Start < sentence.End)
            {
                to++;
            }

            List<(string, int, int)> entities = [];
            for (; next < spans.Count && spans[next].Start < sentence.End; next++)
            {
                int start = tokens.FindIndex(from, to - from, t => t.Start >= spans[next].Start);
                int end = tokens.FindLastIndex(to - 1, to - from, t => t.End <= spans[next].End) + 1;
                if (start >= 0 && end > start)
                {
                    entities.Add((Word(spans[next].Type), start - from, end - from));
                }
            }

            string[] tags = ColumnTags.Write(to - from, entities, choices.Tags);
            for (int i = from; i < to; i++)
            {
                string token = points.Slice(tokens[i].Start, tokens[i].End);
                writer.Write(
                    choices.TwoColumns
                        ? $"{token}\t{tags[i - from]}\n"
                        : $"{token}\t{tokens[i].Start}\t{tokens[i].End}\t{tags[i - from]}\n"
                );
            }

            if (to > from)
            {
                writer.Write('\n');
            }

            from = to;
        }
    }

    private static string Word(string text)
    {
        StringBuilder word = new(text.Length);
        foreach (char c in text)
        {
            word.Append(char.IsWhiteSpace(c) ? '_' : c);
        }

        return word.Length == 0 ? "_" : word.ToString();
    }

    /// <summary>Spans of one stretch of which no two overlap: the longer ones first.</summary>
    internal static List<TextSpan> Flat(IReadOnlyList<TextSpan> spans)
    {
        List<TextSpan> kept = [];
        SortedList<int, int> taken = [];
        foreach (
            TextSpan span in spans
                .Where(s => s.Fragments.Count == 1 && s.End > s.Start)
                .OrderByDescending(s => s.End - s.Start)
                .ThenBy(s => s.Start)
        )
        {
            if (Free(taken, span.Start, span.End))
            {
                kept.Add(span);
                taken[span.Start] = span.End;
            }
        }

        return [.. kept.OrderBy(s => s.Start)];
    }

    private static bool Free(SortedList<int, int> taken, int start, int end)
    {
        int low = 0;
        int high = taken.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = taken.Values[middle] <= start ? (middle + 1, high) : (low, middle);
        }

        return low == taken.Count || taken.Keys[low] >= end;
    }

    /// <summary>Tokens, cut where a span begins or ends within one.</summary>
    internal static List<Fragment> Cut(CodePoints points, IEnumerable<TextSpan> spans)
    {
        SortedSet<int> cuts = [.. spans.SelectMany(s => s.Fragments).SelectMany(f => (int[])[f.Start, f.End])];
        List<Fragment> tokens = [];
        foreach (Fragment token in Tokens.Of(points))
        {
            int start = token.Start;
            if (cuts.Count > 0 && token.End - token.Start > 1)
            {
                foreach (int cut in cuts.GetViewBetween(token.Start + 1, token.End - 1))
                {
                    tokens.Add(new(start, cut));
                    start = cut;
                }
            }

            tokens.Add(new(start, token.End));
        }

        return tokens;
    }

    /// <summary>Sentences, joined where a span crosses from one into the next, up to the end of the text.</summary>
    internal static List<Fragment> Merged(CodePoints points, IReadOnlyList<TextSpan> spans)
    {
        List<Fragment> merged = [];
        int reach = -1;
        int next = 0;
        List<TextSpan> ordered = [.. spans.OrderBy(s => s.Start)];
        foreach (Fragment sentence in Reading.Sentences.Of(points))
        {
            if (merged.Count > 0 && sentence.Start < reach)
            {
                merged[^1] = new(merged[^1].Start, sentence.End);
            }
            else
            {
                merged.Add(sentence);
            }

            for (; next < ordered.Count && ordered[next].Start < sentence.End; next++)
            {
                reach = Math.Max(reach, ordered[next].End);
            }
        }

        if (merged.Count > 0)
        {
            merged[^1] = new(merged[^1].Start, points.Length);
        }

        return merged;
    }
}
