using Overread.Text.Documents;

namespace Overread.Text.Formats.PubTator;

/// <summary>
/// PubTator (Wei, Kao and Lu 2013, Nucleic Acids Res. 41:W518): a title and an abstract, mentions with codes, relations between
/// codes. A document that is no title and abstract is written with its first line as title.
/// </summary>
public sealed class PubTatorFormat : ITextFormat
{
    /// <inheritdoc/>
    public string Name => "pubtator";

    /// <inheritdoc/>
    public string Title => "PubTator: title, abstract, mentions, relations of codes";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.OneFile;

    /// <inheritdoc/>
    public string Extension => ".pubtator.txt";

    /// <inheritdoc/>
    public FormatLimits Limits { get; } =
        new(
            new Dictionary<string, string>
            {
                ["answers"] = "PubTator has no answers about documents",
                ["attributes"] = "PubTator has no attributes but a score",
                ["chains"] = "PubTator has no chains",
                ["fragments"] = "a mention is one stretch: written from its first to its last fragment",
                ["metadata"] = "PubTator has no metadata",
                ["names of codes"] = "one name for each code, and no score beside them",
                ["notes"] = "PubTator has no notes",
                ["passages"] = "PubTator has a title and an abstract",
                ["relations"] = "a relation is between two codes of the whole document",
                ["white space"] = "a title and an abstract are one line each: line ends are written as spaces",
            }
        );

    /// <inheritdoc/>
    public bool Recognises(TextSource source)
    {
        string? first = JsonRecords.Lines(source.Text).FirstOrDefault(l => !string.IsNullOrWhiteSpace(l));
        return first is not null && PubTatorReader.Heading(first) is not null;
    }

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices) =>
        new PubTatorReader(source, findings, choices).Read();

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter writer = sink.Open("documents.pubtator.txt");
        foreach (AnnotatedDocument document in documents)
        {
            PubTatorWriter.Write(document, writer);
            writer.Write('\n');
        }
    }
}
