using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Fitness;
using Overread.Domain.Record;
using Overread.Server.Features.Items.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Fitness.Contracts;

/// <summary>What is asked about rules, sites and refusals.</summary>
internal static class FitnessTable
{
    /// <summary>A refusal that is in the record, at its last time.</summary>
    internal sealed record Refused(string Person, string Code, string At);

    /// <summary>What each project demands; projects that never set anything are missing.</summary>
    public static List<(string Project, FitnessRules Rules)> Rules(DbConnection c) =>
        c.All(
            "SELECT project, rules FROM fitness_rules",
            r => (r.GetString(0), JsonSerializer.Deserialize<FitnessRules>(r.GetString(1), EventJson.Options)!)
        );

    /// <summary>Where an item stands towards a reader.</summary>
    public static ItemStand Stand(DbConnection c, string item, string reader) =>
        new(
            c.One("SELECT site FROM item_site WHERE item = @0", r => r.GetString(0), item),
            c.Number("SELECT COUNT(*) FROM item_decided WHERE item = @0 AND person = @1", item, reader) > 0,
            c.One<DateTimeOffset?>(
                "SELECT at FROM item_had WHERE item = @0 AND reader = @1",
                r => Timestamps.Parse(r.GetString(0)),
                item,
                reader
            )
        );

    /// <summary>When a reader last had items of a project that they are not done with, the oldest first.</summary>
    public static List<DateTimeOffset> Had(DbConnection c, string project, string reader) =>
        [
            .. c.All(
                    "SELECT item, at FROM item_had WHERE reader = @0 ORDER BY at",
                    r => (Item: r.GetString(0), At: Timestamps.Parse(r.GetString(1))),
                    reader
                )
                .Where(h => ItemTable.Find(c, project, h.Item) is { State: not "withdrawn" })
                .Select(h => h.At),
        ];

    /// <summary>The sites of a project's items, each with how many.</summary>
    public static List<(string Site, long Items)> Sites(DbConnection c, string project) =>
        c.All(
            "SELECT site, COUNT(*) FROM item_site WHERE project = @0 GROUP BY site ORDER BY site",
            r => (r.GetString(0), r.GetInt64(1)),
            project
        );

    /// <summary>The site of each item of a project of which one is stated.</summary>
    public static Dictionary<string, string> SiteOf(DbConnection c, string project) =>
        c.All(
                "SELECT item, site FROM item_site WHERE project = @0",
                r => (Item: r.GetString(0), Site: r.GetString(1)),
                project
            )
            .ToDictionary(r => r.Item, r => r.Site, StringComparer.Ordinal);

    /// <summary>Items of a project whose site is not stated.</summary>
    public static List<string> WithoutSite(DbConnection c, string project)
    {
        HashSet<string> stated =
        [
            .. c.All("SELECT item FROM item_site WHERE project = @0", r => r.GetString(0), project),
        ];
        return
        [
            .. ItemTable
                .States(c, project)
                .Where(i => i.State != "withdrawn" && !stated.Contains(i.Item))
                .Select(i => i.Item),
        ];
    }

    /// <summary>Who was refused for what, each at its last time.</summary>
    public static List<Refused> HeldBack(DbConnection c, string project) =>
        c.All(
            "SELECT person, code, at FROM held_back WHERE project = @0 ORDER BY at DESC",
            r => new Refused(r.GetString(0), r.GetString(1), r.GetString(2)),
            project
        );

    /// <summary>When somebody was last refused for something; null where never.</summary>
    public static string? LastRefused(DbConnection c, string project, string person, string code) =>
        c.One(
            "SELECT at FROM held_back WHERE project = @0 AND person = @1 AND code = @2",
            r => r.GetString(0),
            project,
            person,
            code
        );
}
