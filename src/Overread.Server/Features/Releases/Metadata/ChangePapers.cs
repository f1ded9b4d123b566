using System.Globalization;
using System.Text;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>What changed since the previous release: a page for people and a table for machines, of the same rows.</summary>
internal static class ChangePapers
{
    private const int Shown = 50;
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static string Table(ReleaseChanges changes)
    {
        CsvText csv = new("change", "item", "field", "old", "new", "old_status", "new_status", "why", "events");
        foreach (ReleaseChange row in changes.Rows)
        {
            csv.Row(
                row.What,
                row.Item,
                row.Field,
                row.Old,
                row.New,
                row.OldStatus,
                row.NewStatus,
                row.Why,
                string.Join(' ', row.Events)
            );
        }

        return csv.ToString();
    }

    public static string Page(BundleContent c, ReleaseChanges changes)
    {
        StringBuilder t = new();
        t.Append(Plain, $"# Changes in {c.Name}:{c.Version}\n\n");
        t.Append(Plain, $"Item of the change control plan: {DeclaredPaper.Said(c.Declared.PlanItem)}.\n\n");
        if (changes.Recalled.Count > 0)
        {
            t.Append(
                Plain,
                $"Recalled and therefore not compared with: {string.Join(", ", changes.Recalled.Select(v => $"{c.Name}:{v}"))}.\n\n"
            );
        }

        if (changes.Previous is not { } previous)
        {
            t.Append(
                Plain,
                $"This is the first release: no other release named {c.Name} stands in this project.{(changes.Rows.Count == 0 ? " `labels/changes.csv` has no rows." : "")}\n\n"
            );
            Splits(t, c);
            if (changes.Rows.Count > 0)
            {
                Rows(t, changes);
            }

            return t.ToString();
        }

        t.Append(
            Plain,
            $"Compared with {c.Name}:{previous.Version}, published {previous.Published}, content hash `{previous.ContentHash}`.\nEvery change is a row of `labels/changes.csv`; `events` there are the places of the reasons in the record (`seq` in\n`audit/events.jsonl`, as far as the item is in this release).\n\n"
        );
        t.Append(
            previous.ProtocolVersion == c.ProtocolVersion
                ? string.Create(Plain, $"- Protocol: version {c.ProtocolVersion}, the same.\n")
                : string.Create(
                    Plain,
                    $"- Protocol: version {previous.ProtocolVersion} (`{previous.ProtocolHash}`) before, version {c.ProtocolVersion} (`{c.ProtocolHash}`) now.\n"
                )
        );
        Items(t, c, changes, previous);
        Splits(t, c);
        int Count(string what) => changes.Rows.Count(r => r.What == what);
        t.Append(
            Plain,
            $"- Consensus labels: {Count("label-changed")} changed, {Count("label-added")} added, {Count("label-removed")} removed, among items in both releases.\n"
        );
        t.Append(
            previous.Unknown is null
                ? string.Create(
                    Plain,
                    $"- Consensus marks: {Count("marks-changed")} changed, counted by item and field.\n"
                )
                : $"- Consensus marks: unknown, because {previous.Unknown}.\n"
        );
        Rows(t, changes);
        return t.ToString();
    }

    private static void Splits(StringBuilder t, BundleContent c)
    {
        int known = c.SplitOf.Keys.Count(c.Splitting.Held.ContainsKey);
        t.Append(
            Plain,
            $"- Splits: {known - c.Moved.Count} subjects of earlier versions keep theirs, {c.SplitOf.Count - known} are new, {c.Moved.Count} moved{(c.Moved.Count == 0 ? "" : ": " + Plainly(c.Splitting.Change?.Reason ?? ""))}.\n"
        );
    }

    private static void Items(StringBuilder t, BundleContent c, ReleaseChanges changes, PreviousRelease previous)
    {
        if (previous.Items is { } items)
        {
            t.Append(
                Plain,
                $"- Items: {items.Count} before, {c.Items.Count} now; {changes.Rows.Count(r => r.What == "item-added")} added, {changes.Rows.Count(r => r.What == "item-removed")} removed.\n"
            );
        }
        else
        {
            t.Append(
                Plain,
                $"- Items: {c.Items.Count} now; which were added or removed is unknown, because {previous.Unknown}. Labels are compared with the record's consensus run `{previous.Run.Id}`, which holds items that were not released as well.\n"
            );
        }
    }

    private static void Rows(StringBuilder t, ReleaseChanges changes)
    {
        if (changes.Rows.Count == 0)
        {
            t.Append("\nNothing else differs.\n");
            return;
        }

        t.Append("\n| change | item | field | before | now | why |\n|---|---|---|---|---|---|\n");
        foreach (ReleaseChange row in changes.Rows.Take(Shown))
        {
            t.Append(
                Plain,
                $"| {row.What} | {row.Item} | {row.Field} | {Cell(row.Old, row.OldStatus)} | {Cell(row.New, row.NewStatus)} | {Plainly(row.Why)} |\n"
            );
        }

        if (changes.Rows.Count > Shown)
        {
            t.Append(Plain, $"\n{changes.Rows.Count - Shown} more in `labels/changes.csv`.\n");
        }
    }

    private static string Cell(string? label, string? status) =>
        Plainly(
            (label, status) switch
            {
                (null, null) => "",
                (null, _) => $"no label ({status})",
                (_, null) => label,
                _ => $"{label} ({status})",
            }
        );

    // A cell of a table: one line, no bar of its own.
    private static string Plainly(string text) =>
        string.Join(' ', text.Replace("|", "\\|", StringComparison.Ordinal).Split('\n', '\r')).Trim();
}
