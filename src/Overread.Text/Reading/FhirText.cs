using System.Text;
using System.Text.Json;
using Overread.Text.Documents;
using Overread.Text.Formats;

namespace Overread.Text.Reading;

/// <summary>The texts of FHIR resources (DSTU2 to R5): attachments of DocumentReference, DiagnosticReport, Binary and Media, sections of Composition.</summary>
/// <param name="Id">The identifier of the resource, or its type and id.</param>
/// <param name="Text">The text.</param>
/// <param name="Resource">The resource that it is of.</param>
internal sealed record FhirText(string Id, string Text, JsonElement Resource)
{
    /// <summary>Sections of a composition.</summary>
    internal IReadOnlyList<Passage> Passages { get; init; } = [];

    /// <summary>The texts of a resource and, for a bundle, of all within it.</summary>
    internal static IEnumerable<FhirText> Of(JsonElement resource, TextSource source, Findings findings)
    {
        switch (DocumentJson.Text(resource, "resourceType"))
        {
            case "Bundle":
                foreach (JsonElement entry in DocumentJson.Each(resource, "entry"))
                {
                    if (
                        entry.ValueKind == JsonValueKind.Object
                        && entry.TryGetProperty("resource", out JsonElement inner)
                    )
                    {
                        foreach (FhirText text in Of(inner, source, findings))
                        {
                            yield return text;
                        }
                    }
                }

                break;
            case "DocumentReference":
                foreach (
                    FhirText text in Attached(
                        resource,
                        [.. DocumentJson.Each(resource, "content").Select(c => Property(c, "attachment"))],
                        source,
                        findings
                    )
                )
                {
                    yield return text;
                }

                break;
            case "DiagnosticReport":
                bool attached = false;
                foreach (
                    FhirText text in Attached(
                        resource,
                        [.. DocumentJson.Each(resource, "presentedForm")],
                        source,
                        findings
                    )
                )
                {
                    attached = true;
                    yield return text;
                }

                if (!attached && Narrative(resource) is { Length: > 0 } narrative)
                {
                    yield return new(IdOf(resource), narrative, resource);
                }

                break;
            case "Binary":
                foreach (FhirText text in Attached(resource, [resource], source, findings))
                {
                    yield return text;
                }

                break;
            case "Composition":
                yield return Composition(resource);
                break;
        }
    }

    /// <summary>The conclusion of a report, and where it has none its narrative.</summary>
    private static string Narrative(JsonElement report) =>
        DocumentJson.Text(report, "conclusion")
        ?? MarkupText.OfHtml(DocumentJson.Text(Property(report, "text"), "div") ?? "");

    private static JsonElement Property(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string IdOf(JsonElement resource) =>
        DocumentJson
            .Each(resource, "identifier")
            .Where(i => DocumentJson.Text(i, "system") == "urn:overread:fhir:document")
            .Select(i => DocumentJson.Text(i, "value"))
            .FirstOrDefault()
        ?? $"{DocumentJson.Text(resource, "resourceType")}-{DocumentJson.Text(resource, "id")}";

    private static IEnumerable<FhirText> Attached(
        JsonElement resource,
        List<JsonElement> attachments,
        TextSource source,
        Findings findings
    )
    {
        string id = IdOf(resource);
        List<(JsonElement Attachment, string Type)> texts =
        [
            .. attachments
                .Where(a => a.ValueKind == JsonValueKind.Object)
                .Select(a => (a, DocumentJson.Text(a, "contentType") ?? "text/plain"))
                .Where(a =>
                    DocumentJson.Text(a.a, "data") is not null || DocumentJson.Text(a.a, "content") is not null
                ),
        ];
        int count = 0;
        foreach ((JsonElement attachment, string type) in texts)
        {
            count++;
            string name = texts.Count > 1 ? $"{id}-{count}" : id;
            byte[] bytes;
            try
            {
                bytes = Convert.FromBase64String(
                    DocumentJson.Text(attachment, "data") ?? DocumentJson.Text(attachment, "content")!
                );
            }
            catch (FormatException)
            {
                findings.LeftOut(source, 0, $"{name}: its data is no base64; it is left out");
                continue;
            }

            if (AttachedText.Of(bytes, type) is { } text)
            {
                yield return new(name, text, resource);
            }
            else
            {
                findings.LeftOut(
                    source,
                    0,
                    $"{name}: an attachment of type {type} is no text that is read here; it is left out"
                );
            }
        }
    }

    private static FhirText Composition(JsonElement resource)
    {
        StringBuilder text = new();
        List<Passage> passages = [];
        if (DocumentJson.Text(resource, "title") is { } title)
        {
            text.Append(title).Append('\n');
        }

        foreach (JsonElement section in DocumentJson.Each(resource, "section"))
        {
            Section(section, text, passages);
        }

        return new(IdOf(resource), text.ToString(), resource) { Passages = passages };
    }

    private static void Section(JsonElement section, StringBuilder text, List<Passage> passages)
    {
        int start = new CodePoints(text.ToString()).Length;
        string title = DocumentJson.Text(section, "title") ?? "";
        if (title.Length > 0)
        {
            text.Append('\n').Append(title).Append('\n');
            start++;
        }

        if (DocumentJson.Text(Property(section, "text"), "div") is { } div)
        {
            text.Append(MarkupText.OfHtml(div)).Append('\n');
        }

        int index = passages.Count;
        foreach (JsonElement inner in DocumentJson.Each(section, "section"))
        {
            Section(inner, text, passages);
        }

        string? code = DocumentJson
            .Each(Property(section, "code"), "coding")
            .Select(c => DocumentJson.Text(c, "code"))
            .FirstOrDefault();
        passages.Insert(
            index,
            new(title.Length > 0 ? title : "section", start, new CodePoints(text.ToString()).Length)
            {
                Attributes = code is null ? [] : [new("code", code)],
            }
        );
    }
}
