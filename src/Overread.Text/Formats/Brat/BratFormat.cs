using Overread.Text.Documents;

namespace Overread.Text.Formats.Brat;

/// <summary>
/// brat standoff (Stenetorp et al., EACL 2012): <c>x.ann</c> beside <c>x.txt</c>, with text-bound annotations, relations, events,
/// equivalences, attributes, normalisations and notes. What brat has no line for is a note of the type Overread that holds JSON;
/// other programs show it as a note.
/// </summary>
public sealed class BratFormat : ITextFormat
{
    internal const string Own = "Overread";

    /// <inheritdoc/>
    public string Name => "brat";

    /// <inheritdoc/>
    public string Title => "brat standoff: .ann beside .txt";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.FilePerDocument;

    /// <inheritdoc/>
    public string Extension => ".ann";

    /// <inheritdoc/>
    public FormatLimits Limits => FormatLimits.None;

    /// <inheritdoc/>
    public bool Recognises(TextSource source) =>
        source.Name.EndsWith(".ann", StringComparison.OrdinalIgnoreCase)
        && (string.IsNullOrWhiteSpace(source.Text) || JsonRecords.Lines(source.Text).Take(20).Any(IsLine));

    /// <inheritdoc/>
    public bool GoesWith(TextSource source) =>
        (
            source.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)
            && source.Beside(source.Stem + ".ann") is not null
        ) || source.Name is "annotation.conf" or "visual.conf" or "tools.conf" or "kb_shortcuts.conf" or ".stats_cache";

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices) =>
        [new BratReader(source, findings, choices).Read()];

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        Func<string, string> names = DocumentIds.FileNames();
        foreach (AnnotatedDocument document in documents)
        {
            string name = names(document.Id);
            using (TextWriter text = sink.Open(name + ".txt"))
            {
                text.Write(document.Text);
            }

            using TextWriter ann = sink.Open(name + ".ann");
            new BratWriter(ann).Write(document, name);
        }
    }

    private static bool IsLine(string line) =>
        line.Length > 2
        && line[0] is 'T' or 'R' or 'E' or 'A' or 'M' or 'N' or '#' or '*'
        && line.Contains('\t', StringComparison.Ordinal);
}
