using System.Xml;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Uima;

/// <summary>
/// The CAS of UIMA as XMI (OASIS UIMA 1.0, Apache UIMA reference, chapter "XMI CAS Serialization"), a file for each document and
/// <c>TypeSystem.xml</c> with the types. Offsets are UTF-16 units.
/// </summary>
public sealed class XmiFormat : ITextFormat
{
    internal const string TypeSystem = "TypeSystem.xml";

    /// <inheritdoc/>
    public string Name => "xmi";

    /// <inheritdoc/>
    public string Title => "UIMA CAS XMI with its type system";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.FilePerDocument;

    /// <inheritdoc/>
    public string Extension => ".xmi";

    /// <inheritdoc/>
    public FormatLimits Limits { get; } =
        new(
            new Dictionary<string, string>
            {
                ["white space"] = "XML has no place for control characters: written as spaces",
                ["text"] = "XML has no place for control characters: written as spaces",
            }
        );

    /// <inheritdoc/>
    public bool Recognises(TextSource source) =>
        source
            .Text.AsSpan(0, Math.Min(source.Text.Length, 4000))
            .Contains("http://www.omg.org/XMI", StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool GoesWith(TextSource source) =>
        source
            .Text.AsSpan(0, Math.Min(source.Text.Length, 2000))
            .Contains("<typeSystemDescription", StringComparison.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices)
    {
        try
        {
            return new XmiReader(source, findings, choices).Read();
        }
        catch (XmlException e)
        {
            throw new FormatException($"The XML is broken: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using (TextWriter types = sink.Open(TypeSystem))
        {
            XmiWriter.WriteTypes(types);
        }

        Func<string, string> names = DocumentIds.FileNames();
        foreach (AnnotatedDocument document in documents)
        {
            using TextWriter writer = sink.Open(names(document.Id) + ".xmi");
            XmiWriter.Write(writer, DocumentIds.Renamed(document, i => $"T{i}", (_, i) => $"R{i}"));
        }
    }
}
