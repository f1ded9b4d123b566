using Overread.Text.Documents;

namespace Overread.Text.Formats.Tables;

/// <summary>The three tables of <see cref="DocumentTables"/> as CSV: <c>documents.csv</c>, <c>spans.csv</c>, <c>relations.csv</c>.</summary>
public sealed class CsvFormat : ITextFormat
{
    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public string Title => "CSV tables of documents, spans, relations; both offsets";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.Tables;

    /// <inheritdoc/>
    public string Extension => ".csv";

    /// <inheritdoc/>
    public FormatLimits Limits => FormatLimits.None;

    /// <inheritdoc/>
    public bool Recognises(TextSource source) =>
        Header(source) is { } header
        && header.Contains("document")
        && header.Contains("text")
        && !header.Contains("start");

    /// <inheritdoc/>
    public bool GoesWith(TextSource source) =>
        Header(source) is { } header
        && header.Contains("document")
        && (header.Contains("start") || header.Contains("relation"))
        && source.Beside("documents.csv") is not null;

    private static HashSet<string>? Header(TextSource source)
    {
        if (!source.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        int end = source.Text.AsSpan().IndexOfAny('\r', '\n');
        string line = end < 0 ? source.Text : source.Text[..end];
        return [.. line.Split(CsvText.Separator(line)).Select(c => c.Trim(' ', '"'))];
    }

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices)
    {
        string? spans = source.Beside("spans.csv");
        string? relations = source.Beside("relations.csv");
        return DocumentTables.Read(
            TableText.OfCsv(source.Text),
            spans is null ? null : TableText.OfCsv(spans),
            relations is null ? null : TableText.OfCsv(relations),
            source,
            findings,
            choices
        );
    }

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter texts = sink.Open("documents.csv");
        using TextWriter spans = sink.Open("spans.csv");
        using TextWriter relations = sink.Open("relations.csv");
        CsvText.Write(texts, DocumentTables.DocumentColumns);
        CsvText.Write(spans, DocumentTables.SpanColumns);
        CsvText.Write(relations, DocumentTables.RelationColumns);
        foreach (AnnotatedDocument document in documents)
        {
            CsvText.Write(texts, DocumentTables.DocumentRow(document));
            foreach (string?[] row in DocumentTables.SpanRows(document))
            {
                CsvText.Write(spans, row);
            }

            foreach (string?[] row in DocumentTables.RelationRows(document))
            {
                CsvText.Write(relations, row);
            }
        }
    }
}
