using System.Globalization;
using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Tables;

/// <summary>
/// Documents as three tables: <c>documents</c>, <c>spans</c> (offsets in code points and in UTF-16 units) and <c>relations</c> (a row for
/// each argument). What has no column of its own is JSON in the column <c>more</c>.
/// </summary>
public static class DocumentTables
{
    /// <summary>Columns of <c>documents</c>.</summary>
    public static IReadOnlyList<string> DocumentColumns { get; } = ["document", "text", "more"];

    /// <summary>Columns of <c>spans</c>; those that begin with <c>start</c> or <c>end</c> are numbers.</summary>
    public static IReadOnlyList<string> SpanColumns { get; } =
    [
        "document",
        "span",
        "type",
        "start",
        "end",
        "start_utf16",
        "end_utf16",
        "text",
        "codes",
        "fragments",
        "attributes",
        "more",
    ];

    /// <summary>Columns of <c>relations</c>; <c>argument</c> is a number, from 1.</summary>
    public static IReadOnlyList<string> RelationColumns { get; } =
    ["document", "relation", "type", "argument", "role", "target", "code", "trigger", "more"];

    /// <summary>The row of a document.</summary>
    public static string?[] DocumentRow(AnnotatedDocument document)
    {
        AnnotatedDocument rest = document with { Relations = [] };
        return
        [
            document.Id,
            document.Text,
            DocumentIds.HasRest(rest) ? Json(json => DocumentJson.Rest(json, rest)) : "",
        ];
    }

    /// <summary>The rows of its spans.</summary>
    public static IEnumerable<string?[]> SpanRows(AnnotatedDocument document)
    {
        CodePoints points = document.Points;
        foreach (TextSpan span in document.Spans)
        {
            bool plain = span.Normalisations.All(n =>
                n.Name is null && !n.Curie.Contains('|', StringComparison.Ordinal) && Concept.Parse(n.Curie) == n
            );
            yield return
            [
                document.Id,
                span.Id,
                span.Type,
                Number(span.Start),
                Number(span.End),
                Number(points.ToUnits(span.Start)),
                Number(points.ToUnits(span.End)),
                span.Surface(points),
                string.Join('|', span.Normalisations.Select(n => n.Curie)),
                span.Fragments.Count > 1
                    ? string.Join(';', span.Fragments.Select(f => $"{Number(f.Start)}-{Number(f.End)}"))
                    : "",
                span.Attributes.Count > 0 ? Json(json => DocumentJson.Values(json, "attributes", span.Attributes)) : "",
                plain ? "" : Json(json => DocumentJson.Aspects(json, span, null)),
            ];
        }
    }

    /// <summary>The rows of the arguments of its relations.</summary>
    public static IEnumerable<string?[]> RelationRows(AnnotatedDocument document)
    {
        foreach (Relation relation in document.Relations)
        {
            for (int i = 0; i < relation.Arguments.Count; i++)
            {
                RelationArgument argument = relation.Arguments[i];
                bool named = argument.Concept is { } c && (c.Name is not null || Concept.Parse(c.Curie) != c);
                yield return
                [
                    document.Id,
                    relation.Id,
                    relation.Type,
                    Number(i + 1),
                    argument.Role,
                    argument.Target ?? "",
                    argument.Concept?.Curie ?? "",
                    relation.Trigger ?? "",
                    i == 0
                        && (
                            relation.Attributes.Count > 0
                            || relation.Arguments.Any(a => a.Concept is { Name: not null })
                        )
                    || named
                        ? Json(json =>
                        {
                            DocumentJson.Values(json, "attributes", i == 0 ? relation.Attributes : []);
                            if (argument.Concept is { } concept)
                            {
                                json.WritePropertyName("concept");
                                DocumentJson.Write(json, concept);
                            }
                        })
                        : "",
                ];
            }
        }
    }

    /// <summary>The documents of three tables.</summary>
    /// <param name="documents">Has columns <c>document</c> and <c>text</c>.</param>
    /// <param name="spans">Null where there is none.</param>
    /// <param name="relations">Null where there is none.</param>
    /// <param name="source">As it is named in findings.</param>
    /// <param name="findings">Takes what is noticed.</param>
    /// <param name="choices">What the caller decided.</param>
    /// <exception cref="FormatException">A column is missing.</exception>
    public static IEnumerable<AnnotatedDocument> Read(
        TableText documents,
        TableText? spans,
        TableText? relations,
        TextSource source,
        Findings findings,
        ReadingChoices choices
    )
    {
        int id = documents.Find("document", "doc_id", "document_id", "id");
        int text = documents.Find("text", "note_text", "content");
        int more = documents.Find("more");
        if (id < 0 || text < 0)
        {
            throw new FormatException("The table of documents needs the columns document and text.");
        }

        SpanTable? spanTable = spans is null ? null : new(spans, source, findings);
        RelationTable? relationTable = relations is null ? null : new(relations);
        OffsetResolver resolver = new(source, findings, choices);
        HashSet<string> seen = [];
        foreach ((long line, IReadOnlyList<string?> cells) in documents.Rows)
        {
            string name = TableText.Cell(cells, id);
            if (!seen.Add(name))
            {
                findings.LeftOut(source, line, $"the document {name} stands twice; the second is left out");
                continue;
            }

            string words = TableText.Cell(cells, text);
            AnnotatedDocument document = new(name, words);
            if (spanTable is not null)
            {
                (List<RawSpan> raw, Dictionary<string, JsonElement> own) = spanTable.Of(name);
                document = document with
                {
                    Spans =
                    [
                        .. resolver
                            .Resolve(name, [new OffsetGroup(new CodePoints(words), 0, 0, raw)], OffsetUnit.CodePoints)
                            .Select(s => own.TryGetValue(s.Id, out JsonElement o) ? DocumentJson.WithAspects(s, o) : s),
                    ],
                };
            }

            document = document with { Relations = relationTable?.Of(name) ?? [] };
            string rest = TableText.Cell(cells, more);
            yield return rest.Length > 0 && BioC.BioCInfons.Json(rest) is { } json
                ? DocumentJson.WithRest(document, json)
                : document;
        }

        foreach (
            string name in (spanTable?.Documents ?? [])
                .Concat(relationTable?.Documents ?? [])
                .Distinct()
                .Where(n => !seen.Contains(n))
        )
        {
            findings.LeftOut(
                source,
                0,
                $"spans or relations of {name}, which is not among the documents, are left out"
            );
        }
    }

    internal static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Json(Action<Utf8JsonWriter> write) =>
        DocumentJson.Write(json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        });
}
