using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Fhir;

/// <summary>Spans and relations as extensions of a resource.</summary>
internal static class FhirMarks
{
    private const string SpanUrl = FhirFormat.Urn + "text-span";
    private const string RelationUrl = FhirFormat.Urn + "text-relation";
    private const string MoreUrl = FhirFormat.Urn + "text-more";

    internal static void Write(Utf8JsonWriter json, AnnotatedDocument document)
    {
        AnnotatedDocument rest = document with { Relations = [] };
        bool more = DocumentIds.HasRest(rest);
        if (!more && document.Spans.Count + document.Relations.Count == 0)
        {
            return;
        }

        json.WriteStartArray("extension");
        foreach (TextSpan span in document.Spans)
        {
            Start(json, SpanUrl);
            Value(json, "id", "valueString", span.Id);
            Value(json, "type", "valueString", span.Type);
            foreach (Fragment f in span.Fragments)
            {
                Start(json, "fragment");
                Number(json, "start", f.Start);
                Number(json, "end", f.End);
                Number(json, "utf16Start", document.Points.ToUnits(f.Start));
                Number(json, "utf16End", document.Points.ToUnits(f.End));
                End(json);
            }

            Value(json, "text", "valueString", span.Surface(document.Points));
            foreach (Concept concept in span.Normalisations)
            {
                Coding(json, "code", concept);
            }

            Attributes(json, span.Attributes);
            End(json);
        }

        foreach (Relation relation in document.Relations)
        {
            Write(json, relation);
        }

        if (more)
        {
            json.WriteStartObject();
            json.WriteString("url", MoreUrl);
            json.WriteString(
                "valueString",
                DocumentJson.Write(j =>
                {
                    j.WriteStartObject();
                    DocumentJson.Rest(j, rest);
                    j.WriteEndObject();
                })
            );
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Relation relation)
    {
        Start(json, RelationUrl);
        Value(json, "id", "valueString", relation.Id);
        Value(json, "type", "valueString", relation.Type);
        if (relation.Trigger is { } trigger)
        {
            Value(json, "trigger", "valueString", trigger);
        }

        foreach (RelationArgument argument in relation.Arguments)
        {
            Start(json, "argument");
            Value(json, "role", "valueString", argument.Role);
            if (argument.Target is { } target)
            {
                Value(json, "target", "valueString", target);
            }

            if (argument.Concept is { } concept)
            {
                Coding(json, "code", concept);
            }

            End(json);
        }

        Attributes(json, relation.Attributes);
        End(json);
    }

    private static void Attributes(Utf8JsonWriter json, IReadOnlyList<NamedValue> attributes)
    {
        foreach (NamedValue attribute in attributes)
        {
            Start(json, "attribute");
            Value(json, "name", "valueString", attribute.Name);
            Value(json, "value", "valueString", attribute.Value);
            End(json);
        }
    }

    private static void Start(Utf8JsonWriter json, string url)
    {
        json.WriteStartObject();
        json.WriteString("url", url);
        json.WriteStartArray("extension");
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, string url, string kind, string value)
    {
        json.WriteStartObject();
        json.WriteString("url", url);
        json.WriteString(kind, value);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string url, int value)
    {
        json.WriteStartObject();
        json.WriteString("url", url);
        json.WriteNumber("valueUnsignedInt", value);
        json.WriteEndObject();
    }

    private static void Coding(Utf8JsonWriter json, string url, Concept concept)
    {
        json.WriteStartObject();
        json.WriteString("url", url);
        json.WriteStartObject("valueCoding");
        json.WriteString("system", FhirSystems.Uri(concept));
        json.WriteString("code", concept.Code);
        if (concept.Name is { } name)
        {
            json.WriteString("display", name);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static AnnotatedDocument Read(
        AnnotatedDocument document,
        JsonElement resource,
        long line,
        TextSource source,
        Findings findings
    )
    {
        List<TextSpan> spans = [];
        List<Relation> relations = [];
        JsonElement? more = null;
        foreach (JsonElement extension in DocumentJson.Each(resource, "extension"))
        {
            switch (DocumentJson.Text(extension, "url"))
            {
                case SpanUrl:
                    TextSpan span = Span(extension);
                    if (
                        span.Fragments.Count == 0
                        || span.Fragments.Any(f => f.Start < 0 || f.End < f.Start || f.End > document.Points.Length)
                    )
                    {
                        findings.LeftOut(
                            source,
                            line,
                            $"document {document.Id}: the span {span.Id} has no place in the text; it is left out"
                        );
                    }
                    else
                    {
                        spans.Add(span);
                    }

                    break;
                case RelationUrl:
                    relations.Add(Relation(extension));
                    break;
                case MoreUrl:
                    more = BioC.BioCInfons.Json(DocumentJson.Text(extension, "valueString") ?? "");
                    break;
            }
        }

        AnnotatedDocument marked = document with { Spans = spans, Relations = relations };
        return more is { } rest ? DocumentJson.WithRest(marked with { Passages = [] }, rest) : marked;
    }

    private static TextSpan Span(JsonElement extension) =>
        new(
            String(extension, "id") ?? "",
            String(extension, "type") ?? "",
            [.. Parts(extension, "fragment").Select(f => new Fragment(Part(f, "start") ?? -1, Part(f, "end") ?? -1))]
        )
        {
            Normalisations = [.. Codes(extension)],
            Attributes = Attributes(extension),
        };

    private static Relation Relation(JsonElement extension) =>
        new(
            String(extension, "id") ?? "",
            String(extension, "type") ?? "",
            [
                .. Parts(extension, "argument")
                    .Select(a => new RelationArgument(
                        String(a, "role") ?? "",
                        String(a, "target"),
                        Codes(a).FirstOrDefault()
                    )),
            ]
        )
        {
            Trigger = String(extension, "trigger"),
            Attributes = Attributes(extension),
        };

    private static List<NamedValue> Attributes(JsonElement extension) =>
        [
            .. Parts(extension, "attribute")
                .Select(a => new NamedValue(String(a, "name") ?? "", String(a, "value") ?? "")),
        ];

    private static IEnumerable<Concept> Codes(JsonElement extension) =>
        Parts(extension, "code")
            .Where(c => c.TryGetProperty("valueCoding", out _))
            .Select(c => c.GetProperty("valueCoding"))
            .Select(c => new Concept(
                FhirSystems.Name(DocumentJson.Text(c, "system") ?? ""),
                DocumentJson.Text(c, "code") ?? "",
                DocumentJson.Text(c, "display")
            ));

    private static IEnumerable<JsonElement> Parts(JsonElement extension, string url) =>
        DocumentJson.Each(extension, "extension").Where(e => DocumentJson.Text(e, "url") == url);

    private static string? String(JsonElement extension, string url) =>
        Parts(extension, url).Select(e => DocumentJson.Text(e, "valueString")).FirstOrDefault();

    private static int? Part(JsonElement extension, string url) =>
        Parts(extension, url).Select(e => DocumentJson.TryNumber(e, "valueUnsignedInt")).FirstOrDefault();
}
