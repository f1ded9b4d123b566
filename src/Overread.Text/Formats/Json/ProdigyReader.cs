using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Json;

/// <summary>Reads one record.</summary>
internal sealed class ProdigyReader(TextSource source, Findings findings, ReadingChoices choices)
{
    internal AnnotatedDocument Read(JsonElement record, long line, int count)
    {
        string text = DocumentJson.Text(record, "text") ?? throw new FormatException("'text' is missing");
        JsonElement meta = record.TryGetProperty("meta", out JsonElement m) ? m : default;
        string id = DocumentJson.Text(meta, "id") ?? DocumentJson.Text(record, "id") ?? $"{source.Stem}-{count}";
        List<Fragment> tokens =
        [
            .. DocumentJson
                .Each(record, "tokens")
                .Select(t => new Fragment(
                    DocumentJson.TryNumber(t, "start") ?? -1,
                    DocumentJson.TryNumber(t, "end") ?? -1
                )),
        ];
        List<RawSpan> raw = [];
        Dictionary<string, JsonElement> own = [];
        foreach (JsonElement span in DocumentJson.Each(record, "spans"))
        {
            string name =
                DocumentJson.Text(span, "id") is { Length: > 0 } given && !own.ContainsKey(given)
                    ? given
                    : $"T{raw.Count + 1}";
            if (Place(span, tokens) is not { } place)
            {
                findings.LeftOut(source, line, $"document {id}: a span without offsets and without tokens is left out");
                continue;
            }

            own[name] = span;
            raw.Add(
                new(name, DocumentJson.Text(span, "label") ?? "", [place], DocumentJson.Text(span, "text"), line)
                {
                    Attributes =
                    [
                        .. JsonFile.Others(
                            span,
                            "id",
                            "start",
                            "end",
                            "token_start",
                            "token_end",
                            "label",
                            "text",
                            "source",
                            "input_hash",
                            "pattern"
                        ),
                    ],
                }
            );
        }

        List<TextSpan> spans =
        [
            .. new OffsetResolver(source, findings, choices)
                .Resolve(id, [new OffsetGroup(new CodePoints(text), 0, 0, raw)], OffsetUnit.CodePoints)
                .Select(s => JsonFile.WithOwn(s, own[s.Id])),
        ];
        AnnotatedDocument document = new(id, text)
        {
            Spans = spans,
            Answers = Answers(record),
            Metadata =
            [
                .. JsonFile.Others(meta, "id"),
                .. JsonFile.Others(
                    record,
                    "text",
                    "id",
                    "answer",
                    "label",
                    "_input_hash",
                    "_task_hash",
                    "_is_binary",
                    "_view_id",
                    "_timestamp"
                ),
            ],
        };
        document = document with { Relations = Relations(record, document, tokens, line) };
        return JsonFile.WithOwn(document, record);
    }

    private static Fragment? Place(JsonElement span, List<Fragment> tokens)
    {
        if (DocumentJson.TryNumber(span, "start") is { } start && DocumentJson.TryNumber(span, "end") is { } end)
        {
            return new(start, end);
        }

        // token_end is the last token, not the one behind it.
        return
            DocumentJson.TryNumber(span, "token_start") is { } first
            && DocumentJson.TryNumber(span, "token_end") is { } last
            && first >= 0
            && last >= first
            && last < tokens.Count
            ? new(tokens[first].Start, tokens[last].End)
            : null;
    }

    private static List<NamedValue> Answers(JsonElement record)
    {
        List<NamedValue> answers = [];
        if (DocumentJson.Text(record, "answer") is { } answer and not "accept")
        {
            answers.Add(new("answer", answer));
        }

        answers.AddRange(
            DocumentJson.Each(record, "accept").Select(a => new NamedValue("accept", DocumentJson.Text(a) ?? ""))
        );
        if (DocumentJson.Text(record, "label") is { } label)
        {
            answers.Add(new("label", label));
        }

        return answers;
    }

    private List<Relation> Relations(JsonElement record, AnnotatedDocument document, List<Fragment> tokens, long line)
    {
        List<Relation> relations = [];
        foreach (JsonElement relation in DocumentJson.Each(record, "relations"))
        {
            string? from = End(relation, "head", document, tokens);
            string? to = End(relation, "child", document, tokens);
            if (from is null || to is null)
            {
                findings.LeftOut(
                    source,
                    line,
                    $"document {document.Id}: a relation between tokens that no span holds is left out"
                );
                continue;
            }

            relations.Add(
                JsonFile.Arrow(
                    $"R{relations.Count + 1}",
                    DocumentJson.Text(relation, "label") ?? "",
                    from,
                    to,
                    relation
                )
            );
        }

        return relations;
    }

    /// <summary>The span that a relation means: by our id, by its place, or by the token in which it ends.</summary>
    private static string? End(JsonElement relation, string name, AnnotatedDocument document, List<Fragment> tokens)
    {
        if (relation.TryGetProperty(name + "_span", out JsonElement span) && span.ValueKind == JsonValueKind.Object)
        {
            string? id = DocumentJson.Text(span, "id");
            int? start = DocumentJson.TryNumber(span, "start");
            int? end = DocumentJson.TryNumber(span, "end");
            string? label = DocumentJson.Text(span, "label");
            TextSpan? found =
                document.Spans.FirstOrDefault(s => id is not null && s.Id == id)
                ?? document.Spans.FirstOrDefault(s =>
                    s.Start == start && s.End == end && (label is null || s.Type == label)
                )
                ?? document.Spans.FirstOrDefault(s => s.Start == start && s.End == end);
            if (found is not null)
            {
                return found.Id;
            }
        }

        return DocumentJson.TryNumber(relation, name) is { } token && token >= 0 && token < tokens.Count
            ? (
                document.Spans.FirstOrDefault(s => s.End == tokens[token].End)
                ?? document.Spans.FirstOrDefault(s => s.Start <= tokens[token].Start && s.End >= tokens[token].End)
            )?.Id
            : null;
    }
}
