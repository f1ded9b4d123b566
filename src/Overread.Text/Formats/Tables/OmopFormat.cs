using System.Globalization;
using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Tables;

/// <summary>
/// The tables NOTE and NOTE_NLP of the OMOP common data model 5.4 as CSV. Type, codes and attributes stand in <c>term_modifiers</c> as
/// <c>name=value</c>; what these tables have no column for, such as relations, is in a third file that no OMOP tool reads.
/// </summary>
public sealed class OmopFormat : ITextFormat
{
    private const string More = "overread_note_more.csv";
    private static readonly string[] s_note =
    [
        "note_id",
        "person_id",
        "note_date",
        "note_datetime",
        "note_type_concept_id",
        "note_class_concept_id",
        "note_title",
        "note_text",
        "encoding_concept_id",
        "language_concept_id",
        "provider_id",
        "visit_occurrence_id",
        "visit_detail_id",
        "note_source_value",
        "note_event_id",
        "note_event_field_concept_id",
    ];
    private static readonly string[] s_nlp =
    [
        "note_nlp_id",
        "note_id",
        "section_concept_id",
        "snippet",
        "offset",
        "lexical_variant",
        "note_nlp_concept_id",
        "note_nlp_source_concept_id",
        "nlp_system",
        "nlp_date",
        "nlp_datetime",
        "term_exists",
        "term_temporal",
        "term_modifiers",
    ];

    /// <inheritdoc/>
    public string Name => "omop";

    /// <inheritdoc/>
    public string Title => "OMOP NOTE and NOTE_NLP as CSV";

    /// <inheritdoc/>
    public FormatShape Shape => FormatShape.Tables;

    /// <inheritdoc/>
    public string Extension => ".csv";

    /// <inheritdoc/>
    public FormatLimits Limits => FormatLimits.None;

    /// <inheritdoc/>
    public bool Recognises(TextSource source) => Head(source).Contains("note_text", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool GoesWith(TextSource source) =>
        Head(source).Contains("note_nlp_id", StringComparison.OrdinalIgnoreCase) || source.Name == More;

    private static string Head(TextSource source) =>
        source.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            ? source.Text[..Math.Min(source.Text.Length, 2000)].Split('\n')[0]
            : "";

    /// <inheritdoc/>
    public IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices)
    {
        TableText notes = TableText.OfCsv(source.Text);
        int id = notes.Find("note_id");
        int text = notes.Find("note_text");
        int named = notes.Find("note_source_value");
        if (id < 0 || text < 0)
        {
            throw new FormatException("NOTE needs the columns note_id and note_text.");
        }

        string? nlp = source.Beside("NOTE_NLP.csv") ?? source.Beside("note_nlp.csv") ?? source.Beside("Note_NLP.csv");
        if (nlp is null)
        {
            findings.Note(source, 0, "NOTE_NLP.csv is not beside it: the notes have no spans");
        }

        TableText? terms = nlp is null ? null : TableText.OfCsv(nlp);
        ILookup<string, (long, IReadOnlyList<string?>)>? byNote = terms?.Rows.ToLookup(r =>
            TableText.Cell(r.Cells, terms.Find("note_id"))
        );
        Dictionary<string, string> more = Rest(source.Beside(More));
        OffsetResolver resolver = new(source, findings, choices);
        foreach ((long _, IReadOnlyList<string?> cells) in notes.Rows)
        {
            string note = TableText.Cell(cells, id);
            string name = TableText.Cell(cells, named) is { Length: > 0 } own ? own : note;
            string words = TableText.Cell(cells, text);
            List<(RawSpan Raw, string? Own)> raw =
            [
                .. (byNote?[note] ?? [])
                    .Select((r, i) => Term(terms!, r.Item2, r.Item1, i + 1, source, findings))
                    .OfType<(RawSpan, string?)>(),
            ];
            Dictionary<string, string?> aspects = raw.ToDictionary(r => r.Raw.Id, r => r.Own);
            AnnotatedDocument document = new(name, words)
            {
                Spans =
                [
                    .. resolver
                        .Resolve(
                            name,
                            [new OffsetGroup(new CodePoints(words), 0, 0, [.. raw.Select(r => r.Raw)])],
                            OffsetUnit.CodePoints
                        )
                        .Select(s =>
                            aspects[s.Id] is { } o && BioC.BioCInfons.Json(o) is { } json
                                ? DocumentJson.WithAspects(s, json)
                                : s
                        ),
                ],
                Metadata =
                [
                    .. s_note
                        .Where(c => c is not ("note_id" or "note_text" or "note_source_value"))
                        .Select(c => new NamedValue(c, TableText.Cell(cells, notes.Find(c))))
                        .Where(v => v.Value.Length > 0 && v.Value != "0"),
                ],
            };
            if (more.TryGetValue(note, out string? rest) && BioC.BioCInfons.Json(rest) is { } restJson)
            {
                // What this program wrote says all its metadata itself.
                document = DocumentJson.WithRest(document with { Metadata = [] }, restJson);
            }

            yield return document;
        }
    }

    private static Dictionary<string, string> Rest(string? csv)
    {
        Dictionary<string, string> rest = [];
        if (csv is not null)
        {
            foreach ((long _, IReadOnlyList<string?> cells) in TableText.OfCsv(csv).Rows)
            {
                rest[TableText.Cell(cells, 0)] = TableText.Cell(cells, 1);
            }
        }

        return rest;
    }

