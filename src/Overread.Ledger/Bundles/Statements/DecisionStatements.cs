using static Overread.Ledger.Bundles.Statements.ReadingStatements;
using static Overread.Ledger.Bundles.Statements.StatementDraft;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>What is said of the rule, of disputes and of who decided them, and of the gate.</summary>
internal static class DecisionStatements
{
    public static IEnumerable<BundleStatement> Of(BundleFacts facts) =>
        [Rule(facts), Adjudication(facts), Passed(facts), Approval(facts)];

    private static BundleStatement Rule(BundleFacts f)
    {
        StatementDraft d = new("protocol.rule", "protocol/protocol.json");
        List<long> published = [.. f.Events.Protocols.Where(p => p.Version == f.Version).Select(p => p.Seq)];
        List<long> handed =
        [
            .. f.Reads.Select(r => f.Events.Reads.GetValueOrDefault(r.Id)?.Assigned ?? -1).Where(s => s >= 0),
        ];
        d.Fault(published.Count == 0, $"No disclosed event says that protocol version {f.Version} was published.");
        long first = d.Figure("firstRead", handed.Count == 0 ? -1 : handed.Min());
        long seq = d.Figure("published", published.Count == 0 ? -1 : published.Min());
        long asked = d.Figure("asked", f.ReadersAsked);
        bool before = seq >= 0 && (first < 0 || seq < first);
        d.Fault(
            published.Count > 0 && !before,
            $"A read was handed out before protocol version {f.Version} was published."
        );
        return d.Say(
            $"Rule of protocol version {f.Version}: {f.Agreement} of {asked} reads, a tie is a dispute, disputes go to {(f.DisputeRule == "none" ? "nobody" : "the " + f.DisputeRule)}; published (seq {seq}) before the first of these reads was handed out (seq {first}).",
            before,
            f,
            "ProtocolPublished",
            "ReadAssigned"
        );
    }

    private static BundleStatement Adjudication(BundleFacts f)
    {
        StatementDraft d = new("adjudication.people", "labels/adjudication.csv", "labels/consensus/labels.csv");
        Dictionary<(string, string), BundleEvents.Decided> last = [];
        foreach (BundleEvents.Decided decided in f.Events.Decisions.Where(a => a.Kind == "dispute"))
        {
            last[(decided.Item, decided.Field)] = decided;
        }

        HashSet<(string, string)> table = [.. f.Disputes.Where(r => r.Decided).Select(r => (r.Item, r.Field))];
        foreach ((string item, string field) in table.Where(t => !last.ContainsKey(t)))
        {
            d.Fault(true, $"No disclosed event decides {field} of {item}, which the table calls decided.");
        }

        foreach ((string item, string field) in last.Keys.Where(k => !table.Contains(k)))
        {
            d.Fault(true, $"An event decides {field} of {item}; labels/adjudication.csv does not have it.");
        }

        ILookup<string, ReadTrace> reads = f
            .Events.Reads.Values.Where(r => r is { Submitted: >= 0, Item: not null })
            .ToLookup(r => r.Item!, StringComparer.Ordinal);
        bool Read(BundleEvents.Decided a) =>
            reads[a.Item].Any(r => Person(r.SubmittedBy) == Person(a.Actor) && r.FirstSubmitted < a.Seq);
        long disputed = d.Figure("disputed", f.Disputes.Count);
        long decidedCount = d.Figure("decided", last.Count);
        long program = d.Figure("program", last.Values.Count(a => Credential(a.Actor) != "session"));
        long own = d.Figure("ownReader", last.Values.Count(a => Credential(a.Actor) == "session" && Read(a)));
        long fresh = d.Figure("person", decidedCount - program - own);
        long silent = d.Figure("withoutReason", last.Values.Count(a => !a.Reasoned));
        return d.Say(
            disputed == 0
                ? $"No label was disputed, so nobody had to adjudicate."
                : (FormattableString)
                    $"{disputed} of {f.Labels.Count} labels were disputed and {decidedCount} decided: {fresh} by a person who had not read the item, {own} by one who had read it, {program} by a program; {silent} without a reason.",
            own == 0 && program == 0 && silent == 0 && decidedCount == disputed,
            f,
            "AdjudicationDecided"
        );
    }

    private static BundleStatement Passed(BundleFacts f)
    {
        StatementDraft d = new("gate.passed", "splits.csv");
        long references = d.Figure("references", f.Items.Count(i => KindOf(f, i.Id) == "reference"));
        long items = d.Figure("items", f.Items.Count);
        long batches = d.Figure("batches", BatchesOf(f).Count);
        foreach (BundleFacts.Item item in f.Items)
        {
            d.Fault(KindOf(f, item.Id) is null, $"No disclosed event says that item {item.Id} came to be.");
            d.Fault(
                KindOf(f, item.Id) is not (null or "reference") && !f.Events.Batches.ContainsKey(item.Id),
                $"Item {item.Id} has files and came with no batch."
            );
            d.Fault(
                f.Events.Ready.TryGetValue(item.Id, out (string Kind, string Subject) ready)
                    && ready.Subject != item.Subject,
                $"Item {item.Id} is of {ready.Subject}, splits.csv says {item.Subject}."
            );
        }

        return d.Say(
            references == items
                ? $"All {items} items are references: this platform received none of their files and de-identified nothing; their owner vouches for what the references lead to."
                : (FormattableString)
                    $"{items - references} of {items} items passed the gate in {Many(batches, "batch", "batches")}: their files were de-identified in quarantine before anybody read them{(references == 0 ? "" : $"; {references} are references, of which this platform received no file, and for which their owner vouches")}.",
            true,
            f,
            "ItemReady",
            "DeidentificationApplied"
        );
    }

    private static BundleStatement Approval(BundleFacts f)
    {
        StatementDraft d = new("gate.approval", BundleFacts.ApprovalsName);
        HashSet<string> batches = BatchesOf(f);
        Dictionary<string, string> by = new(StringComparer.Ordinal);
        foreach (BundleFacts.Approval approval in f.Approvals.Where(a => a.Decision == "approve"))
        {
            by[approval.Batch] = approval.By;
        }

        foreach (string batch in batches.Where(b => !by.ContainsKey(b)))
        {
            d.Fault(true, $"Items of batch {batch} are released, and nobody is said to have approved it.");
        }

        long all = d.Figure("batches", batches.Count);
        long person = d.Figure("person", batches.Count(b => by.GetValueOrDefault(b) == "session"));
        long token = d.Figure("token", batches.Count(b => by.GetValueOrDefault(b) == "token"));
        long platform = d.Figure("platform", all - person - token);
        return d.Say(
            all == 0
                ? $"Nothing was received, so nothing had to be approved at the gate."
                : (FormattableString)
                    $"Of {Many(all, "batch", "batches")} {person} {(person == 1 ? "was" : "were")} approved at the gate by a person, {token} by a program with a token, {platform} by the platform itself without anybody looking.",
            person == all,
            f
        ) with
        {
            Believed =
                all == 0
                    ? null
                    : "the events of the gate's decisions may hold a person's words and are not in the bundle",
        };
    }

    private static string? KindOf(BundleFacts f, string item) =>
        f.Events.Ready.TryGetValue(item, out (string Kind, string) ready) ? ready.Kind : null;

    private static HashSet<string> BatchesOf(BundleFacts f) =>
        [.. f.Items.Select(i => f.Events.Batches.GetValueOrDefault(i.Id)).OfType<string>()];
}
