using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats;

/// <summary>
/// Documents and parts of them as JSON: whole lines of the <c>jsonl</c> format, and what other formats keep in a field of
/// their own because their usual fields cannot hold it.
/// </summary>
internal static class DocumentJson
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = false,
    };

    internal static string Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, s_options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    internal static void Values(Utf8JsonWriter json, string name, IReadOnlyList<NamedValue> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (NamedValue value in values)
        {
            json.WriteStartObject();
            json.WriteString("name", value.Name);
            json.WriteString("value", value.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static List<NamedValue> Values(JsonElement of, string name) =>
        [.. Each(of, name).Select(v => new NamedValue(Text(v, "name") ?? "", Text(v, "value") ?? ""))];

    internal static void Write(Utf8JsonWriter json, Concept concept)
    {
        json.WriteStartObject();
        json.WriteString("terminology", concept.Terminology);
        json.WriteString("code", concept.Code);
        if (concept.Name is { } name)
        {
            json.WriteString("name", name);
        }

        json.WriteEndObject();
    }

    internal static Concept Concept(JsonElement of) =>
        new(Text(of, "terminology") ?? "", Text(of, "code") ?? "", Text(of, "name"));

    /// <summary>Type, attributes and normalisations of a span, and its fragments where asked for.</summary>
    internal static void Aspects(Utf8JsonWriter json, TextSpan span, CodePoints? points)
    {
        json.WriteString("type", span.Type);
        Values(json, "attributes", span.Attributes);
        if (span.Normalisations.Count > 0)
        {
            json.WriteStartArray("normalisations");
            foreach (Concept concept in span.Normalisations)
            {
                Write(json, concept);
            }

            json.WriteEndArray();
        }

        if (points is not null)
        {
            json.WriteStartArray("fragments");
            foreach (Fragment f in span.Fragments)
            {
                json.WriteStartObject();
                json.WriteNumber("start", f.Start);
                json.WriteNumber("end", f.End);
                json.WriteNumber("utf16Start", points.ToUnits(f.Start));
                json.WriteNumber("utf16End", points.ToUnits(f.End));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    /// <summary>A span with what <see cref="Aspects"/> wrote instead of what it has.</summary>
    internal static TextSpan WithAspects(TextSpan span, JsonElement of)
    {
        List<Fragment> fragments = Fragments(of);
        return new(span.Id, Text(of, "type") ?? span.Type, fragments.Count > 0 ? fragments : span.Fragments)
        {
            Attributes = Values(of, "attributes"),
            Normalisations = [.. Each(of, "normalisations").Select(Concept)],
        };
    }

    internal static List<Fragment> Fragments(JsonElement of) =>
        [.. Each(of, "fragments").Select(f => new Fragment(Number(f, "start"), Number(f, "end")))];

    internal static void Write(Utf8JsonWriter json, Relation relation)
    {
        json.WriteStartObject();
        json.WriteString("id", relation.Id);
        json.WriteString("type", relation.Type);
        if (relation.Trigger is { } trigger)
        {
            json.WriteString("trigger", trigger);
        }

        json.WriteStartArray("arguments");
        foreach (RelationArgument argument in relation.Arguments)
        {
            json.WriteStartObject();
            json.WriteString("role", argument.Role);
            if (argument.Target is { } target)
            {
                json.WriteString("target", target);
            }

            if (argument.Concept is { } concept)
            {
                json.WritePropertyName("concept");
                Write(json, concept);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        Values(json, "attributes", relation.Attributes);
        json.WriteEndObject();
    }

    internal static Relation Relation(JsonElement of) =>
        new(
            Text(of, "id") ?? "",
            Text(of, "type") ?? "",
            [
                .. Each(of, "arguments")
                    .Select(a => new RelationArgument(
                        Text(a, "role") ?? "",
                        Text(a, "target"),
                        a.TryGetProperty("concept", out JsonElement c) ? Concept(c) : null
                    )),
            ]
        )
        {
            Trigger = Text(of, "trigger"),
            Attributes = Values(of, "attributes"),
        };

    /// <summary>Everything of a document but its text and spans.</summary>
    internal static void Rest(Utf8JsonWriter json, AnnotatedDocument document)
    {
        if (document.Passages.Count > 0)
        {
            json.WriteStartArray("passages");
            foreach (Passage passage in document.Passages)
            {
                json.WriteStartObject();
                json.WriteString("type", passage.Type);
                json.WriteNumber("start", passage.Start);
                json.WriteNumber("end", passage.End);
                Values(json, "attributes", passage.Attributes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (document.Relations.Count > 0)
        {
            json.WriteStartArray("relations");
            foreach (Relation relation in document.Relations)
            {
                Write(json, relation);
            }

            json.WriteEndArray();
        }

        if (document.Chains.Count > 0)
        {
            json.WriteStartArray("chains");
            foreach (CoreferenceChain chain in document.Chains)
            {
                json.WriteStartObject();
                json.WriteString("id", chain.Id);
                json.WriteString("type", chain.Type);
                json.WriteStartArray("spans");
                foreach (string span in chain.Spans)
                {
                    json.WriteStringValue(span);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        Values(json, "answers", document.Answers);
        if (document.Notes.Count > 0)
        {
            json.WriteStartArray("notes");
            foreach (TextNote note in document.Notes)
            {
                json.WriteStartObject();
                json.WriteString("target", note.Target);
                json.WriteString("type", note.Type);
                json.WriteString("text", note.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        Values(json, "metadata", document.Metadata);
    }

    /// <summary>A document with what <see cref="Rest"/> wrote added to what it has.</summary>
    internal static AnnotatedDocument WithRest(AnnotatedDocument document, JsonElement of) =>
        document with
        {
            Passages =
            [
                .. document.Passages,
                .. Each(of, "passages")
                    .Select(p => new Passage(Text(p, "type") ?? "", Number(p, "start"), Number(p, "end"))
                    {
                        Attributes = Values(p, "attributes"),
                    }),
            ],
            Relations = [.. document.Relations, .. Each(of, "relations").Select(Relation)],
            Chains =
            [
                .. document.Chains,
                .. Each(of, "chains")
                    .Select(c => new CoreferenceChain(
                        Text(c, "id") ?? "",
                        Text(c, "type") ?? "",
                        [.. Each(c, "spans").Select(s => s.GetString() ?? "")]
                    )),
            ],
            Answers = [.. document.Answers, .. Values(of, "answers")],
            Notes =
            [
                .. document.Notes,
                .. Each(of, "notes")
                    .Select(n => new TextNote(Text(n, "target"), Text(n, "type") ?? "", Text(n, "text") ?? "")),
            ],
            Metadata = [.. document.Metadata, .. Values(of, "metadata")],
        };

    internal static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) ? Text(value) : null;

    /// <summary>A scalar as text; null for null and for what is no scalar.</summary>
    internal static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };

    /// <summary>A whole number.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    internal static int Number(JsonElement of, string name) =>
        TryNumber(of, name) ?? throw new FormatException($"'{name}' is no whole number.");

    internal static int? TryNumber(JsonElement of, string name)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        // Some programs write offsets as 12.0 or "12".
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out int number) => number,
            JsonValueKind.Number
                when value.GetDouble() is double d && d == Math.Floor(d) && Math.Abs(d) < int.MaxValue => (int)d,
            JsonValueKind.String
                when int.TryParse(
                    value.GetString(),
                    System.Globalization.NumberStyles.AllowLeadingSign,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out int text
                ) => text,
            _ => null,
        };
    }

    internal static IEnumerable<JsonElement> Each(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object
        && of.TryGetProperty(name, out JsonElement list)
        && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];
}
