using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Json;

/// <summary>Reads one task.</summary>
internal sealed class LabelStudioReader(TextSource source, Findings findings, ReadingChoices choices)
{
    internal IEnumerable<AnnotatedDocument> Read(JsonElement task, long line, int count)
    {
        JsonElement data = task.GetProperty("data");
        List<JsonElement> sets =
        [
            .. DocumentJson.Each(task, "annotations").Concat(DocumentJson.Each(task, "completions")),
        ];
        List<JsonElement> results = [.. sets.Where(s => DocumentJson.Text(s, "was_cancelled") != "true")];
        if (results.Count < sets.Count)
        {
            findings.Note(
                source,
                line,
                $"task {count}: {sets.Count - results.Count} annotations were cancelled by their readers and are left out"
            );
        }

        string field = TextField(data, results) ?? throw new FormatException("no text among its data");
        string text = DocumentJson.Text(data, field)!;
        string id = DocumentJson.Text(data, "document") ?? DocumentJson.Text(task, "id") ?? $"{source.Stem}-{count}";
        List<NamedValue> metadata = [.. JsonFile.Others(data, field, "document")];
        if (results.Count == 0)
        {
            return [JsonFile.WithOwn(new AnnotatedDocument(id, text) { Metadata = metadata }, task)];
        }

        if (results.Count > 1)
        {
            findings.Note(
                source,
                line,
                $"task {count}: {results.Count} annotations of one text become as many documents, {id}@READER"
            );
        }

        return results.Select(
            (set, i) =>
            {
                string reader = Reader(set) ?? $"{i + 1}";
                AnnotatedDocument document = Document(results.Count > 1 ? $"{id}@{reader}" : id, text, set, line);
                return JsonFile.WithOwn(
                    document with
                    {
                        Metadata = Reader(set) is null ? metadata : [.. metadata, new("completed_by", reader)],
                    },
                    task
                );
            }
        );
    }

    private static string? Reader(JsonElement set) =>
        set.TryGetProperty("completed_by", out JsonElement by)
            ? DocumentJson.Text(by) ?? DocumentJson.Text(by, "id") ?? DocumentJson.Text(by, "email")
            : null;

    /// <summary>The text: of that name, or what the words of regions stand in, or the longest.</summary>
    private static string? TextField(JsonElement data, List<JsonElement> sets)
    {
        if (DocumentJson.Text(data, "text") is not null)
        {
            return "text";
        }

        List<JsonProperty> texts = [.. data.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String)];
        string? words = sets.SelectMany(s => DocumentJson.Each(s, "result"))
            .Select(r => r.TryGetProperty("value", out JsonElement v) ? DocumentJson.Text(v, "text") : null)
            .FirstOrDefault(w => !string.IsNullOrEmpty(w));
        return texts.Find(p => words is not null && p.Value.GetString()!.Contains(words, StringComparison.Ordinal))
                is { Name: { } name } found
            && found.Value.ValueKind == JsonValueKind.String
                ? name
            : texts.Count == 0 ? null
            : texts.MaxBy(p => p.Value.GetString()!.Length).Name;
    }

    private AnnotatedDocument Document(string id, string text, JsonElement set, long line)
    {
        Dictionary<string, RawSpan> regions = [];
        Dictionary<string, JsonElement> own = [];
        List<(string Id, NamedValue Value)> ofRegions = [];
        List<NamedValue> answers = [];
        List<JsonElement> relations = [];
        foreach (JsonElement result in DocumentJson.Each(set, "result"))
        {
            string type = DocumentJson.Text(result, "type") ?? "";
            if (type == "relation")
            {
                relations.Add(result);
                continue;
            }

            if (!result.TryGetProperty("value", out JsonElement value))
            {
                findings.LeftOut(source, line, $"document {id}: a result of type '{type}' without a value is left out");
                continue;
            }

            string name = DocumentJson.Text(result, "from_name") ?? type;
            List<string> said = Said(value, type);
            int? start = DocumentJson.TryNumber(value, "start");
            int? end = DocumentJson.TryNumber(value, "end");
            if (start is null || end is null)
            {
                answers.AddRange(said.Select(s => new NamedValue(name, s)));
                continue;
            }

            string region = DocumentJson.Text(result, "id") ?? $"T{regions.Count + 1}";
            bool labels = type is "labels" or "hypertextlabels";
            if (labels && said.Count > 0)
            {
                // A region with several labels is a span for each.
                for (int i = 0; i < said.Count; i++)
                {
                    string one = i == 0 && !regions.ContainsKey(region) ? region : $"{region}.{regions.Count + 1}";
                    regions[one] = new(
                        one,
                        said[i],
                        [new(start.Value, end.Value)],
                        DocumentJson.Text(value, "text"),
                        line
                    );
                    own[one] = result;
                }
            }
            else if (labels)
            {
                regions.TryAdd(
                    region,
                    new(region, "", [new(start.Value, end.Value)], DocumentJson.Text(value, "text"), line)
                );
            }
            else
            {
                ofRegions.AddRange(said.Select(s => (region, new NamedValue(name, s))));
            }
        }

        List<TextSpan> spans = new OffsetResolver(source, findings, choices).Resolve(
            id,
            [new OffsetGroup(new CodePoints(text), 0, 0, [.. regions.Values])],
            OffsetUnit.Utf16
        );
        ILookup<string, NamedValue> attributes = ofRegions.ToLookup(r => r.Id, r => r.Value);
        AnnotatedDocument document = new(id, text)
        {
            Spans =
            [
                .. spans
                    .Select(s => s with { Attributes = [.. attributes[s.Id]] })
                    .Select(s => own.TryGetValue(s.Id, out JsonElement o) ? JsonFile.WithOwn(s, o) : s),
            ],
            Answers = answers,
        };
        return document with { Relations = Relations(document, relations, line) };
    }

    private static List<string> Said(JsonElement value, string type)
    {
        if (value.TryGetProperty(type, out JsonElement said) || value.TryGetProperty("labels", out said))
        {
            return said.ValueKind == JsonValueKind.Array ? [.. said.EnumerateArray().Select(Words)] : [Words(said)];
        }

        return type switch
        {
            "textarea" => [.. DocumentJson.Each(value, "text").Select(Words)],
            _ => [],
        };
    }

    /// <summary>A taxonomy's answer is a path.</summary>
    private static string Words(JsonElement said) =>
        said.ValueKind == JsonValueKind.Array
            ? string.Join('/', said.EnumerateArray().Select(p => DocumentJson.Text(p) ?? ""))
            : DocumentJson.Text(said) ?? said.GetRawText();

    private List<Relation> Relations(AnnotatedDocument document, List<JsonElement> given, long line)
    {
        List<Relation> relations = [];
        foreach (
            (JsonElement relation, string first, string second) in JsonFile.BetweenIds(
                given,
                document,
                source,
                line,
                findings
            )
        )
        {
            string direction = DocumentJson.Text(relation, "direction") ?? "right";
            (string from, string to) = direction == "left" ? (second, first) : (first, second);
            List<string> labels = [.. DocumentJson.Each(relation, "labels").Select(l => DocumentJson.Text(l) ?? "")];
            foreach (string label in labels.Count > 0 ? labels : [""])
            {
                relations.Add(
                    JsonFile.Arrow($"R{relations.Count + 1}", label, from, to, relation) with
                    {
                        Attributes = direction == "bi" ? [new("direction", "bi")] : [],
                    }
                );
            }
        }

        return relations;
    }
}
