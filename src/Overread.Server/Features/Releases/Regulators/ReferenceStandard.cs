using System.Globalization;
using System.Text;
using Overread.Domain.Protocols;
using Overread.Ledger.Bundles;
using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// The section on the reference standard that FDA reviewers look for, as fifteen items (draft guidance on AI-enabled device
/// software functions, 2025, sections VIII and X.A, with trade practice in items 3, 5, 6 and 9). Each says what the record
/// shows and where; what the record does not hold is unknown, with the reason.
/// </summary>
internal sealed class ReferenceStandard
{
    /// <summary>One numbered item: sentences, each of which stands on its own.</summary>
    internal sealed record Item(int Number, string Title, IReadOnlyList<string> Sentences);

    private readonly BundleContent _content;
    private readonly ReleaseEvidence _evidence;
    private readonly ReadingFacts _reading;
    private readonly PrivacyPapers _privacy;
    private readonly CorrectionLog _corrections;
    private readonly PopulationFlow _flow;
    private readonly StatementBook _book;

    public ReferenceStandard(
        BundleContent content,
        AgreementView agreement,
        ReleaseEvidence evidence,
        ReadingFacts reading,
        PrivacyPapers privacy,
        CorrectionLog corrections,
        PopulationFlow flow,
        StatementBook book
    )
    {
        _book = book;
        _content = content;
        _evidence = evidence;
        _reading = reading;
        _privacy = privacy;
        _corrections = corrections;
        _flow = flow;
        Figures = [.. content.Ratings.Fields.Select(f => $"{f.Title}: {AgreementFigures.Sentence(agreement, f)}")];
        Items =
        [
            new(1, "Definition", Definition()),
            new(2, "Establishment", Establishment()),
            new(3, "Readers", Readers()),
            new(4, "Independence of readers", Independence()),
            new(5, "Adjudication", Adjudication()),
            new(6, "Variability", Variability()),
            new(7, "Uncertainty and hard cases", Uncertainty()),
            new(8, "Annotation quality", Quality()),
            new(9, "AI assistance", Assistance()),
            new(10, "Data", Data()),
            new(11, "Independence of sets", Sets()),
            new(12, "Representativeness", Representativeness()),
            new(13, "Storage and integrity", Integrity()),
            new(14, "Differences between development and validation data", Differences()),
            new(15, "Accountability", Accountability()),
        ];
        if (Items.FirstOrDefault(i => i.Sentences.All(string.IsNullOrWhiteSpace)) is { } empty)
        {
            throw new InvalidOperationException($"Item {empty.Number} of the reference standard says nothing.");
        }
    }

    public IReadOnlyList<Item> Items { get; }

    /// <summary>The sentences of item 6 that are a table elsewhere.</summary>
    public IReadOnlyList<string> Figures { get; }

    public string ToMarkdown()
    {
        StringBuilder t = new(
            "# Reference standard\n\nEach statement is made from the record; \"seq\" is an event's place in it. The events are in `audit/events.jsonl`.\n"
        );
        foreach (Item item in Items)
        {
            t.Append(CultureInfo.InvariantCulture, $"\n## {item.Number}. {item.Title}\n\n");
            foreach (string sentence in item.Sentences)
            {
                t.Append(CultureInfo.InvariantCulture, $"- {sentence}\n");
            }
        }

        return t.ToString();
    }

    private List<string> Definition() =>
        [
            $"Task: {_content.Purpose}",
            $"Labels: {string.Join(", ", _content.Protocol.Fields.Select(f => $"{f.Title} ({f.Kind.ToString().ToLowerInvariant()})"))}; full schema in `protocol/protocol.json`.",
            Said("reads.per-item"),
            Said("protocol.rule"),
            Said("labels.complete"),
            "Why this is the best available truth, and what it cannot show: unknown, because the protocol has no field for either; its guideline may say so.",
        ];

    private List<string> Establishment() =>
        [
            $"Protocol version {_content.ProtocolVersion}, hash {_content.ProtocolHash}, guideline in `protocol/guideline.md`; {_evidence.Cite("ProtocolPublished")}.",
            _reading.Viewports is { } v
                ? Text(
                    $"What was on the screen is recorded of {_reading.ReadsWithDisplay} of {_reading.Reads} reads ({_evidence.Cite("ReadOpened")}): viewports {v.Smallest:0} to {v.Largest:0} screen pixels wide, shown by {string.Join(", ", _reading.Clients)}."
                )
                : $"What was on the screen: unknown, because no read has a ReadOpened event; answers came by {Origins()}.",
            "The workbench shows the item and the guideline; the platform has no view of priors or reports beside an item, and what is shown outside of it is not recorded.",
            Said("assistance.suggestions"),
        ];

