using Overread.Cli.Quality;
using Overread.Text.Documents;
using Overread.Text.Formats;
using Overread.Text.Formats.Tables;

namespace Overread.Cli.Text;

/// <summary>One run of <c>overread text convert</c>: documents flow from reader to writer, each checked on its way for what would be lost.</summary>
internal sealed class TextConversion(string to, bool strict, bool force)
{
    // Parquet holds the same tables as CSV: what one loses the other does.
    private readonly ITextFormat _format = TextFormats.Named(to) ?? new CsvFormat();
    private LossReport? _losses;
    private DocumentReading? _reading;

    internal string To => to;

    internal required ReadingChoices Reading { get; init; }

    internal required WritingChoices Writing { get; init; }

    internal Findings Findings { get; } = new();

    internal ConversionCount Count { get; } = new();

    internal IReadOnlyDictionary<string, int> Files => _reading?.Files ?? new Dictionary<string, int>();

    internal IEnumerable<(string Aspect, int Count, IReadOnlyList<string> Examples, string? Because)> Losses =>
        _losses?.Losses ?? [];

    /// <summary>Converts; false where strictness refused and nothing is written.</summary>
    internal bool Run(string input, string from, string output)
    {
        _losses = new LossReport(_format);
        _reading = new DocumentReading(Findings, Reading);
        using StagedFiles files = new(output, _format.Shape, force);
        IEnumerable<AnnotatedDocument> documents = Checked(TextFiles.Read(input, from, Findings, Reading, _reading));
        if (to == TextFiles.Parquet)
        {
            WriteParquet(documents, files);
        }
        else
        {
            _format.Write(documents, files, Writing);
        }

        if (Count.Documents == 0)
        {
            throw new Quality.Files.FileError(
                input,
                0,
                "no document could be read from it." + (Findings.All.Count > 0 ? " " + Findings.All[0] : "")
            );
        }

        if (strict && _losses.Any)
        {
            return false;
        }

        files.Finish(force);
        return true;
    }

    private IEnumerable<AnnotatedDocument> Checked(IEnumerable<AnnotatedDocument> documents)
    {
        foreach (AnnotatedDocument document in documents)
        {
            Count.Add(document);
            _losses!.Check(document, Writing);
            yield return document;
        }
    }

    private static void WriteParquet(IEnumerable<AnnotatedDocument> documents, StagedFiles files)
    {
        List<string?[]> texts = [];
        List<string?[]> spans = [];
        List<string?[]> relations = [];
        foreach (AnnotatedDocument document in documents)
        {
            texts.Add(DocumentTables.DocumentRow(document));
            spans.AddRange(DocumentTables.SpanRows(document));
            relations.AddRange(DocumentTables.RelationRows(document));
        }

        Table(DocumentTables.DocumentColumns, texts).WriteParquet(files.Stage("documents.parquet"));
        Table(DocumentTables.SpanColumns, spans).WriteParquet(files.Stage("spans.parquet"));
        Table(DocumentTables.RelationColumns, relations).WriteParquet(files.Stage("relations.parquet"));
    }

    private static ResultTable Table(IReadOnlyList<string> columns, List<string?[]> rows)
    {
        ResultTable table = new();
        for (int i = 0; i < columns.Count; i++)
        {
            int column = i;
            bool number =
                columns[i].StartsWith("start", StringComparison.Ordinal)
                || columns[i].StartsWith("end", StringComparison.Ordinal)
                || columns[i] == "argument";
            table = number
                ? table.Whole(
                    columns[i],
                    rows.Select(r => int.Parse(r[column]!, System.Globalization.CultureInfo.InvariantCulture))
                )
                : table.Text(columns[i], rows.Select(r => r[column] ?? ""));
        }

        return table;
    }
}
