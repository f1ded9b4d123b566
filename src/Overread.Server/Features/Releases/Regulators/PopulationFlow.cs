using System.Globalization;
using System.Text;
using Overread.Domain.Intake;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// What was received and what became of it, stage by stage, to what is released (STARD 2015 item 19; FDA draft X.A
/// accountability): each stage's parts add up to its whole, and <see cref="Stage.Difference"/> says by how much they do not.
/// </summary>
internal sealed class PopulationFlow
{
    /// <summary>One way out of a stage.</summary>
    internal sealed record Part(string Name, long Count);

    /// <summary>One stage: so many came in, and went these ways.</summary>
    /// <param name="Unit">What is counted.</param>
    /// <param name="Of">What came in.</param>
    /// <param name="From">The events or tables that are counted.</param>
    internal sealed record Stage(string Name, string Unit, long Of, IReadOnlyList<Part> Parts, string From)
    {
        /// <summary>Whole less parts: 0 where they reconcile.</summary>
        public long Difference => Of - Parts.Sum(p => p.Count);

        /// <summary>True for the stages that lead from what was received to released items; false for reads and labels.</summary>
        public bool IsOfItems => Name is not ("reads" or "labels");
    }

    public PopulationFlow(BundleContent content, ReleasedRatings ratings, ReleaseEvidence evidence)
    {
        List<(BatchPrivacy.Arrivals Arrivals, BatchPrivacy.Decisions Gate)> batches =
        [
            .. evidence
                .Batches.OrderBy(b => b.Key, StringComparer.Ordinal)
                .Select(b =>
                    (
                        BatchPrivacy.ArrivalsOf(b.Value),
                        BatchPrivacy.DecisionsOf(
                            b.Value,
                            b.Value.Count(e => e.Event is DeidentificationApplied),
                            evidence.Waiting[b.Key]
                        )
                    )
                ),
        ];
        NotOpened = batches.Sum(b => (long)b.Arrivals.ArchivesNotOpened);
        Released = content.Items.Count;
        ReadsOfLabels = ratings.Reads.Count;
        Subjects = content.Subjects;
        Stages =
        [
            Received([.. batches.Select(b => b.Arrivals)], batches.Sum(b => (long)b.Gate.Rejected), evidence),
            .. Passed([.. batches.Select(b => b.Gate)], evidence),
            .. Read(content, evidence),
            Labels(content),
        ];
    }

    public IReadOnlyList<Stage> Stages { get; }

    public long Released { get; }
    public int Subjects { get; }

    /// <summary>Reads from which the released labels come.</summary>
    public int ReadsOfLabels { get; }

    /// <summary>Archives that could not be opened; what they held is unknown and no file of them is counted.</summary>
    public long NotOpened { get; }

    public bool Reconciles => Stages.All(s => s.Difference == 0);

    public object ToJson() =>
        new
        {
            reconciles = Reconciles,
            stages = Stages.Select(s => new
            {
                stage = s.Name,
                unit = s.Unit,
                of = s.Of,
                parts = s.Parts,
                difference = s.Difference,
                countedFrom = s.From,
            }),
            archivesNotOpened = NotOpened,
            released = new { items = Released, subjects = Subjects },
            screenedBefore = NotScreened,
        };

    public const string NotScreened =
        "unknown, because whom the owner of the data considered and left out before sending is not recorded";

    public string ToMarkdown(BundleContent content, ReleaseEvidence evidence)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        StringBuilder t = new("# Flow of data\n\nOf the whole project, up to the moment this release was made. ");
        t.Append(
            Reconciles
                ? "The parts of every stage add up to its whole.\n"
                : "The parts of a stage marked below do not add up to its whole.\n"
        );
        foreach (Stage stage in Stages)
        {
            t.Append(plain, $"\n**{Capital(stage.Name)}:** {stage.Of} {stage.Unit}\n\n");
            foreach (Part part in stage.Parts)
            {
                t.Append(plain, $"- {part.Name}: {part.Count}\n");
            }

            if (stage.Difference != 0)
            {
                t.Append(plain, $"- not accounted for: {stage.Difference}\n");
            }
        }

        t.Append(plain, $"\n**Released:** {Released} items of {Subjects} subjects.\n\n");
        if (NotOpened > 0)
        {
            t.Append(plain, $"{NotOpened} archives could not be opened; how many files they held is unknown.\n\n");
        }