    private List<string> Readers() =>
        [
            Said("readers.roles"),
            Said("reads.origin"),
            $"Work and agreement of each: `quality/by-reader.csv`; {_evidence.Cite("ReadSubmitted")}.",
            Said("readers.register"),
            "Justification of their number, training for this task, calibration: unknown, because the platform does not record them.",
            "Whether readers are apart from developers and study readers: unknown, because the platform knows roles in this project only.",
        ];

    private List<string> Independence() =>
        [
            $"{_book["reads.blind"].Text} {Believed("reads.blind")}",
            Said("reads.order"),
            Said("reads.once"),
            Said("assistance.suggestions"),
        ];

    private List<string> Adjudication()
    {
        int disputed = _content.Adjudications.Count(a => a.Kind == "dispute");
        int decided = _content.Adjudications.Count(a => a.Kind == "dispute" && a.Decided is not null);
        int labels = _content.Labels.Count;
        return
        [
            Said("protocol.rule"),
            Said("adjudication.people"),
            Text(
                $"Share of labels that were adjudicated: {Share(decided, labels)}, {disputed} of {labels} disputed; {_evidence.Cite("AdjudicationDecided")}; `labels/adjudication.csv`."
            ),
            Said("reads.kept"),
        ];
    }

    private List<string> Variability()
    {
        List<string> sentences =
        [
            "Between readers, 95 % intervals over items; all figures in `quality/agreement.csv`, per reader in `quality/by-reader.csv`, per subgroup in `quality/by-subgroup.csv`:",
        ];
        sentences.AddRange(Figures);
        sentences.Add(
            $"Computed from {_evidence.Cite("ReadSubmitted")}; consensus input hash {_content.Run.InputHash}."
        );
        sentences.Add(
            $"Within readers, and washout: {_book["reads.once"].Text} There is no `quality/intra-reader.csv`."
        );
        sentences.Add("Accepted limits: unknown, because the protocol states none.");
        return sentences;
    }

    private List<string> Uncertainty() =>
        [
            $"{_content.Labels.Count(l => l.Label == "uncertain")} released labels are \"uncertain\", {_content.Labels.Count(l => l.Label == "notAssessed")} \"not assessed\", {_content.Labels.Count(l => l.Status is "disputed" or "tie")} unsettled, {_content.Labels.Count(l => l.Status == "incomplete")} incomplete: `quality/indeterminate.csv`; {_evidence.Cite("ConsensusComputed")}.",
            Said("labels.silence"),
            "Analyses with and without them: unknown, because performance of a device is not this bundle's; \"uncertain\" counts as an answer of its own in every agreement figure.",
        ];

