using Overread.Deidentification;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// What the record proves about the de-identification of one batch (45 CFR 164.514, DICOM PS3.15 annex E): counts, decisions
/// and the places of the events they are counted from. Counts are of the whole batch, since its sampled review speaks of the
/// whole batch.
/// </summary>
internal sealed record BatchPrivacy
{
    internal sealed record Arrivals(long Files, long Bytes, int Refused, int Duplicates, int ArchivesNotOpened);

    internal sealed record OptionCode(string Code, string Meaning);

    internal sealed record AppliedPlan(
        string Hash,
        string Profile,
        string Edition,
        IReadOnlyList<OptionCode> Options,
        IReadOnlyList<string> KeyFingerprints
    );

    internal sealed record Claimed(
        string Claim,
        bool Possible,
        IReadOnlyList<string> Obstacles,
        IReadOnlyList<string> StillNeeded
    );

    internal sealed record Elements(long Kept, long Changed, long Removed);

    internal sealed record Residual(
        int EntriesChecked,
        int EntriesWithFindings,
        IReadOnlyDictionary<string, int> Kinds
    );

    internal sealed record PixelText(
        int EntriesSearched,
        int FramesSearched,
        int FramesToSearch,
        int Proposed,
        int Blanked,
        int Dismissed,
        int Undecided,
        int DrawnByHand,
        int ImagesBlanked,
        int FramesBlanked
    );

    internal sealed record FaceKept(string Series, string Reason);

    internal sealed record Faces(
        int Series,
        int WithoutProposal,
        int Removed,
        int FramesChanged,
        IReadOnlyList<FaceKept> Kept,
        int Undecided
    );

    internal sealed record Decisions(
        int Entries,
        int Approved,
        int ApprovedOneByOne,
        int Rejected,
        int StillHeld,
        int StillWaiting
    );

    internal sealed record Review(int Population, int Sampled, int Reviewed, int Leaks, double LeakRateUpperBound95);

    internal sealed record Approval(string Decision, string By, string Roles, string At, string? Reason, long Seq);

    internal sealed record Events(string Type, IReadOnlyList<long> Seq, bool Disclosed);

    public required string Batch { get; init; }
    public required int ItemsInThisRelease { get; init; }
    public required int ObjectsInThisRelease { get; init; }
    public required Arrivals Received { get; init; }
    public required AppliedPlan Plan { get; init; }
    public required IReadOnlyList<Claimed> Claims { get; init; }
    public required Elements ElementActions { get; init; }
    public required Residual ResidualCheck { get; init; }
    public required PixelText BurnedInText { get; init; }
    public required Faces RecognisableFaces { get; init; }
    public required Decisions Gate { get; init; }
    public required Review SampledReview { get; init; }
    public required IReadOnlyList<Approval> Approvals { get; init; }
    public required object ResidualLinkageRisk { get; init; }
    public required IReadOnlyList<Events> ProvedBy { get; init; }

    public static BatchPrivacy Of(string batch, BundleContent content, ReleaseEvidence evidence)
    {
        IReadOnlyList<Envelope> events = evidence.Batches[batch];
        List<ItemFacts> items = [.. content.Items.Where(i => i.Batch == batch)];
        List<DeidentificationApplied> applied = [.. Of<DeidentificationApplied>(events)];
        return new()
        {
            Batch = batch,
            ItemsInThisRelease = items.Count,
            ObjectsInThisRelease = items.Sum(i => i.Series.Sum(s => s.Files.Count)),
            Received = ArrivalsOf(events),
            Plan = PlanOf(applied),
            Claims = ClaimsOf(applied),
            ElementActions = new(
                applied.Sum(a => (long)a.Kept),
                applied.Sum(a => (long)a.Changed),
                applied.Sum(a => (long)a.Removed)
            ),
            ResidualCheck = new(
                applied.Count,
                applied.Count(a => a.Residuals.Count > 0),
                applied
                    .SelectMany(a => a.Residuals)
                    .GroupBy(r => r, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, g => g.Count())
            ),
            BurnedInText = TextOf(events),
            RecognisableFaces = FacesOf(events),
            Gate = DecisionsOf(events, applied.Count, evidence.Waiting[batch]),
            SampledReview = ReviewOf(events),
            Approvals = ApprovalsOf(events, evidence),
            ResidualLinkageRisk = RiskOf(evidence.Reports.GetValueOrDefault(batch)),
            ProvedBy =
            [
                .. events
                    .GroupBy(e => e.Event.GetType().Name, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new Events(
                        g.Key,
                        [.. g.Select(e => e.Seq)],
                        evidence.Disclosure.Takes(null, "batch/" + batch, g.Key)
                    )),
            ],
        };
    }

