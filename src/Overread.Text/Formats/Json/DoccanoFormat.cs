using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Json;

/// <summary>
/// doccano's JSON lines, in the styles of its versions: <c>label</c> or <c>labels</c> with triples, <c>entities</c> with
/// <c>relations</c>, <c>annotations</c> with numbered labels, and labels of the whole text. Offsets are code points; others are seen
/// where the words of spans are given.
/// </summary>
public sealed class DoccanoFormat : ITextFormat
{
    /// <inheritdoc/>
    public string Name => "doccano";

    /// <inheritdoc/>
    public string Title => "doccano JSON lines";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.OneFile;

    /// <inheritdoc/>
    public string Extension => ".doccano.jsonl";

    /// <inheritdoc/>
    public FormatLimits Limits => FormatLimits.None;

    /// <inheritdoc/>
    public bool Recognises(TextSource source)
    {
        return JsonRecords.FirstIs(
            source.Text,
            one =>
                (
                    one.TryGetProperty("text", out _)
                    || one.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.String
                )
                && (
                    one.TryGetProperty("label", out _)
                    || one.TryGetProperty("labels", out _)
                    || one.TryGetProperty("entities", out _)
                    || one.TryGetProperty("annotations", out _)
                    || one.TryGetProperty("cats", out _)
                )
                && !one.TryGetProperty("spans", out _)
                && !one.TryGetProperty("tokens", out _)
                && !one.TryGetProperty("_input_hash", out _)
                && !one.TryGetProperty("passages", out _)
        );
    }

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices) =>
        JsonFile.Read(
            source,
            findings,
            (record, line, count) => [Document(record, line, count, source, findings, choices)]
        );

    private static AnnotatedDocument Document(
        JsonElement record,
        long line,
        int count,
        TextSource source,
        Findings findings,
        ReadingChoices choices
    )
    {
        string text =
            DocumentJson.Text(record, "text")
            ?? DocumentJson.Text(record, "data")
            ?? throw new FormatException("'text' is missing");
        string id = DocumentJson.Text(record, "id") ?? DocumentJson.Text(record, "doc_id") ?? $"{source.Stem}-{count}";
        List<RawSpan> raw = [];
        List<NamedValue> answers = [];
        Dictionary<string, JsonElement> own = [];
        foreach (string name in (string[])["entities", "label", "labels", "annotations"])
        {
            foreach (JsonElement label in DocumentJson.Each(record, name))
            {
                if (Span(label, raw.Count + 1, line) is { } span)
                {
                    while (raw.Exists(r => r.Id == span.Id))
                    {
                        span = span with { Id = span.Id + "'" };
                    }

                    raw.Add(span);
                    if (label.ValueKind == JsonValueKind.Object)
                    {
                        own[span.Id] = label;
                    }
                }
                else if (
                    (
                        DocumentJson.Text(label)
                        ?? DocumentJson.Text(label, "label")
                        ?? DocumentJson.Text(label, "text")
                    ) is
                    { } answer
                )
                {
                    answers.Add(new("label", answer));
                }
                else
                {
                    findings.LeftOut(
                        source,
                        line,
                        $"document {id}: an entry of '{name}' is neither a span nor a label; it is left out"
                    );
                }
            }
        }

        foreach (JsonElement category in DocumentJson.Each(record, "cats"))
        {
            answers.Add(new("label", DocumentJson.Text(category) ?? ""));
        }

        if (record.TryGetProperty("label", out JsonElement single) && DocumentJson.Text(single) is { } whole)
        {
            answers.Add(new("label", whole));
        }

        List<TextSpan> spans = new OffsetResolver(source, findings, choices).Resolve(
            id,
            [new OffsetGroup(new CodePoints(text), 0, 0, raw)],
            OffsetUnit.CodePoints
        );
        AnnotatedDocument document = new(id, text)
        {
            Spans = [.. spans.Select(s => own.TryGetValue(s.Id, out JsonElement o) ? JsonFile.WithOwn(s, o) : s)],
            Answers = answers,
            Notes = Comments(record),
            Metadata =
            [
                .. JsonFile.Others(
                    record,
                    "id",
                    "doc_id",
                    "text",
                    "data",
                    "label",
                    "labels",
                    "entities",
                    "annotations",
                    "relations",
                    "Comments",
                    "comments",
                    "cats",
                    "meta"
                ),
                .. record.TryGetProperty("meta", out JsonElement meta) ? JsonFile.Others(meta) : [],
            ],
        };
        document = document with { Relations = Relations(record, document, line, source, findings) };
        return JsonFile.WithOwn(document, record);
    }

    private static RawSpan? Span(JsonElement label, int number, long line)
    {
        if (label.ValueKind == JsonValueKind.Array)
        {
            JsonElement[] parts = [.. label.EnumerateArray()];
            return
                parts.Length >= 3
                && parts[0].ValueKind == JsonValueKind.Number
                && parts[0].TryGetInt32(out int from)
                && parts[1].ValueKind == JsonValueKind.Number
                && parts[1].TryGetInt32(out int to)
                ? new RawSpan($"T{number}", DocumentJson.Text(parts[2]) ?? "", [new(from, to)], null, line)
                : null;
        }

        int? start = DocumentJson.TryNumber(label, "start_offset") ?? DocumentJson.TryNumber(label, "start");
        int? end = DocumentJson.TryNumber(label, "end_offset") ?? DocumentJson.TryNumber(label, "end");
        return start is { } s && end is { } e
            ? new RawSpan(
                DocumentJson.Text(label, "id") ?? $"T{number}",
                DocumentJson.Text(label, "label") ?? DocumentJson.Text(label, "type") ?? "",
                [new(s, e)],
                DocumentJson.Text(label, "text"),
                line
            )
            : null;
    }

    private static List<Relation> Relations(
        JsonElement record,
        AnnotatedDocument document,
        long line,
        TextSource source,
        Findings findings
    )
    {
        List<Relation> relations = [];
        foreach (
            (JsonElement relation, string from, string to) in JsonFile.BetweenIds(
                DocumentJson.Each(record, "relations"),
                document,
                source,
                line,
                findings
            )
        )
        {
            relations.Add(
                JsonFile.Arrow(
                    $"R{relations.Count + 1}",
                    DocumentJson.Text(relation, "type") ?? DocumentJson.Text(relation, "label") ?? "",
                    from,
                    to,
                    relation
                )
            );
        }

        return relations;
    }

    private static List<TextNote> Comments(JsonElement record) =>
        [
            .. DocumentJson
                .Each(record, "Comments")
                .Concat(DocumentJson.Each(record, "comments"))
                .Select(c => DocumentJson.Text(c) ?? DocumentJson.Text(c, "text") ?? "")
                .Where(c => c.Length > 0)
                .Select(c => new TextNote(null, "Comment", c)),
        ];

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter writer = sink.Open("documents.doccano.jsonl");
        int count = 0;
        foreach (AnnotatedDocument given in documents)
        {
            int id = ++count;
            writer.Write(DocumentJson.Write(json => Write(json, given, id)));
            writer.Write('\n');
        }
    }

    private static void Write(Utf8JsonWriter json, AnnotatedDocument given, int number)
    {
        AnnotatedDocument document = DocumentIds.Renamed(JsonFile.ArrowsFirst(given), i => $"{i}", (_, i) => $"R{i}");
        (List<Relation> arrows, List<Relation> others) = JsonFile.Arrows(document);
        bool comment(TextNote n) => n is { Target: null, Type: "Comment", Text.Length: > 0 };
        json.WriteStartObject();
        bool numbered = JsonFile.IsNumber(document.Id);
        JsonFile.WriteId(json, "id", numbered ? document.Id : $"{number}");
        json.WriteString("text", document.Text);
        json.WriteStartArray("entities");
        foreach (TextSpan span in document.Spans)
        {
            json.WriteStartObject();
            JsonFile.WriteId(json, "id", span.Id);
            json.WriteString("label", span.Type);
            json.WriteNumber("start_offset", span.Start);
            json.WriteNumber("end_offset", span.End);
            JsonFile.WriteOwn(json, span, document.Points);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("relations");
        foreach ((Relation relation, int i) in arrows.Select((r, i) => (r, i + 1)))
        {
            json.WriteStartObject();
            json.WriteNumber("id", i);
            JsonFile.WriteId(json, "from_id", relation.Arguments[0].Target!);
            JsonFile.WriteId(json, "to_id", relation.Arguments[1].Target!);
            json.WriteString("type", relation.Type);
            JsonFile.WriteRoles(json, relation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        List<NamedValue> labels = [.. document.Answers.Where(a => a.Name == "label")];
        if (labels.Count > 0)
        {
            json.WriteStartArray("cats");
            foreach (NamedValue label in labels)
            {
                json.WriteStringValue(label.Value);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("Comments");
        foreach (TextNote note in document.Notes.Where(comment))
        {
            json.WriteStringValue(note.Text);
        }

        json.WriteEndArray();
        AnnotatedDocument rest = document with
        {
            Relations = others,
            Answers = [.. document.Answers.Where(a => a.Name != "label")],
            Notes = [.. document.Notes.Where(n => !comment(n))],
        };
        JsonFile.WriteOwn(json, rest, numbered ? null : document.Id);
        json.WriteEndObject();
    }
}
