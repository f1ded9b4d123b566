using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Json;

/// <summary>What the formats of labelling tools have in common: records, their own fields, and ours beside them.</summary>
internal static class JsonFile
{
    /// <summary>The property in which this program keeps what a tool's own properties cannot hold; the tools leave it alone.</summary>
    internal const string Own = "overread";

    /// <summary>Reads record by record; a record that does not fit is a finding and the next goes on.</summary>
    internal static IEnumerable<AnnotatedDocument> Read(
        TextSource source,
        Findings findings,
        Func<JsonElement, long, int, IEnumerable<AnnotatedDocument>> read
    )
    {
        int count = 0;
        foreach ((long line, JsonElement value) in JsonRecords.Read(source, findings))
        {
            count++;
            List<AnnotatedDocument> documents = [];
            try
            {
                if (value.ValueKind != JsonValueKind.Object)
                {
                    throw new FormatException("is no object");
                }

                documents.AddRange(read(value, line, count));
            }
            catch (FormatException e)
            {
                findings.LeftOut(source, line, $"record {count}: {e.Message}; it is left out");
            }

            foreach (AnnotatedDocument document in documents)
            {
                yield return document;
            }
        }
    }

    /// <summary>The document with what stands in our own property, its id too.</summary>
    internal static AnnotatedDocument WithOwn(AnnotatedDocument document, JsonElement record)
    {
        if (!record.TryGetProperty(Own, out JsonElement own) || own.ValueKind != JsonValueKind.Object)
        {
            return document;
        }

        return DocumentJson.WithRest(document, own) is var with && DocumentJson.Text(own, "id") is { } id
            ? with with
            {
                Id = id,
            }
            : with;
    }

    internal static TextSpan WithOwn(TextSpan span, JsonElement of) =>
        of.TryGetProperty(Own, out JsonElement own) && own.ValueKind == JsonValueKind.Object
            ? DocumentJson.WithAspects(span, own)
            : span;

    /// <summary>Writes our own property of a document if it has anything to hold.</summary>
    internal static void WriteOwn(Utf8JsonWriter json, AnnotatedDocument rest, string? id)
    {
        if (id is null && !DocumentIds.HasRest(rest))
        {
            return;
        }

        json.WriteStartObject(Own);
        if (id is not null)
        {
            json.WriteString("id", id);
        }

        DocumentJson.Rest(json, rest);
        json.WriteEndObject();
    }

    /// <summary>Writes our own property of a span if type and place do not say it all.</summary>
    internal static void WriteOwn(Utf8JsonWriter json, TextSpan span, CodePoints points)
    {
        if (span.Fragments.Count == 1 && span.Attributes.Count + span.Normalisations.Count == 0)
        {
            return;
        }

        json.WriteStartObject(Own);
        DocumentJson.Aspects(json, span, span.Fragments.Count > 1 ? points : null);
        json.WriteEndObject();
    }

    /// <summary>Scalars of an object that have no meaning of their own here.</summary>
    internal static IEnumerable<NamedValue> Others(JsonElement of, params string[] known) =>
        of.ValueKind == JsonValueKind.Object
            ? of.EnumerateObject()
                .Where(p => !known.Contains(p.Name) && p.Name != Own && DocumentJson.Text(p.Value) is not null)
                .Select(p => new NamedValue(p.Name, DocumentJson.Text(p.Value)!))
            : [];

    /// <summary>Whether an id can stand as a JSON number.</summary>
    internal static bool IsNumber(string id) =>
        long.TryParse(
            id,
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out long n
        )
        && n.ToString(System.Globalization.CultureInfo.InvariantCulture) == id;

    internal static void WriteId(Utf8JsonWriter json, string name, string id)
    {
        if (IsNumber(id))
        {
            json.WriteNumber(name, long.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteString(name, id);
        }
    }

    /// <summary>The roles of an arrow's ends where they are not called Arg1 and Arg2.</summary>
    internal static void WriteRoles(Utf8JsonWriter json, Relation arrow)
    {
        if (arrow.Arguments[0].Role == "Arg1" && arrow.Arguments[1].Role == "Arg2")
        {
            return;
        }

        json.WriteStartObject(Own);
        json.WriteString("from", arrow.Arguments[0].Role);
        json.WriteString("to", arrow.Arguments[1].Role);
        json.WriteEndObject();
    }

    /// <summary>An arrow with the roles that stand beside it.</summary>
    internal static Relation Arrow(string id, string type, string from, string to, JsonElement of)
    {
        JsonElement own = of.TryGetProperty(Own, out JsonElement o) ? o : default;
        return new(
            id,
            type,
            [new(DocumentJson.Text(own, "from") ?? "Arg1", from), new(DocumentJson.Text(own, "to") ?? "Arg2", to)]
        );
    }

    /// <summary>The relations of a record that name two spans by their ids; one that names something else is a finding.</summary>
    internal static IEnumerable<(JsonElement Given, string From, string To)> BetweenIds(
        IEnumerable<JsonElement> given,
        AnnotatedDocument document,
        TextSource source,
        long line,
        Findings findings
    )
    {
        HashSet<string> spans = [.. document.Spans.Select(s => s.Id)];
        foreach (JsonElement relation in given)
        {
            string from = DocumentJson.Text(relation, "from_id") ?? "";
            string to = DocumentJson.Text(relation, "to_id") ?? "";
            if (spans.Contains(from) && spans.Contains(to))
            {
                yield return (relation, from, to);
                continue;
            }

            findings.LeftOut(
                source,
                line,
                $"document {document.Id}: a relation from {from} to {to} speaks of something that is not there; it is left out"
            );
        }
    }

    /// <summary>The relations that point from one span to another and nothing else, and those that say more.</summary>
    internal static (List<Relation> Arrows, List<Relation> Others) Arrows(AnnotatedDocument document)
    {
        HashSet<string> spans = [.. document.Spans.Select(s => s.Id)];
        ILookup<bool, Relation> sorted = document.Relations.ToLookup(r =>
            r.Trigger is null
            && r.Attributes.Count == 0
            && r.Arguments.Count == 2
            && r.Arguments.All(a => a.Target is { } t && spans.Contains(t))
            && !document.Relations.Any(o => o.Arguments.Any(a => a.Target == r.Id))
        );
        return ([.. sorted[true]], [.. sorted[false]]);
    }

    /// <summary>
    /// The document with its arrows before its other relations: a reader numbers the arrows as they come, and the numbers of the
    /// others stand written beside them.
    /// </summary>
    internal static AnnotatedDocument ArrowsFirst(AnnotatedDocument document)
    {
        (List<Relation> arrows, List<Relation> others) = Arrows(document);
        return document with { Relations = [.. arrows, .. others] };
    }
}