        t.Append(plain, $"Considered before anything was sent: {NotScreened}.\n\n## Missing, and why\n\n");
        t.Append("| what | how much | why |\n|---|---|---|\n");
        foreach ((string what, string much, string why) in PopulationTables.Missing(content))
        {
            t.Append(plain, $"| {what} | {much} | {why} |\n");
        }

        t.Append(
            plain,
            $"\nCounted from: {string.Join("; ", ((string[])["ItemReady", "ReadAssigned", "ReadSubmitted", "ReadsCompared", "AdjudicationDecided", "ConsensusComputed"]).Select(evidence.Cite))}.\nThe same for machines: `flow.json`; covariates by split: `by-split.csv`.\n"
        );
        return t.ToString();
    }

    private static Stage Received(List<BatchPrivacy.Arrivals> batches, long rejected, ReleaseEvidence evidence)
    {
        long files = batches.Sum(b => b.Files);
        long refused = batches.Sum(b => (long)b.Refused);
        long duplicates = batches.Sum(b => (long)b.Duplicates);
        long atGate = evidence.Waiting.Values.Sum(w => w.Files);
        // How many files a rejected entry had is destroyed with it: there, and there alone, the rest is taken for it.
        long rest = files - refused - duplicates - evidence.FilesOfItems - atGate;
        return new(
            "received",
            "files",
            files,
            [
                new("refused", refused),
                new("duplicate", duplicates),
                new("in items that passed the gate", evidence.FilesOfItems),
                new("in entries still at the gate", atGate),
                new("destroyed with what was rejected", rejected == 0 ? 0 : rest),
            ],
            "BatchReceived, FileRefused, the files of all items"
        );
    }

    private static IEnumerable<Stage> Passed(List<BatchPrivacy.Decisions> batches, ReleaseEvidence evidence)
    {
        long approved = batches.Sum(b => (long)b.Approved);
        yield return new(
            "at the gate",
            "entries",
            batches.Sum(b => (long)b.Entries),
            [
                new("passed", approved),
                new("rejected", batches.Sum(b => (long)b.Rejected)),
                new("held", batches.Sum(b => (long)b.StillHeld)),
                new("waiting", batches.Sum(b => (long)b.StillWaiting)),
            ],
            "DeidentificationApplied, BatchDecided, the gate as it stands"
        );
        yield return new(
            "items",
            "items",
            evidence.ItemsReady,
            [new("passed the gate", approved), new("added as references", evidence.References)],
            "ItemReady"
        );
    }

    private static IEnumerable<Stage> Read(BundleContent content, ReleaseEvidence evidence)
    {
        long State(string state) => content.States.GetValueOrDefault(state);
        yield return new(
            "reading",
            "items",
            evidence.ItemsReady,
            [
                new("withdrawn", State("withdrawn")),
                new("not read yet", State("ready")),
                new("read in part", State("reading")),
                new(
                    "compared or decided after the consensus, left to the next release",
                    State(BundleContent.AfterConsensus)
                ),
                new("read under an earlier protocol version alone, left out", State(BundleContent.EarlierVersion)),
                .. content.SealedItems.Count == 0
                    ? []
                    : (Part[])[new("read and compared, labels sealed", State(BundleContent.SealedState))],
                new("read and compared, released", content.Items.Count),
            ],
            "items as they stand"
        );
        yield return new(
            "compared",
            "items",
            content.Items.Count,
            [
                new("agreed", State("agreed")),
                new("disputed and not decided", State("disputed")),
                new("adjudicated", State("adjudicated")),
            ],
            "ReadsCompared, AdjudicationDecided"
        );
        yield return new(
            "reads",
            "reads",
            evidence.ReadStates.Values.Sum(),
            [
                .. ((string[])["submitted", "open", "skipped", "released", "expired"]).Select(s => new Part(
                    s == "released" ? "given or taken back" : s,
                    evidence.ReadStates.GetValueOrDefault(s)
                )),
            ],
            "ReadAssigned, ReadSubmitted, ReadSkipped, ReadReleased, AssignmentExpired"
        );
    }

    private static Stage Labels(BundleContent content)
    {
        long Count(params string[] statuses) => content.Labels.Count(l => statuses.Contains(l.Status));
        return new(
            "labels",
            "labels (one per released item and field)",
            (long)content.Items.Count * content.Ratings.Fields.Count(),
            [
                new("accepted", Count("accepted")),
                new("adjudicated", Count("adjudicated")),
                new("disputed or tie", Count("disputed", "tie")),
                new("incomplete", Count("incomplete")),
                new("not asked", Count("not-asked")),
            ],
            "ConsensusComputed"
        );
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
