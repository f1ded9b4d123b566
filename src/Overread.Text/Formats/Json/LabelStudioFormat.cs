using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Json;

/// <summary>
/// Label Studio's JSON: tasks with annotations whose results are labels, relations, choices and texts. Offsets are UTF-16 units, as
/// its browser counts; others are seen from the words of regions. A task with several annotations is as many documents.
/// </summary>
public sealed class LabelStudioFormat : ITextFormat
{
    /// <inheritdoc/>
    public string Name => "labelstudio";

    /// <inheritdoc/>
    public string Title => "Label Studio JSON";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.OneFile;

    /// <inheritdoc/>
    public string Extension => ".labelstudio.json";

    /// <inheritdoc/>
    public FormatLimits Limits => FormatLimits.None;

    /// <inheritdoc/>
    public bool Recognises(TextSource source)
    {
        return JsonRecords.FirstIs(
            source.Text,
            one => one.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object
        );
    }

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices) =>
        JsonFile.Read(
            source,
            findings,
            (record, line, count) => new LabelStudioReader(source, findings, choices).Read(record, line, count)
        );

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter writer = sink.Open("documents.labelstudio.json");
        writer.Write('[');
        int count = 0;
        foreach (AnnotatedDocument document in documents)
        {
            writer.Write(count == 0 ? "\n" : ",\n");
            int id = ++count;
            writer.Write(
                DocumentJson.Write(json =>
                    Write(
                        json,
                        DocumentIds.Renamed(JsonFile.ArrowsFirst(document), i => $"T{i}", (_, i) => $"R{i}"),
                        id
                    )
                )
            );
        }

        writer.Write("\n]\n");
    }

    private static void Write(Utf8JsonWriter json, AnnotatedDocument document, int number)
    {
        (List<Relation> arrows, List<Relation> others) = JsonFile.Arrows(document);
        json.WriteStartObject();
        JsonFile.WriteId(json, "id", JsonFile.IsNumber(document.Id) ? document.Id : $"{number}");
        json.WriteStartObject("data");
        json.WriteString("text", document.Text);
        json.WriteString("document", document.Id);
        List<NamedValue> data =
        [
            .. document.Metadata.Where(m => m.Name is not ("text" or "document")).DistinctBy(m => m.Name),
        ];
        data.ForEach(m => json.WriteString(m.Name, m.Value));
        json.WriteEndObject();
        json.WriteStartArray("annotations");
        json.WriteStartObject();
        json.WriteNumber("id", number);
        json.WriteStartArray("result");
        foreach (TextSpan span in document.Spans)
        {
            json.WriteStartObject();
            json.WriteString("id", span.Id);
            json.WriteString("from_name", "label");
            json.WriteString("to_name", "text");
            json.WriteString("type", "labels");
            json.WriteStartObject("value");
            json.WriteNumber("start", document.Points.ToUnits(span.Start));
            json.WriteNumber("end", document.Points.ToUnits(span.End));
            json.WriteString("text", document.Points.Slice(span.Start, span.End));
            json.WriteStartArray("labels");
            json.WriteStringValue(span.Type);
            json.WriteEndArray();
            json.WriteEndObject();
            JsonFile.WriteOwn(json, span, document.Points);
            json.WriteEndObject();
        }

        foreach (Relation relation in arrows)
        {
            json.WriteStartObject();
            json.WriteString("type", "relation");
            json.WriteString("from_id", relation.Arguments[0].Target);
            json.WriteString("to_id", relation.Arguments[1].Target);
            json.WriteString("direction", "right");
            json.WriteStartArray("labels");
            json.WriteStringValue(relation.Type);
            json.WriteEndArray();
            JsonFile.WriteRoles(json, relation);
            json.WriteEndObject();
        }

        Choices(json, document);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        JsonFile.WriteOwn(
            json,
            document with
            {
                Relations = others,
                Answers = [],
                Metadata = [.. document.Metadata.Except(data)],
            },
            null
        );
        json.WriteEndObject();
    }

    private static void Choices(Utf8JsonWriter json, AnnotatedDocument document)
    {
        foreach (IGrouping<string, NamedValue> question in document.Answers.GroupBy(a => a.Name))
        {
            json.WriteStartObject();
            json.WriteString("id", "answer-" + question.Key);
            json.WriteString("from_name", question.Key);
            json.WriteString("to_name", "text");
            json.WriteString("type", "choices");
            json.WriteStartObject("value");
            json.WriteStartArray("choices");
            foreach (NamedValue answer in question)
            {
                json.WriteStringValue(answer.Value);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