    /// <summary>Files of a batch and what became of them on arrival; an archive that did not open is no file of it.</summary>
    public static Arrivals ArrivalsOf(IReadOnlyList<Envelope> events)
    {
        List<FileRefused> refused = [.. Of<FileRefused>(events)];
        return new(
            Of<BatchReceived>(events).Sum(e => (long)e.Files),
            Of<BatchReceived>(events).Sum(e => e.Bytes),
            refused.Count(r => r is { Kind: "refused", ContentHash.Length: > 0 }),
            refused.Count(r => r.Kind == "duplicate"),
            refused.Count(r => r is { Kind: "refused", ContentHash.Length: 0 })
        );
    }

    /// <summary>Entries of a batch by what the gate made of them.</summary>
    public static Decisions DecisionsOf(IReadOnlyList<Envelope> events, int entries, ReleaseEvidence.AtGate rest)
    {
        List<GateOutcome> outcomes = [.. Of<BatchDecided>(events).Select(d => d.Outcome).OfType<GateOutcome>()];
        int single = Of<EntryDecided>(events)
            .GroupBy(e => e.Entry, StringComparer.Ordinal)
            .Count(g => g.Last().Decision == "approve");
        return new(
            entries,
            outcomes.Sum(o => o.Approved),
            single,
            outcomes.Sum(o => o.Rejected),
            rest.Held,
            rest.Waiting
        );
    }

    private static IEnumerable<T> Of<T>(IReadOnlyList<Envelope> events)
        where T : DomainEvent => events.Select(e => e.Event).OfType<T>();

    private static AppliedPlan PlanOf(List<DeidentificationApplied> applied)
    {
        DeidentificationPlan gate = DeidentificationPlan.Gate;
        List<string> hashes = [.. applied.Select(a => a.PlanHash).Distinct().Order(StringComparer.Ordinal)];
        bool known = hashes is [var only] && only == gate.Hash;
        const string Unknown =
            "unknown, because this version of the platform applies another plan than that of the hash";
        return new(
            string.Join(' ', hashes),
            known ? gate.Profile.ToString() : Unknown,
            known ? "DICOM PS3.15 " + DeidentificationPlan.Edition : Unknown,
            known ? [.. OptionCodes.For(gate.Options).Select(o => new OptionCode(o.Code, o.Meaning))] : [],
            [.. applied.Select(a => a.Key).OfType<string>().Distinct().Order(StringComparer.Ordinal)]
        );
    }

    // The record holds which claims the plan allowed; why, is computed anew where the plan is still the same.
    private static List<Claimed> ClaimsOf(List<DeidentificationApplied> applied)
    {
        HashSet<string> recorded =
        [
            .. applied.SelectMany(a => a.Claim.Split(", ", StringSplitOptions.RemoveEmptyEntries)),
        ];
        return applied.TrueForAll(a => a.PlanHash == DeidentificationPlan.Gate.Hash)
            ?
            [
                .. DeidentificationPlan.Gate.Claims.Select(c => new Claimed(
                    c.Claim.ToString(),
                    recorded.Contains(c.Claim.ToString()),
                    c.Obstacles,
                    recorded.Contains(c.Claim.ToString()) ? c.Conditions : []
                )),
            ]
            : [.. recorded.Order(StringComparer.Ordinal).Select(c => new Claimed(c, true, [], []))];
    }

