using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>
/// The release that a new one is compared with: the latest of the same name that was not recalled. Its labels come from
/// the consensus run that its event names; its items and marks from its bundle, if that still has the recorded hash.
/// </summary>
internal sealed record PreviousRelease
{
    public required string Id { get; init; }
    public required string Version { get; init; }
    public required string Published { get; init; }
    public required string ContentHash { get; init; }
    public required int ProtocolVersion { get; init; }
    public required string ProtocolHash { get; init; }
    public required ConsensusRun Run { get; init; }
    public required IReadOnlyList<LabelFacts> Labels { get; init; }

    /// <summary>The items that were released, or null where the bundle cannot be read.</summary>
    public IReadOnlySet<string>? Items { get; init; }

    /// <summary>Released marks by item and field, or null where the bundle cannot be read.</summary>
    public IReadOnlyDictionary<(string Item, string Field), string>? Marks { get; init; }

    /// <summary>Why items and marks are unknown, or null where they are known.</summary>
    public string? Unknown { get; init; }

    internal sealed record LabelFacts(string Item, string Field, string? Label, string Status);

    /// <summary>Finds it, or null where there is none.</summary>
    /// <param name="bundles">The folder that holds the bundles by release id.</param>
    public static PreviousRelease? Find(
        ReadLease read,
        string project,
        string name,
        ProtocolStore protocols,
        string bundles
    )
    {
        DbConnection c = read.Connection;
        (string Id, string At)? row = c.One<(string, string)?>(
            """
            SELECT id, published FROM release
            WHERE project = @0 AND name = @1 AND state = 'published' ORDER BY seq DESC LIMIT 1
            """,
            r => (r.GetString(0), r.GetString(1)),
            project,
            name
        );
        if (row is not { } found)
        {
            return null;
        }

        RecordQuery query = new() { Streams = ["release/" + found.Id], Types = [nameof(ReleasePublished)] };
        ReleasePublished published = (ReleasePublished)read.Record.Events(query).Single().Event;
        PreviousRelease previous = new()
        {
            Id = found.Id,
            Version = published.Version,
            Published = found.At,
            ContentHash = published.ContentHash,
            ProtocolVersion = published.ProtocolVersion,
            ProtocolHash = protocols.Published(c, project, published.ProtocolVersion).Hash(),
            Run = ConsensusRuns.Find(c, project, published.Consensus)!,
            Labels =
            [
                .. ComparisonTable
                    .Labels(c, published.Consensus)
                    .Select(l => new LabelFacts(l.Item, l.Field, l.Label, l.Status)),
            ],
        };
        return previous.WithBundle(Path.Combine(bundles, found.Id));
    }

    private PreviousRelease WithBundle(string path)
    {
        if (!Directory.Exists(path))
        {
            return this with { Unknown = "the folder of the previous bundle is no longer in the store" };
        }

        using BundleFolder bundle = new(path);
        if (BundleManifest.ContentHash(bundle.Paths.Select(p => BundleManifest.Hash(bundle, p))) != ContentHash)
        {
            return this with { Unknown = "the previous bundle no longer has the hash that the record names" };
        }

        string Text(string file)
        {
            using StreamReader reader = new(bundle.Open(file));
            return reader.ReadToEnd();
        }

        HashSet<string> items = [.. CsvRows.Read(Text("splits.csv")).Select(r => r["item"])];
        return this with
        {
            Items = items,
            Labels = [.. Labels.Where(l => items.Contains(l.Item))],
            Marks = MarksIn(Text("labels/consensus/marks.csv")),
        };
    }

    /// <summary>The marks of a table of released marks as one line of text per item and field, ids left out.</summary>
    public static Dictionary<(string Item, string Field), string> MarksIn(string csv) =>
        CsvRows
            .Read(csv)
            .GroupBy(r => (r["item"], r["field"]))
            .ToDictionary(g => g.Key, g => string.Join("; ", g.Select(PlaceOf).Order(StringComparer.Ordinal)));

    // By name, since shapes and earlier bundles have other columns in another order.
    private static string PlaceOf(IReadOnlyDictionary<string, string> row) =>
        string.Join(
            ' ',
            row.Where(c => c.Value.Length > 0 && !NoPlace.Contains(c.Key))
                .OrderBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => $"{c.Key}={Short(c.Value)}")
        );

    // The runs of a mask are longer than anybody reads: that they differ is said by their hash, and where by the tables.
    private static string Short(string value) =>
        value.Length <= LongestPlace
            ? value
            : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))}";

    private const int LongestPlace = 2000;

    private static readonly HashSet<string> NoPlace = ["item", "field", "mark", "source", "drawn", "asked"];
}
