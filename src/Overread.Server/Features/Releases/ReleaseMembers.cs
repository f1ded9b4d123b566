using System.Data.Common;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>
/// What releases hold, item by item: from the record, and for those that were published before it said so from their bundles.
/// </summary>
internal static class ReleaseMembers
{
    /// <summary>A release in short.</summary>
    internal sealed record Known(string Id, string Name, string Version, string State, long Seq);

    /// <summary>The split that a subject has in a release's name, and the version that gave it.</summary>
    internal sealed record HeldSplit(string Split, string Since);

    /// <summary>All releases of a project, the earliest first.</summary>
    public static List<Known> All(DbConnection c, string project) =>
        c.All(
            "SELECT id, name, version, state, seq FROM release WHERE project = @0 ORDER BY seq",
            r => new Known(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4)),
            project
        );

    /// <summary>What one release holds; empty where neither the record nor a bundle says.</summary>
    /// <param name="bundles">The folder that holds the bundles by release id.</param>
    public static List<ReleasedItem> Of(DbConnection c, string release, string bundles)
    {
        List<ReleasedItem> held = c.All(
            "SELECT item, subject, split FROM release_item WHERE release = @0",
            r => new ReleasedItem(r.GetString(0), r.GetString(1), r.GetString(2)),
            release
        );
        string path = Path.Combine(bundles, release, "splits.csv");
        return held.Count > 0 || !File.Exists(path)
            ? held
            :
            [
                .. CsvRows
                    .Read(File.ReadAllText(path))
                    .Select(r => new ReleasedItem(r["item"], r["subject"], r["split"])),
            ];
    }

    /// <summary>True where the record says that a release holds an item.</summary>
    public static bool Has(DbConnection c, string release, string item) =>
        c.Number("SELECT COUNT(*) FROM release_item WHERE release = @0 AND item = @1", release, item) > 0;

    /// <summary>
    /// The split that each subject has by the versions of a name so far. Recalled ones count: what was in training once may
    /// have been learnt from.
    /// </summary>
    public static Dictionary<string, HeldSplit> Splits(DbConnection c, string project, string name, string bundles)
    {
        Dictionary<string, HeldSplit> held = new(StringComparer.Ordinal);
        foreach (Known release in All(c, project).Where(r => r.Name == name))
        {
            foreach (ReleasedItem item in Of(c, release.Id, bundles))
            {
                if (held.GetValueOrDefault(item.Subject)?.Split != item.Split)
                {
                    held[item.Subject] = new(item.Split, release.Version);
                }
            }
        }

        return held;
    }

    /// <summary>The releases that hold any of these items, the earliest first, each with which of them.</summary>
    public static List<(Known Release, List<ReleasedItem> Items)> Holding(
        DbConnection c,
        string project,
        IReadOnlySet<string> items,
        string bundles
    ) =>
        [
            .. All(c, project)
                .Select(r => (r, Of(c, r.Id, bundles).Where(i => items.Contains(i.Item)).ToList()))
                .Where(r => r.Item2.Count > 0),
        ];

    /// <summary>The items of a release that were withdrawn since, with the cause where one was stated.</summary>
    public static Dictionary<string, string?> Withdrawn(DbConnection c, string project, string release, string bundles)
    {
        Dictionary<string, string?> causes = ItemTable.Causes(c, project);
        return causes.Count == 0
            ? []
            : Of(c, release, bundles)
                .Where(i => causes.ContainsKey(i.Item))
                .ToDictionary(i => i.Item, i => causes[i.Item], StringComparer.Ordinal);
    }
}