    private List<string> Quality()
    {
        int drawn = _content.Adjudications.Count(a => a.Kind == "recheck");
        int looked = _content.Adjudications.Count(a => a.Kind == "recheck" && a.Decided is not null);
        return
        [
            $"Agreed labels drawn for a second look: {drawn}, of which {looked} decided; share asked for {Text($"{_content.Protocol.Policy.RecheckShare}")}; {_evidence.Cite("RecheckSampled")}.",
            $"{_corrections.Rows.Count} corrections{(_corrections.Rows.Count == 0 ? "" : ": " + string.Join(", ", _corrections.Rows.GroupBy(r => r.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}")))}; `quality/corrections.csv` has each with reason and seq; {_evidence.Cite("ReadReopened")}.",
            "Gold items and drift: unknown, because neither is part of this release; `overread drift` tests drift from `labels/individual/reads.csv`.",
        ];
    }

    private List<string> Assistance() => [Said("assistance.suggestions"), Said("reads.origin")];

    private List<string> Data() =>
        [
            _privacy.Statement,
            $"Size: {_content.Items.Count} items of {_content.Subjects} subjects; {_evidence.Cite("ItemReady")}.",
            _privacy.Batches.Count == 0
                ? "Cleaning: nothing was received, so nothing was changed here."
                : $"Cleaning: {string.Join("; ", CleaningEvents.Select(_evidence.Cite))}; `privacy/`.",
            "Dates of acquisition by day, inclusion criteria: unknown, because the platform does not record them; sites and years: `population/traits.csv`, with what is missing and why.",
            .. _content
                .Modalities.All.SelectMany(m => m.Paper.Unknown)
                .Select(u => $"{PrivacyPapers.NameOf(u.Key)}: {u.Value}."),
        ];

    private IEnumerable<string> CleaningEvents =>
        _content.Modalities.All.SelectMany(m => m.Paper.Cleaning).Prepend("DeidentificationApplied");

    private List<string> Sets() =>
        [
            $"Split by subject, seed {_content.Split.Seed}: {string.Join(", ", _content.Items.GroupBy(i => _content.SplitOf[i.Subject]).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()} items of {g.Select(i => i.Subject).Distinct().Count()} subjects"))}; `splits.csv`, `leakage-report.json`.",
            Said("splits.disjoint"),
            Said("splits.subjects"),
            Said("subjects.unclear"),
            Said("splits.contents"),
            $"{_book["splits.kept"].Text} {Believed("splits.kept")}",
            "Shares and seed are in the ReleasePublished event: `audit/release-event.json`.",
            $"Sequestration of the test part: {_book["splits.test-labels"].Text} Who took the bundle is in the ReleaseDownloaded events of the record, after its making.",
            "Independence of sites: unknown, because the split is by subject alone; sites by split: `population/traits.csv`.",
        ];

    private List<string> Representativeness() =>
        [
            $"Findings, kinds and modalities per split: `population/by-split.csv`; agreement per subgroup: `quality/by-subgroup.csv`; {_evidence.Cite("ItemReady")}.",
            Said("population.traits"),
            Said("population.target"),
            "Labels and agreement by sex, age, site and device, compared with the rest and corrected: `quality/by-population.csv`; by label: `population/by-label.csv`.",
            "Race and ethnicity: unknown, because the platform does not record them; reasons for all that is missing in `population/flow.md`.",
        ];

    private List<string> Integrity() =>
        [
            Said("labels.consensus"),
            $"{_content.Name}:{_content.Version}; each file's hash in `manifest.json` and `SHA256SUMS`; release event, inclusion proof and signed checkpoint: `VERIFY.md`.",
            Text(
                $"Consensus {_content.Run.Method} (version {_content.Run.Version}) over the first {_content.Run.RecordSize} events of the record; {_evidence.Cite("ConsensusComputed")}."
            ),
        ];

    private List<string> Differences() =>
        [
            $"Between the splits: `population/by-split.csv`; {_evidence.Cite("ItemReady")}.",
            "Between development and validation data of a device: unknown, because the record does not say what a device was developed on.",
        ];

    private List<string> Accountability() =>
        [
            .. _flow
                .Stages.Where(s => s.Of > 0)
                .Select(s =>
                    $"{s.Name}: {s.Of} {s.Unit}: {string.Join(", ", s.Parts.Select(p => $"{p.Count} {p.Name}"))}{(s.Difference == 0 ? "" : $", {s.Difference} not accounted for")}."
                ),
            Said("items.withdrawn"),
            $"Released: {_flow.Released} items of {_flow.Subjects} subjects; {_evidence.Cite("ReadSubmitted")}; {_evidence.Cite("ReadsCompared")}; `population/flow.json`.",
            "Protocol deviations: reopened reads, skipped and reassigned items are in the record; corrections in `quality/corrections.csv`. Others: unknown, because the platform has no list of deviations.",
        ];

    /// <summary>A statement with the events it rests on, where it rests on any.</summary>
    private string Said(string id)
    {
        const string Events = BundleManifest.EventsName + ": ";
        BundleStatement s = _book[id];
        List<string> cited =
        [
            .. s
                .From.Where(f => f.StartsWith(Events, StringComparison.Ordinal))
                .Select(f => _evidence.Cite(f[(f.LastIndexOf(' ') + 1)..]).ToString()),
        ];
        return cited.Count == 0 ? s.Text : $"{s.Text} ({id}; {string.Join("; ", cited)})";
    }

    private string Believed(string id) => _book[id].Believed is { } why ? $"({id}; {why}.)" : $"({id}.)";

    private string Origins() =>
        _reading.Origins.Count == 0
            ? "no recorded way"
            : string.Join(", ", _reading.Origins.Select(o => Text($"{o.Key} ({o.Value})")));

    private static string Share(int part, int whole) => whole == 0 ? "of none" : Text($"{100.0 * part / whole:0.0} %");

    private static string Words(string name) =>
        string.Concat(name.Select(c => char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString())).Trim();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