    private static PixelText TextOf(IReadOnlyList<Envelope> events)
    {
        List<PixelTextSought> sought = [.. Of<PixelTextSought>(events)];
        Dictionary<string, BoxesMarked> marked = Of<BoxesMarked>(events)
            .GroupBy(b => b.Entry, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last());
        List<GateBox> boxes = [.. marked.Values.SelectMany(m => m.Boxes)];
        int untouched = sought.Where(s => !marked.ContainsKey(s.Entry)).Sum(s => s.Proposed);
        List<BlankedFile> blanked = [.. Of<PixelsBlanked>(events).SelectMany(p => p.Files)];
        return new(
            sought.Count,
            sought.Sum(s => s.Frames),
            sought.Sum(s => s.Of),
            sought.Sum(s => s.Proposed),
            boxes.Count(b => b is { Origin: "text", State: "accepted" }),
            boxes.Count(b => b.State == "dismissed"),
            boxes.Count(b => b.State == "proposed") + untouched,
            boxes.Count(b => b is { Origin: "hand", State: "accepted" }),
            blanked.Count,
            blanked.Sum(b => b.Frames)
        );
    }

    private static Faces FacesOf(IReadOnlyList<Envelope> events)
    {
        Dictionary<string, IReadOnlyList<GateFace>> series = [];
        foreach (DomainEvent happened in events.Select(e => e.Event))
        {
            if (happened is FacesSought sought)
            {
                series[sought.Entry] = sought.Series;
            }
            else if (happened is FacesDecided decided)
            {
                series[decided.Entry] = decided.Series;
            }
        }

        List<GateFace> all = [.. series.OrderBy(s => s.Key, StringComparer.Ordinal).SelectMany(s => s.Value)];
        List<DefacedSeries> removed = [.. Of<FacesRemoved>(events).SelectMany(f => f.Series)];
        return new(
            all.Count,
            all.Count(f => f.Cut is null),
            removed.Count,
            removed.Sum(r => r.Frames),
            [
                .. all.Where(f => f.State == "kept")
                    .Select(f => new FaceKept(
                        f.Series,
                        f.Reason is null ? "unknown, because none was recorded" : BundleDisclosure.Withheld
                    )),
            ],
            all.Count(f => f.State == "proposed")
        );
    }

    private static Review ReviewOf(IReadOnlyList<Envelope> events)
    {
        List<ReviewSampled> samples = [.. Of<ReviewSampled>(events)];
        GateOutcome? last = Of<BatchDecided>(events).Select(d => d.Outcome).OfType<GateOutcome>().LastOrDefault();
        return new(
            samples.Count == 0 ? 0 : samples.Max(s => s.Population),
            samples.SelectMany(s => s.Entries).Distinct().Count(),
            last?.Reviewed ?? 0,
            last?.Leaks ?? 0,
            last?.LeakBound ?? 1
        );
    }

    private static List<Approval> ApprovalsOf(IReadOnlyList<Envelope> events, ReleaseEvidence evidence) =>
        [
            .. events
                .Where(e => e.Event is BatchDecided)
                .Select(e =>
                {
                    BatchDecided decided = (BatchDecided)e.Event;
                    ReleaseEvidence.Member by = evidence.By(e.Actor);
                    return new Approval(
                        decided.Decision,
                        by.Pseudonym,
                        by.Roles,
                        e.At,
                        decided.Reason is null ? null : BundleDisclosure.Withheld,
                        e.Seq
                    );
                }),
        ];

    private static object RiskOf(BatchReport? report) =>
        report is null || report.Risk.Rows.Count == 0
            ? "unknown, because nothing was left by which patients could be compared, or no report was kept"
            : new
            {
                patients = report.Risk.Patients,
                smallCellBelow = report.Risk.SmallCell,
                rows = report.Risk.Rows,
            };
}
