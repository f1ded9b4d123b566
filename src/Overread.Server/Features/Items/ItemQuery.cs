using System.Globalization;
using System.Text;

namespace Overread.Server.Features.Items;

/// <summary>What a list of items is filtered by, as SQL: of one property any of the values, of several properties all.</summary>
internal sealed class ItemQuery
{
    private readonly string? _text;
    private readonly List<(string Name, string[] Values)> _has;

    /// <summary>Reads the filters of a request.</summary>
    /// <param name="text">What the title holds.</param>
    /// <param name="state">States, with commas between.</param>
    /// <param name="modality">Modalities, with commas between.</param>
    /// <param name="kind">Kinds, with commas between.</param>
    /// <param name="flagged">True for those with a flag.</param>
    /// <param name="has">Attributes of pictures, <c>name:value</c> with commas between.</param>
    public ItemQuery(string? text, string? state, string? modality, string? kind, bool? flagged, string? has)
    {
        _text = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        State = Words(state);
        Modality = Words(modality);
        Kind = Words(kind);
        Flagged = flagged == true;
        _has =
        [
            .. Words(has)
                .Select(word => word.Split(':', 2))
                .GroupBy(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "", StringComparer.Ordinal)
                .Select(g => (g.Key, g.ToArray())),
        ];
    }

    public string[] State { get; }
    public string[] Modality { get; }
    public string[] Kind { get; }
    public bool Flagged { get; }

    /// <summary>Names of the attributes that are asked for.</summary>
    public IEnumerable<string> Attributes => _has.Select(h => h.Name);

    /// <summary>All filters as conditions on the table of items, each behind an AND; arguments are appended.</summary>
    /// <param name="but">An attribute that is left out; null for none.</param>
    public string Where(List<object?> arguments, string? but = null)
    {
        StringBuilder where = new();
        In(where, "state", State, arguments);
        In(where, "modality", Modality, arguments);
        In(where, "kind", Kind, arguments);
        if (Flagged)
        {
            where.Append(" AND flagged = 1");
        }

        return where.Append(Rest(arguments, but)).ToString();
    }

    /// <summary>The text and the attributes alone, but for one attribute.</summary>
    public string Rest(List<object?> arguments, string? but)
    {
        StringBuilder where = new();
        if (_text is { } text)
        {
            string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("%", "\\%", StringComparison.Ordinal)
                .Replace("_", "\\_", StringComparison.Ordinal);
            where.Append(CultureInfo.InvariantCulture, $" AND title LIKE @{arguments.Count} ESCAPE '\\'");
            arguments.Add($"%{escaped}%");
        }

        foreach ((string name, string[] values) in _has.Where(h => h.Name != but))
        {
            where.Append(
                CultureInfo.InvariantCulture,
                $" AND id IN (SELECT item FROM item_attribute WHERE project = @0 AND name = @{arguments.Count}"
            );
            arguments.Add(name);
            In(where, "value", values, arguments);
            where.Append(')');
        }

        return where.ToString();
    }

    private static void In(StringBuilder where, string column, string[] values, List<object?> arguments)
    {
        if (values.Length == 0)
        {
            return;
        }

        where.Append(CultureInfo.InvariantCulture, $" AND {column} IN (");
        where.AppendJoin(
            ", ",
            values.Select((_, i) => "@" + (arguments.Count + i).ToString(CultureInfo.InvariantCulture))
        );
        where.Append(')');
        arguments.AddRange(values);
    }

    private static string[] Words(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
