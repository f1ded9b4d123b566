using System.Text.Json;
using Overread.Text.Documents;
using Overread.Text.Reading;

namespace Overread.Text.Formats.Json;

/// <summary>
/// Prodigy's JSON lines: text, tokens, spans, relations between the last tokens of spans, choices, and whether the reader accepted.
/// Offsets are code points. A span that gives only its tokens is placed by them.
/// </summary>
public sealed class ProdigyFormat : ITextFormat
{
    /// <inheritdoc/>
    public string Name => "prodigy";

    /// <inheritdoc/>
    public string Title => "Prodigy JSON lines";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.OneFile;

    /// <inheritdoc/>
    public string Extension => ".prodigy.jsonl";

    /// <inheritdoc/>
    public FormatLimits Limits => FormatLimits.None;

    /// <inheritdoc/>
    public bool Recognises(TextSource source)
    {
        return JsonRecords.FirstIs(
            source.Text,
            one =>
                DocumentJson.Text(one, "schema") is null
                && one.TryGetProperty("text", out _)
                && (
                    one.TryGetProperty("spans", out _)
                    || one.TryGetProperty("tokens", out _)
                    || one.TryGetProperty("_input_hash", out _)
                    || one.TryGetProperty("answer", out _)
                )
        );
    }

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices) =>
        JsonFile.Read(
            source,
            findings,
            (record, line, count) => [new ProdigyReader(source, findings, choices).Read(record, line, count)]
        );

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter writer = sink.Open("documents.prodigy.jsonl");
        foreach (AnnotatedDocument document in documents)
        {
            writer.Write(
                DocumentJson.Write(json =>
                    Write(json, DocumentIds.Renamed(JsonFile.ArrowsFirst(document), i => $"T{i}", (_, i) => $"R{i}"))
                )
            );
            writer.Write('\n');
        }
    }

    private static void Write(Utf8JsonWriter json, AnnotatedDocument document)
    {
        CodePoints points = document.Points;
        List<Fragment> tokens = Columns.ConllFormat.Cut(points, document.Spans);
        json.WriteStartObject();
        json.WriteString("text", document.Text);
        json.WriteStartArray("tokens");
        for (int i = 0; i < tokens.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("text", points.Slice(tokens[i].Start, tokens[i].End));
            json.WriteNumber("start", tokens[i].Start);
            json.WriteNumber("end", tokens[i].End);
            json.WriteNumber("id", i);
            json.WriteBoolean("ws", tokens[i].End < points.Length && points.Text[points.ToUnits(tokens[i].End)] == ' ');
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("spans");
        foreach (TextSpan span in document.Spans)
        {
            json.WriteStartObject();
            json.WriteString("id", span.Id);
            Place(json, span, tokens);
            json.WriteString("text", span.Surface(points));
            JsonFile.WriteOwn(json, span, points);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        (List<Relation> arrows, List<Relation> others) = JsonFile.Arrows(document);
        if (arrows.Count > 0)
        {
            Relations(json, document, arrows, tokens);
        }

        string? answer = document.Answers.FirstOrDefault(a => a.Name == "answer")?.Value;
        json.WriteString("answer", answer ?? "accept");
        List<NamedValue> accepted = [.. document.Answers.Where(a => a.Name == "accept")];
        if (accepted.Count > 0)
        {
            json.WriteStartArray("accept");
            accepted.ForEach(a => json.WriteStringValue(a.Value));
            json.WriteEndArray();
        }

        json.WriteStartObject("meta");
        json.WriteString("id", document.Id);
        List<NamedValue> metadata = [.. document.Metadata.Where(m => m.Name != "id").DistinctBy(m => m.Name)];
        foreach (NamedValue value in metadata)
        {
            json.WriteString(value.Name, value.Value);
        }

        json.WriteEndObject();
        List<NamedValue> answers = [.. document.Answers.Where(a => a.Name != "accept")];
        answers.Remove(answers.Find(a => a.Name == "answer")!);
        JsonFile.WriteOwn(
            json,
            document with
            {
                Relations = others,
                Answers = answers,
                Metadata = [.. document.Metadata.Except(metadata)],
            },
            null
        );
        json.WriteEndObject();
    }

    private static void Place(Utf8JsonWriter json, TextSpan span, List<Fragment> tokens)
    {
        json.WriteNumber("start", span.Start);
        json.WriteNumber("end", span.End);
        (int first, int last) = TokensOf(span, tokens);
        if (first >= 0 && last >= first)
        {
            json.WriteNumber("token_start", first);
            json.WriteNumber("token_end", last);
        }

        json.WriteString("label", span.Type);
    }

    private static (int First, int Last) TokensOf(TextSpan span, List<Fragment> tokens)
    {
        (int from, int to) = Tokens.Touched(tokens, span.Start, span.End);
        return (from, to - 1);
    }

    private static void Relations(
        Utf8JsonWriter json,
        AnnotatedDocument document,
        List<Relation> arrows,
        List<Fragment> tokens
    )
    {
        Dictionary<string, TextSpan> spans = document.Spans.ToDictionary(s => s.Id);
        json.WriteStartArray("relations");
        foreach (Relation relation in arrows)
        {
            json.WriteStartObject();
            foreach (
                (string name, RelationArgument argument) in ((string, RelationArgument)[])
                    [("head", relation.Arguments[0]), ("child", relation.Arguments[1])]
            )
            {
                TextSpan span = spans[argument.Target!];
                json.WriteNumber(name, TokensOf(span, tokens).Last);
                json.WriteStartObject(name + "_span");
                json.WriteString("id", span.Id);
                Place(json, span, tokens);
                json.WriteEndObject();
            }

            json.WriteString("label", relation.Type);
            JsonFile.WriteRoles(json, relation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
