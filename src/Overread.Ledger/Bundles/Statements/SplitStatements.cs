using static Overread.Ledger.Bundles.Statements.StatementDraft;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>What is said of who is who, and of the split.</summary>
internal static class SplitStatements
{
    private static readonly string[] Names = ["train", "tuning", "test"];

    public static IEnumerable<BundleStatement> Of(BundleFacts facts) =>
        [Disjoint(facts), Subjects(facts), Kept(facts), Contents(facts), Unclear(facts), Held(facts)];

    private static BundleStatement Disjoint(BundleFacts f)
    {
        StatementDraft d = new("splits.disjoint", "splits.csv");
        long torn = d.Figure("subjectsInSeveral", Torn(f, i => i.Subject));
        long tornGroups = d.Figure("groupsInSeveral", Torn(f, i => i.Group));
        long subjects = d.Figure("subjects", f.Items.Select(i => i.Subject).Distinct(StringComparer.Ordinal).Count());
        long groups = d.Figure("groups", f.Items.Select(i => i.Group).Distinct(StringComparer.Ordinal).Count());
        d.Fault(torn > 0, $"{torn} subjects stand in more than one split.");
        d.Fault(tornGroups > 0, $"{tornGroups} groups of subjects that belong together stand in more than one split.");
        foreach (string strange in f.Items.Select(i => i.Split).Where(s => !Names.Contains(s)).Distinct())
        {
            d.Fault(true, $"'{strange}' is no split.");
        }

        HashSet<string> open = [.. f.Items.Select(i => i.Group).Concat(f.Items.Select(i => i.Subject))];
        int both = f.Sealed.Count(s => open.Contains(s.Group) || open.Contains(s.Subject));
        d.Fault(both > 0, $"{both} sealed items are of subjects whose other items are not sealed.");
        string counts = string.Join(", ", Names.Select(n => $"{n} {d.Figure(n, f.Items.Count(i => i.Split == n))}"));
        return d.Say(
            $"{torn} of {Many(subjects, "subject", "subjects")} and {tornGroups} of {Many(groups, "group", "groups")} of subjects kept together stand in more than one split; items: {counts}.",
            torn == 0 && tornGroups == 0,
            f
        );
    }

    private static BundleStatement Subjects(BundleFacts f)
    {
        StatementDraft d = new("splits.subjects", "splits.csv");
        long Count(string from) => d.Figure(from, f.Items.Count(i => i.From == from));
        (long stated, long path, long key, long guess) = (Count("stated"), Count("path"), Count("key"), Count("guess"));
        d.Fault(
            stated + path + key + guess != f.Items.Count,
            $"Of {f.Items.Count - stated - path - key - guess} items it is not said how their subject is known."
        );
        return d.Say(
            $"Whose an item is was stated by its owner for {stated}, taken from its name by the rule patientN/studyM for {path}, from a pseudonym by the project's key for {key}; for {guess} nobody said, and each of those counts as a subject of its own{(guess == 0 ? "" : ", which is a guess")}.",
            guess == 0,
            f,
            "ItemReady"
        );
    }

    private static BundleStatement Kept(BundleFacts f)
    {
        StatementDraft d = new("splits.kept", "splits.csv", "leakage-report.json", "labels/changes.csv");
        Dictionary<string, string> subjects = [];
        foreach (BundleFacts.Item item in f.Items)
        {
            d.Fault(
                subjects.TryGetValue(item.Subject, out string? since) && since != item.Since,
                $"Subject {item.Subject} has its split since two versions."
            );
            subjects[item.Subject] = item.Since;
        }

        HashSet<string> rows = [.. f.Items.Where(i => f.MovedRows.Contains(i.Id)).Select(i => i.Subject)];
        d.Fault(
            !rows.SetEquals(f.Moved.Where(subjects.ContainsKey)),
            $"The subjects that moved according to leakage-report.json are not those of labels/changes.csv."
        );
        long moved = d.Figure("moved", f.Moved.Count);
        long versions = d.Figure("versions", subjects.Values.Distinct(StringComparer.Ordinal).Count());
        return d.Say(
            $"{(moved == 0 ? $"No subject stands in another split than in an earlier version of this release" : $"{moved} subjects stand in another split than in an earlier version, each with the reason in `CHANGELOG.md`")}; the splits were given by {Many(versions, "version", "versions")} (`splits.csv`, since).",
            moved == 0,
            f
        ) with
        {
            Believed = "what earlier versions hold is in their bundles and in the record, not in this one",
        };
    }

