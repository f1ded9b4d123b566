using static Overread.Ledger.Bundles.Statements.StatementDraft;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>What is said of the labels.</summary>
internal static class LabelStatements
{
    private static readonly string[] Settled = ["accepted", "adjudicated"];

    public static IEnumerable<BundleStatement> Of(BundleFacts facts) =>
        [Complete(facts), Silence(facts), Consensus(facts), Withdrawn(facts)];

    private static BundleStatement Complete(BundleFacts f)
    {
        StatementDraft d = new("labels.complete", "labels/consensus/labels.csv", "splits.csv");
        HashSet<string> items = [.. f.Items.Select(i => i.Id)];
        long fields = d.Figure("fields", f.Labels.Select(l => l.Field).Distinct(StringComparer.Ordinal).Count());
        long labels = d.Figure("labels", f.Labels.Count);
        foreach (BundleFacts.Label label in f.Labels.Where(l => !items.Contains(l.Item)))
        {
            d.Fault(true, $"A label is of {label.Item}, which is no item of the bundle.");
        }

        d.Fault(
            labels != fields * f.Items.Count || f.Labels.DistinctBy(l => (l.Item, l.Field)).Count() != labels,
            $"{labels} labels are not one for each of {f.Items.Count} items and {fields} fields."
        );
        long Count(string name, params string[] statuses) =>
            d.Figure(name, f.Labels.Count(l => statuses.Contains(l.Status)));
        (long accepted, long adjudicated, long disputed, long incomplete, long notAsked) = (
            Count("accepted", "accepted"),
            Count("adjudicated", "adjudicated"),
            Count("disputed", "disputed", "tie"),
            Count("incomplete", "incomplete"),
            Count("notAsked", "not-asked")
        );
        d.Fault(
            accepted + adjudicated + disputed + incomplete + notAsked != labels,
            $"{labels - accepted - adjudicated - disputed - incomplete - notAsked} labels have no known status."
        );
        foreach (BundleFacts.Label label in f.Labels.Where(l => Settled.Contains(l.Status) && l.Text.Length == 0))
        {
            d.Fault(true, $"{label.Field} of {label.Item} is {label.Status} and has no label.");
        }

        return d.Say(
            $"{Many(labels, "label", "labels")}, one for each of {Many(f.Items.Count, "item", "items")} and {Many(fields, "field", "fields")}: {accepted} accepted, {adjudicated} adjudicated, {disputed} disputed or tied, {incomplete} incomplete, {notAsked} not asked.",
            disputed == 0 && incomplete == 0,
            f,
            "ConsensusComputed"
        );
    }

    private static BundleStatement Silence(BundleFacts f)
    {
        StatementDraft d = new(
            "labels.silence",
            "labels/consensus/labels.csv",
            "labels/individual/reads.csv",
            "exports/labels.csv"
        );
        HashSet<(string, string)> decided = [.. f.Events.Decisions.Select(a => (a.Item, a.Field))];
        List<BundleFacts.Label> silent =
        [
            .. f.Labels.Where(l => !f.Answered.Contains((l.Item, l.Field)) && !decided.Contains((l.Item, l.Field))),
        ];
        HashSet<(string, string)> open =
        [
            .. f.Labels.Where(l => !Settled.Contains(l.Status)).Select(l => (l.Item, l.Field)),
        ];
        d.Figure("silent", silent.Count);
        long taken = d.Figure("taken", silent.Count(l => l.Text.Length > 0));
        long shown = d.Figure("shown", f.Exported.Count(open.Contains));
        d.Fault(taken > 0, $"{taken} labels of fields that nobody answered hold an answer.");
        d.Fault(shown > 0, $"{shown} cells of exports/labels.csv hold a label that is not settled.");
        return d.Say(
            $"Silence is never taken for an answer: {taken} of {Many(silent.Count, "field", "fields")} that nobody answered hold a label, and {shown} of {open.Count} that are not settled hold one in `exports/labels.csv`.",
            taken == 0 && shown == 0,
            f
        );
    }

    private static BundleStatement Consensus(BundleFacts f)
    {
        StatementDraft d = new("labels.consensus", "software/platform.json");
        d.Fault(
            !f.Events.InputHashes.Contains(f.InputHash),
            $"No disclosed event computes a consensus over the input that software/platform.json names."
        );
        // An adjudicated label without a decision would be nobody's.
        HashSet<(string, string)> decided = [.. f.Events.Decisions.Select(a => (a.Item, a.Field))];
        long loose = d.Figure(
            "adjudicatedWithoutDecision",
            f.Labels.Count(l => l.Status == "adjudicated" && !decided.Contains((l.Item, l.Field)))
        );
        d.Fault(loose > 0, $"{loose} labels are called adjudicated and no disclosed event decides them.");
        return d.Say(
            $"The labels were computed over the input {f.InputHash}, and every adjudicated one has a decision in the record.",
            true,
            f,
            "ConsensusComputed",
            "AdjudicationDecided"
        );
    }

    private static BundleStatement Withdrawn(BundleFacts f)
    {
        StatementDraft d = new("items.withdrawn", "splits.csv");
        long withdrawn = d.Figure("withdrawn", f.Items.Count(i => f.Events.Withdrawn.Contains(i.Id)));
        d.Fault(withdrawn > 0, $"{withdrawn} items of the bundle were withdrawn and not restored.");
        return d.Say(
            $"{withdrawn} of {Many(f.Items.Count, "item", "items")} of this release had been withdrawn when it was made.",
            withdrawn == 0,
            f,
            "ItemWithdrawn",
            "ItemRestored"
        );
    }
}
