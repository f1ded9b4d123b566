using System.Globalization;
using Overread.Domain.Comparison;
using Overread.Domain.Intake;
using Overread.Domain.Protocols;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Population;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>Who and what is in each split, and what is not known of them (FDA draft VIII, representativeness; METRIC).</summary>
internal static class PopulationTables
{
    /// <summary>Facts that a reviewer asks for and an item does not carry, with the reason.</summary>
    private static readonly (string What, string Why)[] NotRecorded =
    [
        ("ethnicity", "unknown, because the platform does not record it"),
        ("race", "unknown, because the platform does not record it"),
        ("study-date", "unknown, because the record holds no study date"),
    ];

    // With where a modality's files may hold it.
    private static IEnumerable<(string What, string Why)> Unrecorded(BundleContent content) =>
        NotRecorded.Select(n =>
            (
                n.What,
                string.Join(
                    "; ",
                    content
                        .Modalities.All.Select(m => m.Paper.Hints.GetValueOrDefault(n.What))
                        .OfType<string>()
                        .Prepend(n.Why)
                )
            )
        );

    public static string BySplit(BundleContent content)
    {
        CsvText csv = new("split", "covariate", "value", "subjects", "items", "share_of_items", "missing_because");
        foreach (
            IGrouping<string, ItemFacts> split in content
                .Items.GroupBy(i => content.SplitOf[i.Subject])
                .OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            List<ItemFacts> items = [.. split];
            Add(csv, split.Key, "all", _ => "all", items);
            Add(csv, split.Key, "kind", i => i.Kind, items);
            Add(csv, split.Key, "modality", i => i.Modality ?? "unknown", items);
            Add(csv, split.Key, "batch", i => i.Batch ?? "none", items);
            foreach (
                (string covariate, Func<ItemFacts, string> valueOf) in content.Modalities.All.SelectMany(m =>
                    m.Paper.Covariates
                )
            )
            {
                Add(csv, split.Key, covariate, valueOf, items);
            }

            AddLabels(csv, split.Key, content, items);
            foreach ((string what, string why) in Unrecorded(content))
            {
                csv.Row(split.Key, what, "unknown", Subjects(items), items.Count, 1.0, why);
            }
        }

        return csv.ToString();
    }

    /// <summary>What is missing of the released data, how much of it, and why.</summary>
    public static IEnumerable<(string What, string Much, string Why)> Missing(BundleContent content)
    {
        int items = content.Items.Count;
        foreach ((string status, string why) in UnsettledReasons)
        {
            int count = content.Labels.Count(l => l.Status == status);
            yield return (
                $"labels: {status}",
                Text($"{count} of {content.Labels.Count}"),
                count == 0 ? "none is missing for this reason" : why
            );
        }

        int noFile = content.Items.Count(i => i.Series.Count == 0);
        yield return (
            "files",
            Text($"{noFile} of {items} items"),
            noFile == 0 ? "none is missing" : "the items are references; their files stay with their owner"
        );
        int noModality = content.Items.Count(i => i.Modality is null);
        yield return (
            "modality",
            Text($"{noModality} of {items} items"),
            noModality == 0 ? "none is missing" : "a reference says nothing of its modality"
        );
        foreach ((string, string, string) trait in TraitTables.Missing(content))
        {
            yield return trait;
        }

        foreach ((string what, string why) in Unrecorded(content))
        {
            yield return (what, Text($"{items} of {items} items"), why);
        }
    }

    private static readonly (string Status, string Why)[] UnsettledReasons =
    [
        ("disputed", "readers differ and no adjudicator has decided"),
        ("tie", "readers differ evenly and no adjudicator has decided"),
        ("incomplete", "the field was asked and not answered by the readers"),
        ("not-asked", "the protocol's condition for the field held in no read"),
    ];

    private static void Add(
        CsvText csv,
        string split,
        string covariate,
        Func<ItemFacts, string> valueOf,
        List<ItemFacts> items
    )
    {
        foreach (
            IGrouping<string, ItemFacts> group in items.GroupBy(valueOf).OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            csv.Row(
                split,
                covariate,
                group.Key,
                Subjects(group),
                group.Count(),
                Math.Round((double)group.Count() / items.Count, 6),
                group.Key is "unknown" or "none" ? "a reference says nothing of it" : ""
            );
        }
    }

    // The spectrum of findings, as the released labels have it; what is not settled stands under its status.
    private static void AddLabels(CsvText csv, string split, BundleContent content, List<ItemFacts> items)
    {
        Dictionary<(string, string), ConsensusLabel> labels = content.Labels.ToDictionary(l => (l.Item, l.Field));
        foreach (Field field in content.Ratings.Fields)
        {
            Add(
                csv,
                split,
                "label:" + field.Id,
                i =>
                    labels.TryGetValue((i.Id, field.Id), out ConsensusLabel? l)
                        ? ReleasedRatings.IsSettled(l.Status)
                            ? l.Label ?? "unknown"
                            : "(" + l.Status + ")"
                        : "(not computed)",
                items
            );
        }
    }

    private static int Subjects(IEnumerable<ItemFacts> items) =>
        items.Select(i => i.Subject).Distinct(StringComparer.Ordinal).Count();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
