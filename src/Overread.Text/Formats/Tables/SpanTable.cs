using System.Globalization;
using System.Text.Json;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Tables;

/// <summary>A table of spans, by document.</summary>
internal sealed class SpanTable
{
    private readonly TableText _table;
    private readonly Dictionary<string, List<(long Line, IReadOnlyList<string?> Cells)>> _rows = [];
    private readonly TextSource _source;
    private readonly Findings _findings;

    internal SpanTable(TableText table, TextSource source, Findings findings)
    {
        (_table, _source, _findings) = (table, source, findings);
        int document = table.Find("document", "doc_id", "document_id", "id");
        if (document < 0 || table.Find("start", "begin", "start_offset") < 0 || table.Find("end", "end_offset") < 0)
        {
            throw new FormatException("The table of spans needs the columns document, start and end.");
        }

        foreach ((long line, IReadOnlyList<string?> cells) in table.Rows)
        {
            string name = TableText.Cell(cells, document);
            if (!_rows.TryGetValue(name, out var rows))
            {
                _rows[name] = rows = [];
            }

            rows.Add((line, cells));
        }
    }

    internal IEnumerable<string> Documents => _rows.Keys;

    internal (List<RawSpan> Raw, Dictionary<string, JsonElement> Own) Of(string document)
    {
        List<RawSpan> raw = [];
        Dictionary<string, JsonElement> own = [];
        HashSet<string> ids = [];
        int id = _table.Find("span", "span_id", "annotation_id");
        int type = _table.Find("type", "label", "category", "entity");
        int start = _table.Find("start", "begin", "start_offset");
        int end = _table.Find("end", "end_offset");
        int text = _table.Find("text", "surface", "mention");
        int codes = _table.Find("codes", "code");
        int fragments = _table.Find("fragments");
        int attributes = _table.Find("attributes");
        int more = _table.Find("more");
        foreach ((long line, IReadOnlyList<string?> cells) in _rows.GetValueOrDefault(document) ?? [])
        {
            List<Fragment>? places = Places(
                TableText.Cell(cells, fragments),
                TableText.Cell(cells, start),
                TableText.Cell(cells, end)
            );
            if (places is null)
            {
                _findings.LeftOut(
                    _source,
                    0,
                    $"spans, line {line}: start and end are no two numbers; the span is left out"
                );
                continue;
            }

            string name = TableText.Cell(cells, id);
            name = name.Length > 0 && ids.Add(name) ? name : $"T{raw.Count + 1}";
            string values = TableText.Cell(cells, attributes);
            raw.Add(
                new(name, TableText.Cell(cells, type), places, text >= 0 ? TableText.Cell(cells, text) : null, line)
                {
                    Normalisations =
                    [
                        .. TableText
                            .Cell(cells, codes)
                            .Split('|', StringSplitOptions.RemoveEmptyEntries)
                            .Select(Concept.Parse),
                    ],
                    Attributes =
                        values.Length > 0 && BioC.BioCInfons.Json(values) is { } json
                            ? DocumentJson.Values(json, "attributes")
                            : [],
                }
            );
            if (TableText.Cell(cells, more) is { Length: > 0 } rest && BioC.BioCInfons.Json(rest) is { } aspects)
            {
                own[name] = aspects;
            }
        }

        return (raw, own);
    }

    private static List<Fragment>? Places(string fragments, string start, string end)
    {
        List<Fragment> places = [];
        foreach (string place in fragments.Length > 0 ? fragments.Split(';') : [$"{start}-{end}"])
        {
            string[] ends = place.Split('-');
            if (
                ends.Length != 2
                || !int.TryParse(ends[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int from)
                || !int.TryParse(ends[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int to)
                || to < from
            )
            {
                return null;
            }

            places.Add(new(from, to));
        }

        return places;
    }
}

/// <summary>A table of arguments of relations, by document.</summary>
internal sealed class RelationTable
{
    private readonly Dictionary<string, List<Relation>> _relations = [];

    internal RelationTable(TableText table)
    {
        int document = table.Find("document", "doc_id", "document_id");
        int id = table.Find("relation");
        int type = table.Find("type", "label");
        int role = table.Find("role");
        int target = table.Find("target");
        int code = table.Find("code");
        int trigger = table.Find("trigger");
        int more = table.Find("more");
        if (document < 0 || id < 0 || target < 0)
        {
            throw new FormatException("The table of relations needs the columns document, relation and target.");
        }

        foreach ((long _, IReadOnlyList<string?> cells) in table.Rows)
        {
            string name = TableText.Cell(cells, document);
            if (!_relations.TryGetValue(name, out List<Relation>? relations))
            {
                _relations[name] = relations = [];
            }

            string rest = TableText.Cell(cells, more);
            JsonElement? json = rest.Length > 0 ? BioC.BioCInfons.Json(rest) : null;
            string to = TableText.Cell(cells, target);
            string concept = TableText.Cell(cells, code);
            RelationArgument argument = new(
                TableText.Cell(cells, role),
                to.Length > 0 ? to : null,
                json is { } own && own.TryGetProperty("concept", out JsonElement c) ? DocumentJson.Concept(c)
                    : concept.Length > 0 ? Concept.Parse(concept)
                    : null
            );
            string relation = TableText.Cell(cells, id);
            int known = relations.FindLastIndex(r => r.Id == relation);
            if (known >= 0)
            {
                relations[known] = relations[known] with { Arguments = [.. relations[known].Arguments, argument] };
            }
            else
            {
                string by = TableText.Cell(cells, trigger);
                relations.Add(
                    new(relation, TableText.Cell(cells, type), [argument])
                    {
                        Trigger = by.Length > 0 ? by : null,
                        Attributes = json is { } values ? DocumentJson.Values(values, "attributes") : [],
                    }
                );
            }
        }
    }

    internal IEnumerable<string> Documents => _relations.Keys;

    internal List<Relation> Of(string document) => _relations.GetValueOrDefault(document) ?? [];
}
