using System.Text;
using System.Text.Json;
using Overread.Text.Documents;
using Overread.Text.Reading;

namespace Overread.Text.Formats.Fhir;

/// <summary>
/// A FHIR R4 Bundle of DocumentReferences. The text is the attachment (base64 UTF-8); spans and relations are extensions of the
/// DocumentReference, whose URLs begin with <c>urn:overread:fhir:</c> and which <c>docs/conformance/text-formats.md</c> describes. Texts of
/// DocumentReference, DiagnosticReport, Composition and Binary of other origin are read without spans.
/// </summary>
public sealed class FhirFormat : ITextFormat
{
    internal const string Urn = "urn:overread:fhir:";

    /// <inheritdoc/>
    public string Name => "fhir";

    /// <inheritdoc/>
    public string Title => "FHIR R4 Bundle of DocumentReference, spans as extensions";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.OneFile;

    /// <inheritdoc/>
    public string Extension => ".fhir.json";

    /// <inheritdoc/>
    public FormatLimits Limits => FormatLimits.None;

    /// <inheritdoc/>
    public bool Recognises(TextSource source)
    {
        if (!source.Text.Contains("\"resourceType\"", StringComparison.Ordinal))
        {
            return false;
        }

        return JsonRecords.FirstIs(source.Text, one => DocumentJson.Text(one, "resourceType") is not null);
    }

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices)
    {
        foreach ((long line, JsonElement value) in JsonRecords.Read(source, findings))
        {
            foreach (FhirText text in FhirText.Of(value, source, findings))
            {
                yield return FhirMarks.Read(
                    new AnnotatedDocument(text.Id, text.Text) { Passages = text.Passages },
                    text.Resource,
                    line,
                    source,
                    findings
                );
            }
        }
    }

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter writer = sink.Open("documents.fhir.json");
        writer.Write("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[");
        int count = 0;
        foreach (AnnotatedDocument document in documents)
        {
            writer.Write(count++ == 0 ? "\n" : ",\n");
            string id = $"document-{count}";
            writer.Write(DocumentJson.Write(json => Entry(json, document, id)));
        }

        writer.Write("\n]}\n");
    }

    private static void Entry(Utf8JsonWriter json, AnnotatedDocument document, string id)
    {
        json.WriteStartObject();
        json.WriteString("fullUrl", $"urn:overread:{id}");
        json.WriteStartObject("resource");
        json.WriteString("resourceType", "DocumentReference");
        json.WriteString("id", id);
        FhirMarks.Write(json, document);
        json.WriteStartArray("identifier");
        json.WriteStartObject();
        json.WriteString("system", Urn + "document");
        json.WriteString("value", document.Id);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("status", "current");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteStartObject("attachment");
        json.WriteString("contentType", "text/plain; charset=utf-8");
        json.WriteBase64String("data", Encoding.UTF8.GetBytes(document.Text));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
