using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.BioC;

/// <summary>BioC JSON as PubTator and PubMed Central serve it: a collection, an array of documents, or a document a line.</summary>
public sealed class BioCJson : ITextFormat
{
    /// <inheritdoc/>
    public string Name => "bioc-json";

    /// <inheritdoc/>
    public string Title => "BioC JSON";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.OneFile;

    /// <inheritdoc/>
    public string Extension => ".bioc.json";

    /// <inheritdoc/>
    public FormatLimits Limits => FormatLimits.None;

    /// <inheritdoc/>
    public bool Recognises(TextSource source)
    {
        if (
            !source.Text.Contains("\"passages\"", StringComparison.Ordinal)
            && !source.Text.Contains("\"documents\"", StringComparison.Ordinal)
        )
        {
            return false;
        }

        return JsonRecords.FirstIs(
            source.Text,
            one =>
                DocumentJson.Text(one, "schema") is null
                && (
                    one.TryGetProperty("documents", out _)
                    || one.TryGetProperty("passages", out _)
                    || one.TryGetProperty("PubTator3", out _)
                )
        );
    }

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices)
    {
        BioCReader reader = new(source, findings, choices);
        foreach ((long line, JsonElement value) in JsonRecords.Read(source, findings))
        {
            JsonElement[] collection =
            [
                .. DocumentJson.Each(value, "documents").Concat(DocumentJson.Each(value, "PubTator3")),
            ];
            foreach (
                JsonElement document in collection.Length > 0 || value.TryGetProperty("documents", out _)
                    ? collection
                    : [value]
            )
            {
                if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("passages", out _))
                {
                    findings.LeftOut(source, line, "an object without passages is no document; it is left out");
                    continue;
                }

                yield return reader.Read(Part(document, "document", line));
            }
        }
    }

    private static BioCPart Part(JsonElement value, string kind, long line)
    {
        BioCPart part = new()
        {
            Kind = kind,
            Id = DocumentJson.Text(value, "id") ?? "",
            Offset = kind == "document" ? null : DocumentJson.TryNumber(value, "offset"),
            Text = kind == "document" ? null : DocumentJson.Text(value, "text"),
        };
        part.Infons.AddRange(Infons(value));
        part.Parts.AddRange(DocumentJson.Each(value, "passages").Select(p => Part(p, "passage", line)));
        part.Parts.AddRange(DocumentJson.Each(value, "sentences").Select(p => Part(p, "sentence", line)));
        part.Annotations.AddRange(
            DocumentJson
                .Each(value, "annotations")
                .Select(a => new BioCAnnotation(
                    DocumentJson.Text(a, "id") ?? "",
                    [.. Infons(a)],
                    [
                        .. DocumentJson
                            .Each(a, "locations")
                            .Select(l =>
                                (DocumentJson.TryNumber(l, "offset") ?? -1, DocumentJson.TryNumber(l, "length") ?? 0)
                            ),
                    ],
                    DocumentJson.Text(a, "text"),
                    line
                ))
        );
        part.Relations.AddRange(
            DocumentJson
                .Each(value, "relations")
                .Select(r => new BioCRelation(
                    DocumentJson.Text(r, "id") ?? "",
                    [.. Infons(r)],
                    [
                        .. DocumentJson
                            .Each(r, "nodes")
                            .Select(n => (DocumentJson.Text(n, "refid") ?? "", DocumentJson.Text(n, "role") ?? "")),
                    ],
                    line
                ))
        );
        return part;
    }

    /// <summary>Infons that are no scalars are kept as their JSON.</summary>
    private static IEnumerable<NamedValue> Infons(JsonElement value) =>
        value.TryGetProperty("infons", out JsonElement infons) && infons.ValueKind == JsonValueKind.Object
            ? infons
                .EnumerateObject()
                .Where(i => i.Value.ValueKind != JsonValueKind.Null)
                .Select(i => new NamedValue(i.Name, DocumentJson.Text(i.Value) ?? i.Value.GetRawText()))
            : [];

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter text = sink.Open("documents.bioc.json");
        string date = choices.Now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        text.Write(
            $"{{\"source\":\"Overread\",\"date\":\"{date}\",\"key\":\"overread.key\",\"infons\":{{}},\"documents\":["
        );
        bool first = true;
        foreach (AnnotatedDocument document in documents)
        {
            text.Write(first ? "\n" : ",\n");
            first = false;
            text.Write(DocumentJson.Write(json => Write(json, BioCWriter.Lay(document, keysOnce: true))));
        }

        text.Write("\n]}\n");
    }

    private static void Write(Utf8JsonWriter json, BioCPart part)
    {
        json.WriteStartObject();
        if (part.Kind == "document")
        {
            json.WriteString("id", part.Id);
        }

        Infons(json, part.Infons);
        if (part.Offset is { } offset)
        {
            json.WriteNumber("offset", offset);
            json.WriteString("text", part.Text);
            json.WriteStartArray("sentences");
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartArray("passages");
            foreach (BioCPart inner in part.Parts)
            {
                Write(json, inner);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("annotations");
        foreach (BioCAnnotation annotation in part.Annotations)
        {
            json.WriteStartObject();
            json.WriteString("id", annotation.Id);
            Infons(json, annotation.Infons);
            json.WriteString("text", annotation.Text);
            json.WriteStartArray("locations");
            foreach ((int start, int length) in annotation.Locations)
            {
                json.WriteStartObject();
                json.WriteNumber("offset", start);
                json.WriteNumber("length", length);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("relations");
        foreach (BioCRelation relation in part.Relations)
        {
            json.WriteStartObject();
            json.WriteString("id", relation.Id);
            Infons(json, relation.Infons);
            json.WriteStartArray("nodes");
            foreach ((string id, string role) in relation.Nodes)
            {
                json.WriteStartObject();
                json.WriteString("refid", id);
                json.WriteString("role", role);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Infons(Utf8JsonWriter json, List<NamedValue> infons)
    {
        json.WriteStartObject("infons");
        foreach (NamedValue infon in infons.DistinctBy(i => i.Name))
        {
            json.WriteString(infon.Name, infon.Value);
        }

        json.WriteEndObject();
    }
}
