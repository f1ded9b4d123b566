using System.Data.Common;
using System.Globalization;
using System.Text;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Items;

/// <summary>The grid of items: filtered, sorted and paged by the database, so 100,000 rows answer like ten.</summary>
internal static class ListItems
{
    private static readonly Dictionary<string, string> Sorts = new()
    {
        ["added"] = "ordinal",
        ["title"] = "title",
        ["state"] = "state",
        ["done"] = "reads_done",
    };

    private static readonly string[] States = ["submitted", "open", "skipped", "released", "expired"];

    internal sealed record ItemRow(
        string Id,
        string Title,
        string Subject,
        [ItemKind] string Kind,
        string? Modality,
        [Words("ready", "reading", "disputed", "agreed", "adjudicated", "withdrawn")] string State,
        [property: System.Text.Json.Serialization.JsonPropertyName("images")] long Parts,
        long ReadsDone,
        long ReadsOpen,
        long ReadsNeeded,
        bool Flagged,
        string Added
    );

    internal sealed record Page(IReadOnlyList<ItemRow> Rows, string? Next, long Total);

    internal sealed record Query(
        string? Q,
        string? State,
        string? Modality,
        string? Kind,
        bool? Flagged,
        string? Has,
        string? Sort,
        string? After,
        int? Take
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/items", Handle)
            .Needs(Action.SeeItems)
            .Says("list-items", "Lists items, page by page.")
            .Problems(422, "items.cursor", "items.sort");
        api.MapGet("/projects/{project}/items/{item}", Show)
            .Needs(Action.SeeItems)
            .Says("show-item", "Shows an item and its files.")
            .Problems(404, "item.unknown");
        api.MapGet("/projects/{project}/items/{item}/reads", Reads)
            .Needs(Action.SeeReads)
            .Says("list-item-reads", "Lists the reads of an item with their answers.")
            .Problems(404, "item.unknown");
    }

    private static Page Handle(string project, [AsParameters] Query query, IDatabase database)
    {
        using ReadLease read = database.Read();
        return List(read.Connection, project, query);
    }

    public static Page List(DbConnection c, string project, Query query)
    {
        int take = Math.Clamp(query.Take ?? 100, 1, 1000);
        bool down = query.Sort?.StartsWith('-') == true;
        string sort =
            Sorts.GetValueOrDefault((query.Sort ?? "added").TrimStart('-'))
            ?? throw new RefusedException(
                new("items.sort", $"Items are sorted by one of: {string.Join(", ", Sorts.Keys)}.") { Where = "sort" }
            );
        List<object?> arguments = [project];
        ItemQuery filters = new(query.Q, query.State, query.Modality, query.Kind, query.Flagged, query.Has);
        string where = "project = @0" + filters.Where(arguments);
        long total = c.Number($"SELECT COUNT(*) FROM item WHERE {where}", [.. arguments]);
        if (query.After is { Length: > 0 } after)
        {
            (string key, long ordinal) = ParseCursor(after);
            object value = sort is "ordinal" or "reads_done" ? long.Parse(key, CultureInfo.InvariantCulture) : key;
            string beyond = down ? "<" : ">";
            where += $" AND ({sort}, ordinal) {beyond} (@{arguments.Count}, @{arguments.Count + 1})";
            arguments.Add(value);
            arguments.Add(ordinal);
        }

        string direction = down ? "DESC" : "ASC";
        long wanted = ProtocolTable.Readers(c, project, ProjectTable.Version(c, project));
        arguments.Add(take + 1);
        List<(ItemRow Row, string Cursor)> rows = c.All(
            $"""
            SELECT id, title, subject, kind, modality, state, parts, reads_done, reads_open, flagged, added, ordinal, {sort}
            FROM item WHERE {where} ORDER BY {sort} {direction}, ordinal {direction} LIMIT @{arguments.Count - 1}
            """,
            r =>
                (
                    Row(r, wanted),
                    Cursor(Convert.ToString(r.GetValue(12), CultureInfo.InvariantCulture)!, r.GetInt64(11))
                ),
            [.. arguments]
        );
        bool more = rows.Count > take;
        return new([.. rows.Take(take).Select(r => r.Row)], more ? rows[take - 1].Cursor : null, total);
    }

    private static ItemRow Row(DbDataReader r, long wanted) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.GetString(2),
            r.GetString(3),
            r.Text(4),
            r.GetString(5),
            r.GetInt64(6),
            r.GetInt64(7),
            r.GetInt64(8),
            wanted,
            r.GetInt64(9) == 1,
            r.GetString(10)
        );

    private static string Cursor(string key, long ordinal) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ordinal}:{key}")).Replace('+', '-').Replace('/', '_');

    private static (string Key, long Ordinal) ParseCursor(string cursor)
    {
        try
        {
            string text = Encoding.UTF8.GetString(Convert.FromBase64String(cursor.Replace('-', '+').Replace('_', '/')));
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            return (text[(colon + 1)..], long.Parse(text[..colon], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            throw new RefusedException(new("items.cursor", "The cursor is not one of this list.") { Where = "after" });
        }
    }

    private static async Task<ItemView> Show(string project, string item, Caller caller, IDatabase database)
    {
        ItemFacts facts;
        using (ReadLease read = database.Read())
        {
            facts = ItemView.Facts(read.Connection, project, item);
        }

        await database.Write(
            caller.Actor,
            u => u.Append(new About(project, "item/" + item, item), new Domain.People.ItemViewed("item", item))
        );
        return ItemView.Of(facts, project);
    }

    private static async Task<List<ReaderRead>> Reads(string project, string item, Caller caller, IDatabase database)
    {
        await database.Write(
            caller.Actor,
            u => u.Append(new About(project, "item/" + item, item), new Domain.People.ItemViewed("reads", item))
        );
        using ReadLease read = database.Read();
        ItemView.Facts(read.Connection, project, item);
        Dictionary<string, string> names = MemberTable.Pseudonyms(read.Connection, project);
        return
        [
            .. States
                .SelectMany(s => ReadRow.OfItem(read.Connection, item, s))
                .Select(r => new ReaderRead(names.GetValueOrDefault(r.Reader, "Reader"), r.Read)),
        ];
    }
}
