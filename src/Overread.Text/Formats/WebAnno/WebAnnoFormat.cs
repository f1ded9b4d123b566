using Overread.Text.Documents;

namespace Overread.Text.Formats.WebAnno;

/// <summary>
/// WebAnno TSV 3 (INCEpTION user guide, appendix "WebAnno TSV 3.3 file format"): tokens with layers of spans, chains and relations in
/// columns, a file for each document. Offsets are UTF-16 units.
/// </summary>
public sealed class WebAnnoFormat : ITextFormat
{
    /// <inheritdoc/>
    public string Name => "webanno";

    /// <inheritdoc/>
    public string Title => "WebAnno TSV 3.3";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.FilePerDocument;

    /// <inheritdoc/>
    public string Extension => ".tsv";

    /// <inheritdoc/>
    public FormatLimits Limits { get; } =
        new(
            new Dictionary<string, string>
            {
                ["answers"] = "TSV 3 has no place for what is said of a document",
                ["chains"] = "a span is in one chain at most",
                ["document ids"] = "the name of the file is the id",
                ["metadata"] = "TSV 3 has no place for what is said of a document",
                ["notes"] = "TSV 3 has no notes",
                ["passages"] = "TSV 3 has sentences and no passages",
                ["relations"] = "a relation joins two spans: events, more than two ends and codes have no place",
                ["spans"] = "a span holds at least one token",
            }
        );

    /// <inheritdoc/>
    public bool Recognises(TextSource source) =>
        source.Text.AsSpan().TrimStart().StartsWith("#FORMAT=WebAnno TSV 3", StringComparison.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices) =>
        [new WebAnnoReader(source, findings).Read()];

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        Func<string, string> names = DocumentIds.FileNames();
        foreach (AnnotatedDocument document in documents)
        {
            using TextWriter writer = sink.Open(names(document.Id) + ".tsv");
            new WebAnnoWriter(document, writer).Write();
        }
    }
}
