using System.Text.Json.Serialization;
using Overread.Domain.Intake;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Record;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Modalities;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// What the record proves about the de-identification of one batch (45 CFR 164.514): counts, decisions
/// and the places of the events they are counted from. Counts are of the whole batch, since its sampled review speaks of the
/// whole batch.
/// </summary>
internal sealed record BatchPrivacy
{
    internal sealed record Arrivals(long Files, long Bytes, int Refused, int Duplicates, int ArchivesNotOpened);

    internal sealed record AppliedPlan(
        string Hash,
        string Profile,
        string Edition,
        IReadOnlyList<PlanPaper.Option> Options,
        IReadOnlyList<string> KeyFingerprints
    );

    internal sealed record Claimed(
        string Claim,
        bool Possible,
        IReadOnlyList<string> Obstacles,
        IReadOnlyList<string> StillNeeded
    );

    /// <summary>A claim that was made of what passed with one decision.</summary>
    /// <param name="Claim">The claim, with the agreement or the determination it rests on.</param>
    /// <param name="PlanHashes">The plans by which the entries were de-identified.</param>
    /// <param name="Entries">How many entries it was made of.</param>
    /// <param name="At">When.</param>
    /// <param name="Seq">Where in the record.</param>
    internal sealed record MadeClaim(
        ProjectClaim Claim,
        IReadOnlyList<string> PlanHashes,
        int Entries,
        string At,
        long Seq
    );

    internal sealed record Elements(long Kept, long Changed, long Removed);

    internal sealed record Residual(
        int EntriesChecked,
        int EntriesWithFindings,
        IReadOnlyDictionary<string, int> Kinds
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

    /// <param name="ByKind">session: a person signed in; token: a program; platform: nobody.</param>
    internal sealed record Approval(
        string Decision,
        string By,
        string ByKind,
        string Roles,
        string At,
        string? Reason,
        long Seq
    );

    internal sealed record Events(string Type, IReadOnlyList<long> Seq, bool Disclosed);

    public required string Batch { get; init; }
    public required int ItemsInThisRelease { get; init; }
    public required int ObjectsInThisRelease { get; init; }
    public required Arrivals Received { get; init; }
    public required AppliedPlan Plan { get; init; }
    public required IReadOnlyList<Claimed> Claims { get; init; }

    /// <summary>Claims that the project made of what passed; what passed without one is pseudonymised and no more.</summary>
    public required IReadOnlyList<MadeClaim> ClaimsMade { get; init; }
    public required Elements ElementActions { get; init; }
    public required Residual ResidualCheck { get; init; }
    public required Decisions Gate { get; init; }
    public required Review SampledReview { get; init; }
    public required IReadOnlyList<Approval> Approvals { get; init; }
    public required object ResidualLinkageRisk { get; init; }
    public required IReadOnlyList<Events> ProvedBy { get; init; }

    /// <summary>What each modality says of what was done to its entries, by the name of the member.</summary>
    [JsonExtensionData]
    public IDictionary<string, object> OfModalities { get; init; } = new Dictionary<string, object>();

    /// <summary>The same for people.</summary>
    [JsonIgnore]
    public IReadOnlyList<PrivacyPart> Parts { get; init; } = [];

    public static BatchPrivacy Of(string batch, BundleContent content, ReleaseEvidence evidence)
    {
        IReadOnlyList<Envelope> events = evidence.Batches[batch];
        List<ItemFacts> items = [.. content.Items.Where(i => i.Batch == batch)];
        List<DeidentificationApplied> applied = [.. Of<DeidentificationApplied>(events)];
        List<PrivacyPart> parts =
        [
            .. content.Modalities.All.Select(m => m.Paper.Privacy(events)).OfType<PrivacyPart>(),
        ];
        return new()
        {
            Batch = batch,
            ItemsInThisRelease = items.Count,
            ObjectsInThisRelease = items.Sum(i => i.Series.Sum(s => s.Files.Count)),
            Received = ArrivalsOf(events),
            Plan = PlanOf(content, applied),
            Claims = ClaimsOf(content, applied),
            ClaimsMade =
            [
                .. events
                    .Where(e => e.Event is ClaimMade)
                    .Select(e => ((ClaimMade)e.Event, e.At, e.Seq))
                    .Select(m => new MadeClaim(m.Item1.Claim, m.Item1.PlanHashes, m.Item1.Entries.Count, m.At, m.Seq)),
            ],
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
            OfModalities = parts.SelectMany(p => p.Members).ToDictionary(m => m.Key, m => m.Value),
            Parts = parts,
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
                        evidence.Disclosure.Takes(null, "batch/" + batch, g.Key, g.First().Seq)
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

    private static AppliedPlan PlanOf(BundleContent content, List<DeidentificationApplied> applied)
    {
        List<string> hashes = [.. applied.Select(a => a.PlanHash).Distinct().Order(StringComparer.Ordinal)];
        List<PlanPaper> known =
        [
            .. hashes
                .Select(h =>
                    content
                        .Modalities.All.Select(m => m.Paper.Plan(h, content.Plans))
                        .FirstOrDefault(p => p is not null)
                )
                .OfType<PlanPaper>(),
        ];
        bool all = hashes.Count > 0 && known.Count == hashes.Count;
        const string Unknown =
            "unknown, because this version of the platform applies another plan than that of the hash";
        return new(
            string.Join(' ', hashes),
            all ? string.Join("; ", known.Select(p => p.Profile)) : Unknown,
            all ? string.Join("; ", known.Select(p => p.Edition)) : Unknown,
            all ? [.. known.SelectMany(p => p.Options)] : [],
            [.. applied.Select(a => a.Key).OfType<string>().Distinct().Order(StringComparer.Ordinal)]
        );
    }

    // The record holds which claims the plan allowed; why, is computed anew where the plan is still the same.
    private static List<Claimed> ClaimsOf(BundleContent content, List<DeidentificationApplied> applied)
    {
        HashSet<string> recorded =
        [
            .. applied.SelectMany(a => a.Claim.Split(", ", StringSplitOptions.RemoveEmptyEntries)),
        ];
        List<PlanPaper?> plans =
        [
            .. applied
                .Select(a => a.PlanHash)
                .Distinct()
                .Select(h =>
                    content
                        .Modalities.All.Select(m => m.Paper.Plan(h, content.Plans))
                        .FirstOrDefault(p => p is not null)
                ),
        ];
        return plans.TrueForAll(p => p is not null)
            ?
            [
                .. plans
                    .SelectMany(p => p!.Claims)
                    .DistinctBy(c => c.Claim)
                    .Select(c => new Claimed(
                        c.Claim,
                        recorded.Contains(c.Claim),
                        c.Obstacles,
                        recorded.Contains(c.Claim) ? c.Conditions : []
                    )),
            ]
            : [.. recorded.Order(StringComparer.Ordinal).Select(c => new Claimed(c, true, [], []))];
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

    /// <summary>Who decided about a batch.</summary>
    public static List<Approval> ApprovalsOf(IReadOnlyList<Envelope> events, ReleaseEvidence evidence) =>
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
                        ReadingFacts.Credential(e.Actor),
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
