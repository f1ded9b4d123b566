using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Releases.Sealed;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>
/// The sealed part of a release. The bundle has one commitment for each item, so that nobody changes a label that is opened
/// later; what opens them, each label with a salt of its own, lies beside the bundle and is given out by recorded request.
/// One commitment covers all rows of an item: how many rows there are would tell of what was found.
/// </summary>
internal static class SealedSet
{
    /// <summary>The part that is sealed.</summary>
    public const string Split = "test";

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The items of a content that would be sealed.</summary>
    public static HashSet<string> Items(BundleContent content) =>
        content
            .Items.Where(i => content.SplitOf[i.Subject] == Split)
            .Select(i => i.Id)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Says why the set cannot be sealed; null where it can.</summary>
    /// <param name="bundles">The folder that holds the bundles by release id.</param>
    public static Refusal? Fault(ReadLease read, BundleContent whole, IReadOnlySet<string> held, string bundles) =>
        SealedSetRules.Seals(
            held.Count,
            whole.Items.Count - held.Count,
            OpenElsewhere(read, whole.Project, held, bundles)
        );

    /// <summary>Says why items may not go out with labels that an earlier release holds back; null where none is held back.</summary>
    public static Refusal? StillSealed(ReadLease read, BundleContent content, string bundles)
    {
        HashSet<string> items = [.. content.Items.Select(i => i.Id)];
        foreach (ReleaseMembers.Known release in ReleaseMembers.All(read.Connection, content.Project))
        {
            int held = Committed(Path.Combine(bundles, release.Id)).Keys.Count(items.Contains);
            if (held > 0 && !SealedSetTable.IsOpen(read.Connection, release.Id))
            {
                return SealedSetRules.StillSealed(held, $"{release.Name}:{release.Version}");
            }
        }

        return null;
    }

    // What a bundle has shown with its labels is sealed in no other.
    private static (int Items, string Release)? OpenElsewhere(
        ReadLease read,
        string project,
        IReadOnlySet<string> held,
        string bundles
    )
    {
        foreach (
            (ReleaseMembers.Known release, List<ReleasedItem> items) in ReleaseMembers.Holding(
                read.Connection,
                project,
                held,
                bundles
            )
        )
        {
            IReadOnlyDictionary<string, string> committed = Committed(Path.Combine(bundles, release.Id));
            int known = SealedSetTable.IsOpen(read.Connection, release.Id)
                ? items.Count
                : items.Count(i => !committed.ContainsKey(i.Item));
            if (known > 0)
            {
                return (known, $"{release.Name}:{release.Version}");
            }
        }

        // A release that sealed nothing disclosed the consensus of the whole project, of items that it does not hold as well.
        foreach (ReleaseMembers.Known release in ReleaseMembers.All(read.Connection, project))
        {
            RecordQuery query = new() { Streams = ["release/" + release.Id], Types = [nameof(ReleasePublished)] };
            ReleasePublished published = (ReleasePublished)read.Record.Events(query).Single().Event;
            if (!ComparisonTable.IsPart(read.Connection, published.Consensus))
            {
                int told = ComparisonTable.LabelledBefore(read.Connection, project, release.Seq).Count(held.Contains);
                if (told > 0)
                {
                    return (told, $"{release.Name}:{release.Version}");
                }
            }
        }

        return null;
    }

    /// <summary>True where any release of a project holds labels back that were not opened.</summary>
    public static bool AnyClosed(ReadLease read, string project, string bundles) =>
        ReleaseMembers
            .All(read.Connection, project)
            .Exists(r =>
                !SealedSetTable.IsOpen(read.Connection, r.Id) && Committed(Path.Combine(bundles, r.Id)).Count > 0
            );

    /// <summary>The commitments of a bundle, by item; empty where it seals nothing.</summary>
    public static IReadOnlyDictionary<string, string> Committed(string bundle)
    {
        string path = Path.Combine(bundle, SealedRow.TableName);
        return File.Exists(path)
            ? CsvRows
                .Read(File.ReadAllText(path))
                .ToDictionary(r => r["item"], r => r["commitment"], StringComparer.Ordinal)
            : new Dictionary<string, string>();
    }

    /// <summary>What opens each item, in the order of the items.</summary>
    /// <param name="whole">The content with all labels.</param>
    /// <param name="held">The items that are sealed.</param>
    /// <param name="salt">Makes 256 fresh random bits.</param>
    public static List<SealedRow> Rows(BundleContent whole, IReadOnlySet<string> held, Func<byte[]> salt)
    {
        BundleContent part = whole.Of(held);
        (string Path, CsvText Text)[] texts =
        [
            ("labels/consensus/labels.csv", BundleTables.ConsensusLabels(part)),
            ("labels/consensus/marks.csv", BundleTables.ConsensusMarks(part)),
            ("labels/individual/reads.csv", BundleTables.IndividualLabels(part)),
            ("labels/individual/marks.csv", BundleTables.IndividualMarks(part)),
            ("labels/adjudication.csv", BundleTables.Adjudication(part)),
            ("exports/labels.csv", BundleTables.WideLabels(part)),
        ];
        List<(string Path, ILookup<string, JsonObject> Rows)> tables =
        [
            .. texts.Select(t =>
                (t.Path, CsvRows.Read(t.Text.ToString()).ToLookup(r => r["item"], Row, StringComparer.Ordinal))
            ),
        ];
        return
        [
            .. part.Items.Select(i =>
            {
                JsonObject body = new() { ["item"] = i.Id };
                foreach ((string path, ILookup<string, JsonObject> rows) in tables)
                {
                    body[path] = new JsonArray([.. rows[i.Id]]);
                }

                return new SealedRow(i.Id, Convert.ToBase64String(salt()), body.ToJsonString(Plain));
            }),
        ];
    }

    /// <summary>The table of commitments, which the bundle holds.</summary>
    public static string Table(BundleContent content, IEnumerable<SealedRow> rows)
    {
        Dictionary<string, string> commitments = rows.ToDictionary(r => r.Item, r => r.Commitment());
        CsvText csv = new("item", "title", "subject", "split", "group", "kind", "modality", "reference", "commitment");
        foreach (ItemFacts item in content.SealedItems)
        {
            csv.Row(
                item.Id,
                item.Title,
                item.Subject,
                Split,
                content.Splitting.GroupOf(item.Subject),
                item.Kind,
                item.Modality,
                item.Reference,
                commitments[item.Id]
            );
        }

        return csv.ToString();
    }

    /// <summary>Keeps what opens the set, durably, readable by the server alone.</summary>
    public static void Keep(string path, IEnumerable<SealedRow> rows)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream file = new(path, options);
        using (StreamWriter writer = new(file, leaveOpen: true))
        {
            foreach (SealedRow row in rows)
            {
                writer.Write(row.ToLine());
            }
        }

        file.Flush(flushToDisk: true);
    }

    private static JsonObject Row(IReadOnlyDictionary<string, string> row) =>
        new(row.Where(c => c.Key != "item").Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));
}
