using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Overread.Deidentification.Risk;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Intake.Contracts;

/// <summary>
/// What was done to a batch, in counts: no name, no date, no path, no title. It outlives the files and can be shown to
/// anybody who asks how the data were de-identified.
/// </summary>
internal sealed record BatchReport(
    string Plan,
    string PlanHash,
    string Claim,
    BatchReport.Arrivals Received,
    IReadOnlyList<BatchReport.ElementCount> Elements,
    [property: JsonPropertyName("text")] BatchReport.PlaceCount Places,
    GateOutcome Outcome,
    BatchReport.Sample Review,
    BatchReport.Linkage Risk
)
{
    /// <summary>Groups of fewer patients are small.</summary>
    public const int SmallCell = 11;
    private const double Confidence = 0.95;

    /// <summary>Files and what became of them.</summary>
    internal sealed record Arrivals(long Files, long Refused, long Duplicates, long Entries);

    /// <summary>How often an action was taken on an attribute.</summary>
    internal sealed record ElementCount(
        string Tag,
        string Keyword,
        [Words("kept", "changed", "removed", "added")] string Action,
        int Count
    );

    /// <summary>Places proposed to be blacked out, and what people made of them.</summary>
    internal sealed record PlaceCount(int Proposed, int Accepted, int Edited, int Dismissed, int Drawn);

    /// <summary>The sampled review; the bound is of Clopper and Pearson, one-sided, 95 %.</summary>
    internal sealed record Sample(int Size, int Reviewed, int Leaks, double Bound);

    /// <summary>How many patients share what is left about them; cells below the bound are small.</summary>
    internal sealed record Linkage(int Patients, int SmallCell, IReadOnlyList<RiskRow> Rows);

    public static BatchReport? Kept(DbConnection c, string batch) =>
        c.One(
            "SELECT report FROM gate_report WHERE batch = @0",
            r => JsonSerializer.Deserialize<BatchReport>(r.GetString(0), EventJson.Options),
            batch
        );

    public void Keep(DbConnection c, string batch) =>
        c.Run(
            "INSERT INTO gate_report(batch, report) VALUES (@0, @1) ON CONFLICT(batch) DO UPDATE SET report = @1",
            batch,
            JsonSerializer.Serialize(this, EventJson.Options)
        );

    /// <summary>The report as of now: what waits, added to what was decided before.</summary>
    public static BatchReport Of(
        DbConnection c,
        ModalityList modalities,
        Batches batches,
        string project,
        string batch
    ) => Of(c, modalities, batches, project, batch, GateEntry.Of(c, modalities, batch), null);

    /// <summary>The report at a decision.</summary>
    /// <param name="entries">The entries that are decided now, or all that wait.</param>
    /// <param name="outcome">Which way they go; null while they wait.</param>
    public static BatchReport Of(
        DbConnection c,
        ModalityList modalities,
        Batches batches,
        string project,
        string batch,
        IReadOnlyList<GateEntry> entries,
        GateOutcome? outcome
    )
    {
        BatchReport? before = Kept(c, batch);
        Batches.Batch b = Batches.Find(c, project, batch);
        IReadOnlyList<AppliedPlan> plans = ChosenPlans.Of(c, project).Find(modalities, Batches.PlanOf(c, batch));
        string details = batches.Details(batch);
        PlaceCount places = entries.Select(e => e.Work.Places).Aggregate(before?.Places ?? new(0, 0, 0, 0, 0), Sum);
        List<ElementCount> elements = [.. modalities.All.SelectMany(m => m.Gate.Elements(details))];
        List<GateEntry> sampled = [.. entries.Where(e => e.Review.Sampled)];
        Sample sample = Bounded(
            sampled.Count + (before?.Review.Size ?? 0),
            sampled.Count(e => e.Decision is not null) + (before?.Review.Reviewed ?? 0),
            sampled.Count(e => e.Decision is not null && e.FoundLeak) + (before?.Review.Leaks ?? 0)
        );
        return new(
            ShowGate.TitleOf(plans),
            ShowGate.HashOf(plans),
            ShowGate.ClaimOf(plans),
            new(b.Files, b.Refused, b.Duplicates, b.Entries),
            elements.Count > 0 ? elements : before?.Elements ?? [],
            places,
            Sum(outcome ?? Waiting(entries), before?.Outcome) with
            {
                Reviewed = sample.Reviewed,
                Leaks = sample.Leaks,
                LeakBound = sample.Bound,
            },
            sample,
            modalities.All.Select(m => m.Gate.Linkage(details)).FirstOrDefault(l => l is not null)
                ?? before?.Risk
                ?? new(0, SmallCell, [])
        );
    }

    private static Sample Bounded(int size, int reviewed, int leaks) =>
        new(size, reviewed, leaks, Math.Round(LeakBound.Upper(reviewed, leaks, Confidence), 6));

    private static GateOutcome Waiting(IReadOnlyList<GateEntry> entries) =>
        new(0, 0, entries.Count(e => e.Decision == "hold"), entries.Count(e => e.Decision != "hold"), 0, 0, 1);

    // What waits is counted anew each time; what became items or was destroyed adds up.
    private static GateOutcome Sum(GateOutcome now, GateOutcome? before) =>
        before is null
            ? now
            : now with
            {
                Approved = now.Approved + before.Approved,
                Rejected = now.Rejected + before.Rejected,
            };

    private static PlaceCount Sum(PlaceCount a, PlaceCount b) =>
        new(
            a.Proposed + b.Proposed,
            a.Accepted + b.Accepted,
            a.Edited + b.Edited,
            a.Dismissed + b.Dismissed,
            a.Drawn + b.Drawn
        );
}
