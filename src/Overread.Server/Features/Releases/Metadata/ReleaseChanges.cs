using Overread.Domain.Comparison;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>What a release has otherwise than the previous one of its name, in order of item and field.</summary>
internal sealed record ReleaseChanges(
    PreviousRelease? Previous,
    IReadOnlyList<string> Recalled,
    IReadOnlyList<ReleaseChange> Rows
)
{
    public static ReleaseChanges Of(
        BundleContent content,
        ReadLease read,
        PreviousRelease? previous,
        IReadOnlyList<string> recalled
    )
    {
        if (previous is null)
        {
            return new(null, recalled, [.. SplitRows(content)]);
        }

        ChangeCauses causes = ChangeCauses.Load(read, content, previous);
        HashSet<string> items = [.. content.Items.Select(i => i.Id)];
        List<ReleaseChange> rows =
        [
            .. SplitRows(content),
            .. ItemRows(items, previous, causes),
            .. LabelRows(content, items, previous, causes),
            .. MarkRows(content, items, previous, causes),
        ];
        return new(
            previous,
            recalled,
            [
                .. rows.OrderBy(r => r.Item, StringComparer.Ordinal)
                    .ThenBy(r => r.Field, StringComparer.Ordinal)
                    .ThenBy(r => r.What, StringComparer.Ordinal),
            ]
        );
    }

    // Against the version that gave the split, which may be older than the previous one, or recalled.
    private static IEnumerable<ReleaseChange> SplitRows(BundleContent content)
    {
        HashSet<string> moved = [.. content.Moved];
        foreach (Domain.Intake.ItemFacts item in content.Items.Where(i => moved.Contains(i.Subject)))
        {
            ReleaseMembers.HeldSplit was = content.Splitting.Held[item.Subject];
            yield return new(
                "split-changed",
                item.Id,
                "",
                was.Split,
                content.SplitOf[item.Subject],
                null,
                null,
                $"subject {item.Subject}, {was.Split} since {was.Since}: {content.Splitting.Change?.Reason}",
                []
            );
        }
    }

    private static IEnumerable<ReleaseChange> ItemRows(
        HashSet<string> items,
        PreviousRelease previous,
        ChangeCauses causes
    )
    {
        if (previous.Items is not { } before)
        {
            yield break;
        }

        foreach (string item in items.Except(before))
        {
            yield return causes.Explain(new("item-added", item, "", null, null, null, null, "", []));
        }

        foreach (string item in before.Except(items))
        {
            yield return causes.Explain(new("item-removed", item, "", null, null, null, null, "", []));
        }
    }

    // An item that came or went is one row; its labels stand in the release that has it.
    private static IEnumerable<ReleaseChange> LabelRows(
        BundleContent content,
        HashSet<string> items,
        PreviousRelease previous,
        ChangeCauses causes
    )
    {
        bool Both(string item) => items.Contains(item) && (previous.Items?.Contains(item) ?? true);
        Dictionary<(string, string), PreviousRelease.LabelFacts> old = previous
            .Labels.Where(l => Both(l.Item))
            .ToDictionary(l => (l.Item, l.Field));
        Dictionary<(string, string), ConsensusLabel> now = content
            .Labels.Where(l => Both(l.Item))
            .ToDictionary(l => (l.Item, l.Field));
        foreach ((string Item, string Field) key in old.Keys.Union(now.Keys))
        {
            PreviousRelease.LabelFacts? was = old.GetValueOrDefault(key);
            ConsensusLabel? label = now.GetValueOrDefault(key);
            if (was?.Label == label?.Label && was?.Status == label?.Status)
            {
                continue;
            }

            string what =
                was is null ? "label-added"
                : label is null ? "label-removed"
                : "label-changed";
            yield return causes.Explain(
                new(what, key.Item, key.Field, was?.Label, label?.Label, was?.Status, label?.Status, "", [])
            );
        }
    }

    private static IEnumerable<ReleaseChange> MarkRows(
        BundleContent content,
        HashSet<string> items,
        PreviousRelease previous,
        ChangeCauses causes
    )
    {
        if (previous.Marks is not { } old)
        {
            yield break;
        }

        Dictionary<(string Item, string Field), string> now = PreviousRelease.MarksIn(
            BundleTables.ConsensusMarks(content).ToString()
        );
        foreach ((string Item, string Field) key in old.Keys.Union(now.Keys))
        {
            if (!items.Contains(key.Item) || !previous.Items!.Contains(key.Item))
            {
                continue;
            }

            string? was = old.GetValueOrDefault(key);
            string? marks = now.GetValueOrDefault(key);
            if (was != marks)
            {
                yield return causes.Explain(new("marks-changed", key.Item, key.Field, was, marks, null, null, "", []));
            }
        }
    }
}
