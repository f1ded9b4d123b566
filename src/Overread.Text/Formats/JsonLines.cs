using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats;

/// <summary>
/// <c>jsonl</c>: one document a line with everything that the model holds, offsets in code points and in UTF-16 units. The
/// first property of a line is <c>"schema": "overread.text/1"</c>.
/// </summary>
public sealed class JsonLines : ITextFormat
{
    private const string Schema = "overread.text/1";

    /// <inheritdoc/>
    public string Name => "jsonl";

    /// <inheritdoc/>
    public string Title => "one document a line with everything, both offsets";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.OneFile;

    /// <inheritdoc/>
    public string Extension => ".jsonl";

    /// <inheritdoc/>
    public FormatLimits Limits => FormatLimits.None;

    /// <inheritdoc/>
    public bool Recognises(TextSource source) =>
        JsonRecords.FirstIs(source.Text, one => DocumentJson.Text(one, "schema") == Schema);

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices)
    {
        foreach ((long line, JsonElement value) in JsonRecords.Read(source, findings))
        {
            AnnotatedDocument? document = null;
            try
            {
                document = Document(value);
            }
            catch (FormatException e)
            {
                findings.LeftOut(source, line, e.Message + " The document is left out.");
            }

            if (document is not null)
            {
                yield return document;
            }
        }
    }

    private static AnnotatedDocument Document(JsonElement value)
    {
        if (DocumentJson.Text(value, "text") is not { } text)
        {
            throw new FormatException("'text' is missing.");
        }

        AnnotatedDocument document = new(DocumentJson.Text(value, "id") ?? "", text)
        {
            Spans =
            [
                .. DocumentJson
                    .Each(value, "spans")
                    .Select(s => DocumentJson.WithAspects(new(DocumentJson.Text(s, "id") ?? "", "", []), s)),
            ],
        };
        if (document.Spans.Any(s => s.Fragments.Count == 0))
        {
            throw new FormatException("A span has no fragments.");
        }

        return DocumentJson.WithRest(document, value);
    }

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter writer = sink.Open("documents.jsonl");
        foreach (AnnotatedDocument document in documents)
        {
            writer.Write(
                DocumentJson.Write(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", Schema);
                    json.WriteString("id", document.Id);
                    json.WriteString("text", document.Text);
                    json.WriteStartArray("spans");
                    foreach (TextSpan span in document.Spans)
                    {
                        json.WriteStartObject();
                        json.WriteString("id", span.Id);
                        DocumentJson.Aspects(json, span, document.Points);
                        json.WriteString("text", span.Surface(document.Points));
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    DocumentJson.Rest(json, document);
                    json.WriteEndObject();
                })
            );
            writer.Write('\n');
        }
    }
}
