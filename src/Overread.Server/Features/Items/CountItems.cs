using System.Data.Common;
using Overread.Server.Access;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Items;

/// <summary>How many items have what, under the filters that are on: what a list is filtered by next.</summary>
internal static class CountItems
{
    private const int MostValues = 30;

    /// <summary>A value, and the items that have it.</summary>
    internal sealed record ValueCount(string Value, long Items);

    /// <summary>A property by which items are filtered.</summary>
    /// <param name="Property">Its name: state, modality, kind, flagged, or an attribute of pictures.</param>
    /// <param name="Attribute">True for an attribute of pictures: filtered by <c>has=name:value</c>.</param>
    /// <param name="Values">The values with most items first, 30 at most; counted under all other filters.</param>
    /// <param name="More">How many further values there are.</param>
    internal sealed record PropertyCount(string Property, bool Attribute, IReadOnlyList<ValueCount> Values, long More);

    /// <param name="Total">Items of the project under no filter.</param>
    /// <param name="Properties">What they can be filtered by.</param>
    internal sealed record ItemCounts(long Total, IReadOnlyList<PropertyCount> Properties);

    internal sealed record Filter(string? Q, string? State, string? Modality, string? Kind, bool? Flagged, string? Has);

    private sealed record Cell(string State, string Modality, string Kind, bool Flagged, long Items);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/item-counts", Handle)
            .Needs(Action.SeeItems)
            .Says(
                "count-items",
                "Counts items by every property that they can be filtered by, each under the other filters."
            );

    private static ItemCounts Handle(string project, [AsParameters] Filter f, IDatabase database)
    {
        using ReadLease read = database.Read();
        return Of(read.Connection, project, new ItemQuery(f.Q, f.State, f.Modality, f.Kind, f.Flagged, f.Has));
    }

    /// <summary>The counts: one pass over the items for their own properties, one over the attributes and one for each that is chosen.</summary>
    public static ItemCounts Of(DbConnection c, string project, ItemQuery query)
    {
        List<object?> arguments = [project];
        string where = "project = @0" + query.Rest(arguments, null);
        List<Cell> cells = c.All(
            $"SELECT state, COALESCE(modality, ''), kind, flagged, COUNT(*) FROM item WHERE {where} GROUP BY 1, 2, 3, 4",
            r => new Cell(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3) == 1, r.GetInt64(4)),
            [.. arguments]
        );
        List<PropertyCount> properties =
        [
            Own("state", cells, query, x => x.State),
            Own("modality", cells, query, x => x.Modality),
            Own("kind", cells, query, x => x.Kind),
            Own("flagged", cells, query, x => x.Flagged ? "true" : "false"),
        ];
        Dictionary<string, List<ValueCount>> attributes = Attributes(c, project, query, null);
        foreach (string name in query.Attributes)
        {
            attributes[name] = Attributes(c, project, query, name).GetValueOrDefault(name) ?? [];
        }

        properties.AddRange(
            attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => Property(a.Key, true, a.Value))
        );
        return new(c.Number("SELECT COUNT(*) FROM item WHERE project = @0", project), properties);
    }

    // Under the filters of the other three: what is filtered by itself is still offered.
    private static PropertyCount Own(string name, List<Cell> cells, ItemQuery query, Func<Cell, string> value)
    {
        bool Meets(string property, string[] wanted, string has) =>
            name == property || wanted.Length == 0 || wanted.Contains(has);
        return Property(
            name,
            false,
            [
                .. cells
                    .Where(x =>
                        Meets("state", query.State, x.State)
                        && Meets("modality", query.Modality, x.Modality)
                        && Meets("kind", query.Kind, x.Kind)
                        && (name == "flagged" || !query.Flagged || x.Flagged)
                    )
                    .GroupBy(value)
                    .Where(g => g.Key.Length > 0)
                    .Select(g => new ValueCount(g.Key, g.Sum(x => x.Items))),
            ]
        );
    }

    private static PropertyCount Property(string name, bool attribute, List<ValueCount> values) =>
        new(
            name,
            attribute,
            [.. values.OrderByDescending(v => v.Items).ThenBy(v => v.Value, StringComparer.Ordinal).Take(MostValues)],
            Math.Max(0, values.Count - MostValues)
        );

    // Under every filter but that of one attribute.
    private static Dictionary<string, List<ValueCount>> Attributes(
        DbConnection c,
        string project,
        ItemQuery query,
        string? but
    )
    {
        // Items by reference have none, and there may be hundreds of thousands of them.
        if (c.Number("SELECT EXISTS (SELECT 1 FROM item_attribute WHERE project = @0)", project) == 0)
        {
            return [];
        }

        List<object?> arguments = [project];
        string where = "project = @0" + query.Where(arguments, but);
        string one = "";
        if (but is not null)
        {
            one = $"AND a.name = @{arguments.Count}";
            arguments.Add(but);
        }

        return c.All(
                $"""
                SELECT a.name, a.value, COUNT(*) FROM item_attribute a
                WHERE a.project = @0 {one} AND a.item IN (SELECT id FROM item WHERE {where}) GROUP BY 1, 2
                """,
                r => (Name: r.GetString(0), Value: new ValueCount(r.GetString(1), r.GetInt64(2))),
                [.. arguments]
            )
            .GroupBy(r => r.Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(r => r.Value).ToList(), StringComparer.Ordinal);
    }
}