    private static (RawSpan, string?)? Term(
        TableText table,
        IReadOnlyList<string?> cells,
        long line,
        int number,
        TextSource source,
        Findings findings
    )
    {
        string Of(string column) => TableText.Cell(cells, table.Find(column));
        string words = Of("lexical_variant");
        if (
            !int.TryParse(
                Of("offset").Split('-', ',')[0].Trim(),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int start
            )
        )
        {
            findings.LeftOut(source, 0, $"NOTE_NLP, line {line}: the offset is no number; the term is left out");
            return null;
        }

        string modifiers = Of("term_modifiers");
        int json = modifiers.IndexOf("overread={", StringComparison.Ordinal);
        string? own = json >= 0 ? modifiers[(json + 9)..] : null;
        string type = "";
        List<Concept> concepts = [];
        List<NamedValue> attributes = [];
        foreach (
            string pair in (json >= 0 ? modifiers[..json] : modifiers).Split(
                [';', ','],
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            (string name, string value) =
                equals < 0 ? (pair, "true") : (pair[..equals].Trim(), pair[(equals + 1)..].Trim());
            if (name == "type")
            {
                type = value;
            }
            else if (name == "code" && value.Length > 0)
            {
                concepts.Add(Concept.Parse(value));
            }
            else
            {
                attributes.Add(new(name, value));
            }
        }

        if (Of("note_nlp_concept_id") is { Length: > 0 } concept && concept != "0" && own is null)
        {
            concepts.Add(new("OMOP", concept));
        }

        foreach (string column in (string[])["section_concept_id", "term_temporal", "nlp_system"])
        {
            if (own is null && Of(column) is { Length: > 0 } value && value is not ("0" or "Overread"))
            {
                attributes.Add(new(column, value));
            }
        }

        if (own is null && Of("term_exists") == "N")
        {
            attributes.Add(new("term_exists", "N"));
        }

        int length = new CodePoints(words).Length;
        return (
            new($"T{number}", type, [new(start, start + length)], words, line)
            {
                Attributes = attributes,
                Normalisations = concepts,
            },
            own
        );
    }

    /// <inheritdoc/>
    public void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices)
    {
        using TextWriter notes = sink.Open("NOTE.csv");
        using TextWriter terms = sink.Open("NOTE_NLP.csv");
        using TextWriter more = sink.Open(More);
        CsvText.Write(notes, s_note);
        CsvText.Write(terms, s_nlp);
        CsvText.Write(more, ["note_id", "more"]);
        string today = choices.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        int note = 0;
        int term = 0;
        foreach (AnnotatedDocument given in documents)
        {
            AnnotatedDocument document = DocumentIds.Renamed(given, i => $"T{i}", (_, i) => $"R{i}");
            string id = (++note).ToString(CultureInfo.InvariantCulture);
            CsvText.Write(notes, s_note.Select(c => Note(c, id, document, today)));
            if (DocumentIds.HasRest(document))
            {
                CsvText.Write(
                    more,
                    [
                        id,
                        DocumentJson.Write(json =>
                        {
                            json.WriteStartObject();
                            DocumentJson.Rest(json, document);
                            json.WriteEndObject();
                        }),
                    ]
                );
            }

            foreach (TextSpan span in document.Spans)
            {
                CsvText.Write(terms, Term(document, span, (++term).ToString(CultureInfo.InvariantCulture), id, today));
            }
        }
    }

    private static string Note(string column, string id, AnnotatedDocument document, string today) =>
        column switch
        {
            "note_id" => id,
            "note_text" => document.Text,
            "note_source_value" => document.Id,
            _ when document.Metadata.FirstOrDefault(m => m.Name == column)?.Value is { } value => value,
            "person_id"
            or "note_type_concept_id"
            or "note_class_concept_id"
            or "encoding_concept_id"
            or "language_concept_id" => "0",
            "note_date" => today,
            _ => "",
        };

    private static string?[] Term(AnnotatedDocument document, TextSpan span, string term, string note, string today)
    {
        const int Around = 50;
        CodePoints points = document.Points;
        string snippet = points.Slice(Math.Max(0, span.Start - Around), Math.Min(points.Length, span.End + Around));
        List<string> modifiers =
        [
            $"type={span.Type}",
            .. span.Normalisations.Select(n => $"code={n.Curie}"),
            .. span.Attributes.Select(a => $"{a.Name}={a.Value}"),
        ];
        bool plain =
            modifiers.TrueForAll(m =>
                m.AsSpan().IndexOfAny(";,{}") < 0
                && m.IndexOf('=', StringComparison.Ordinal) == m.LastIndexOf('=')
                && m.Trim() == m
            )
            && span.Fragments.Count == 1
            && span.Normalisations.All(n => n.Name is null && Concept.Parse(n.Curie) == n)
            && span.Attributes.All(a => a.Name is not ("type" or "code") && a.Name.Length > 0);
        if (!plain)
        {
            modifiers =
            [
                .. modifiers.Where(m => m.AsSpan().IndexOfAny(";,{}") < 0),
                "overread="
                    + DocumentJson.Write(json =>
                    {
                        json.WriteStartObject();
                        DocumentJson.Aspects(json, span, span.Fragments.Count > 1 ? points : null);
                        json.WriteEndObject();
                    }),
            ];
        }

        bool absent = span.Attributes.Any(a =>
            a.Name.StartsWith("negat", StringComparison.OrdinalIgnoreCase)
            && !a.Value.Equals("false", StringComparison.OrdinalIgnoreCase)
        );
        string? concept = span.Normalisations.FirstOrDefault(n => n.Terminology == "OMOP")?.Code;
        return
        [
            term,
            note,
            "0",
            snippet,
            DocumentTables.Number(span.Start),
            points.Slice(span.Start, span.End),
            plain ? "0" : concept ?? "0",
            "0",
            "Overread",
            today,
            "",
            absent ? "N" : "Y",
            "",
            string.Join(';', modifiers),
        ];
    }
}
