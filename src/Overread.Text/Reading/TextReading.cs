using System.Text.Json;
using Overread.Text.Documents;
using Overread.Text.Formats;
using Overread.Text.Formats.Tables;

namespace Overread.Text.Reading;

/// <summary>Takes the texts out of clinical files.</summary>
public static class TextReading
{
    /// <summary>The kinds that can be asked for.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["plain", "html", "rtf", "cda", "fhir", "hl7v2", "csv"];

    /// <summary>What kind of file it is, seen from its content.</summary>
    public static string KindOf(TextSource source)
    {
        ReadOnlySpan<char> head = source.Text.AsSpan(0, Math.Min(source.Text.Length, 4000)).TrimStart();
        if (head.StartsWith("{\\rtf"))
        {
            return "rtf";
        }

        if (Hl7Text.IsHl7(head))
        {
            return "hl7v2";
        }

        if (head.StartsWith("<"))
        {
            return head.Contains("ClinicalDocument", StringComparison.Ordinal) ? "cda" : "html";
        }

        return head.StartsWith("{") && source.Text.Contains("\"resourceType\"", StringComparison.Ordinal)
            ? "fhir"
            : "plain";
    }

    /// <summary>The texts of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="kind">One of <see cref="Kinds"/>; null to see it from the content.</param>
    /// <param name="column">For CSV the column that holds text.</param>
    /// <param name="findings">Takes what is left out.</param>
    /// <exception cref="FormatException">The file is not of that kind.</exception>
    public static IEnumerable<ReadableText> Read(TextSource source, string? kind, string? column, Findings findings)
    {
        switch (kind ?? (column is null ? KindOf(source) : "csv"))
        {
            case "html":
                return [new(source.Stem, "html", MarkupText.OfHtml(source.Text))];
            case "rtf":
                return [new(source.Stem, "rtf", RichText.Of(source.Text))];
            case "cda":
                return [CdaText.Of(source, findings)];
            case "fhir":
                return Fhir(source, findings);
            case "hl7v2":
                return Hl7Text.Of(source, findings);
            case "csv":
                return Column(
                    source,
                    column ?? throw new FormatException("For a table the column that holds text must be named."),
                    findings
                );
            default:
                return [new(source.Stem, "plain", source.Text)];
        }
    }

    private static IEnumerable<ReadableText> Fhir(TextSource source, Findings findings)
    {
        bool any = false;
        foreach ((long _, JsonElement resource) in JsonRecords.Read(source, findings))
        {
            foreach (FhirText text in FhirText.Of(resource, source, findings))
            {
                any = true;
                yield return new(text.Id, "fhir", text.Text) { Passages = text.Passages };
            }
        }

        if (!any)
        {
            findings.Note(
                source,
                0,
                "no resource of it holds text (DocumentReference, DiagnosticReport, Composition, Binary)"
            );
        }
    }

    private static IEnumerable<ReadableText> Column(TextSource source, string column, Findings findings)
    {
        TableText table = TableText.OfCsv(source.Text);
        int text = table.Find(column);
        if (text < 0)
        {
            throw new FormatException($"There is no column '{column}'; there are {string.Join(", ", table.Columns)}.");
        }

        int id = table.Find("id", "document", "doc_id", "note_id", "study_id", "accession");
        foreach ((long line, IReadOnlyList<string?> cells) in table.Rows)
        {
            string words = TableText.Cell(cells, text);
            if (string.IsNullOrWhiteSpace(words))
            {
                findings.Note(source, line, $"the column {column} is empty; passed over");
                continue;
            }

            yield return new(
                id >= 0 && TableText.Cell(cells, id) is { Length: > 0 } own ? own : $"{source.Stem}-{line}",
                "csv",
                words
            );
        }
    }

    /// <summary>The text with its sections and sentences as passages.</summary>
    public static AnnotatedDocument Document(ReadableText text)
    {
        AnnotatedDocument document = new(text.Id, text.Text);
        IEnumerable<Passage> sections =
            text.Passages.Count > 0
                ? text.Passages
                : Sections
                    .Of(document.Points)
                    .Where(s => s.Name.Length > 0)
                    .Select(s => new Passage(s.Name, s.Heading.Start, s.Body.End));
        return document with { Passages = [.. sections], Metadata = [new("kind", text.Kind)] };
    }
}