    private static BundleStatement Contents(BundleFacts f)
    {
        StatementDraft d = new("splits.contents", "items.csv", "splits.csv");
        Dictionary<string, BundleFacts.Item> items = new(StringComparer.Ordinal);
        foreach (BundleFacts.Item item in f.Items)
        {
            items[item.Id] = item;
        }

        var shared = f
            .Contents.Where(c => items.ContainsKey(c.Item))
            .GroupBy(c => c.Fingerprint, StringComparer.Ordinal)
            .Where(g => g.Select(c => items[c.Item].Subject).Distinct(StringComparer.Ordinal).Count() > 1)
            .ToList();
        long several = d.Figure("ofSeveralSubjects", shared.Count);
        long across = d.Figure(
            "acrossSplits",
            shared.Count(g => g.Select(c => items[c.Item].Split).Distinct(StringComparer.Ordinal).Count() > 1)
        );
        return d.Say(
            several == 0
                ? $"No two subjects have a file of identical content."
                : (FormattableString)
                    $"{Many(several, "identical content stands", "identical contents stand")} under several subjects, {across} of them in several splits.",
            across == 0,
            f
        );
    }

    private static BundleStatement Unclear(BundleFacts f)
    {
        StatementDraft d = new("subjects.unclear", "leakage-report.json");
        long open = d.Figure("open", f.OpenQuestions);
        return d.Say(
            open == 0
                ? $"No question about who is who is open among the released subjects."
                : (FormattableString)
                    $"{Many(open, "question", "questions")} about who is who {(open == 1 ? "is" : "are")} open; the subjects in doubt are kept in one split and counted as several (`leakage-report.json`).",
            open == 0,
            f
        ) with
        {
            Believed = "names that were written alike before are not all in the bundle",
        };
    }

    private static BundleStatement Held(BundleFacts f)
    {
        StatementDraft d = new("splits.test-labels", "splits.csv", SealedRow.TableName, "labels/consensus/labels.csv");
        HashSet<string> test = [.. f.Items.Where(i => i.Split == "test").Select(i => i.Id)];
        HashSet<string> held = [.. f.Sealed.Select(s => s.Item)];
        HashSet<string> shown =
        [
            .. f.Items.Select(i => i.Id),
            .. f.Labels.Select(l => l.Item),
            .. f.Reads.Select(r => r.Item),
            .. f.Disputes.Select(r => r.Item),
            .. f.Exported.Select(e => e.Item),
            .. f.Events.Decisions.Select(e => e.Item),
        ];
        long several = held.Count == 0 ? 0 : d.Figure("sealed", held.Count);
        long told = held.Count(shown.Contains);
        d.Fault(told > 0, $"Of {told} sealed items the bundle tells labels, reads or decisions.");
        d.Fault(held.Count != f.Sealed.Count, $"A sealed item stands in its table twice.");
        d.Fault(
            f.Sealed.Any(s => s.Commitment.Length != 64 || !s.Commitment.All(char.IsAsciiHexDigitLower)),
            $"A sealed item has no commitment."
        );
        long items = d.Figure("items", test.Count);
        long labels = d.Figure("labels", f.Labels.Count(l => test.Contains(l.Item) && l.Text.Length > 0));
        return d.Say(
            several > 0 && test.Count == 0
                    ? $"The labels of all {Many(several, "item", "items")} of the test part are sealed: the bundle commits to each (`{SealedRow.TableName}`) and holds none."
                : labels == 0 ? $"No label of the {Many(items, "item", "items")} of the test part is in this bundle."
                : (FormattableString)
                    $"{Many(labels, "label", "labels")} of the {Many(items, "item", "items")} of the test part are in this bundle: nothing is held back.",
            labels == 0,
            f
        );
    }

    private static long Torn(BundleFacts f, Func<BundleFacts.Item, string> by) =>
        f
            .Items.GroupBy(by, StringComparer.Ordinal)
            .Count(g => g.Select(i => i.Split).Distinct(StringComparer.Ordinal).Count() > 1);
}
