using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Intake.Patients;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>One row of what waits at the gate, with what a person has done about it so far.</summary>
internal sealed record GateEntry(
    string Id,
    string Title,
    string Kind,
    string? Modality,
    int FileCount,
    double Risk,
    IReadOnlyList<string> Reasons,
    string? Decision,
    bool Looked,
    EntryFacts Facts,
    GateReview Review
)
{
    private const string Columns = """
        SELECT e.id, e.title, e.kind, e.modality, e.files, e.risk, e.reasons, e.decision, e.looked, e.facts,
            r.revision, r.boxes, r.sampled, r.leak, r.seen, e.plan
        FROM gate_entry e LEFT JOIN gate_review r ON r.entry = e.id
        """;

    /// <summary>What a person has done in the stage of its modality.</summary>
    public required GateWork Work { get; init; }

    /// <summary>What the rules of the gate need to know of it.</summary>
    public EntryState State =>
        new(Id, Decision, Risk, Work.Undecided)
        {
            HasLeak = FoundLeak,
            IsLeakMarked = Review.Leak,
            IsPatientSettled = Patient == PatientStand.Settled,
            BearsClaim = AgainstClaim.Count == 0,
        };

    /// <summary>Where it stands with regard to who its patient is, where that was asked for.</summary>
    public PatientStand Patient { get; init; }

    /// <summary>Hash of the plan by which it was de-identified; null in stores of before.</summary>
    public string? Plan { get; init; }

    /// <summary>What stands against the project's claim, where that was asked for: one sentence each.</summary>
    public IReadOnlyList<string> AgainstClaim { get; init; } = [];

    /// <summary>True where a person found something identifying that the machine had missed.</summary>
    public bool FoundLeak => Review.Leak || Work.FoundLeak;

    public IEnumerable<FileFacts> Files => Facts.Item.Series.SelectMany(s => s.Files);

    /// <summary>What can be on a screen one at a time.</summary>
    public int Parts => Files.Sum(f => f.Content.Parts);

    /// <summary>All entries of a batch, least certain first.</summary>
    public static List<GateEntry> Of(DbConnection c, ModalityList modalities, string batch) =>
        WithWork(c, modalities, c.All(Columns + " WHERE e.batch = @0 ORDER BY e.risk DESC, e.title", Row, batch));

    /// <summary>What each entry of a batch is called, by id.</summary>
    public static Dictionary<string, string> Titles(DbConnection c, string batch) =>
        c.All("SELECT id, title FROM gate_entry WHERE batch = @0", r => (r.GetString(0), r.GetString(1)), batch)
            .ToDictionary(e => e.Item1, e => e.Item2);

    public static GateEntry Find(DbConnection c, ModalityList modalities, string project, string batch, string entry)
    {
        Batches.Find(c, project, batch);
        return WithWork(c, modalities, c.All(Columns + " WHERE e.batch = @0 AND e.id = @1", Row, batch, entry))
                .FirstOrDefault()
            ?? throw new RefusedException(
                new("gate.unknown", "There is no such entry at the gate.", RefusalKind.NotFound)
            );
    }

    private static List<GateEntry> WithWork(DbConnection c, ModalityList modalities, List<GateEntry> entries)
    {
        Dictionary<string, GateWork> works = [];
        foreach (IGrouping<IModality, GateEntry> own in entries.GroupBy(e => modalities.Of(e.Kind)))
        {
            foreach ((string id, GateWork work) in own.Key.Gate.Works(c, [.. own]))
            {
                works[id] = work;
            }
        }

        return [.. entries.Select(e => e with { Work = works[e.Id] })];
    }

    private static GateEntry Row(DbDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.GetString(2),
            r.Text(3),
            r.GetInt32(4),
            r.GetDouble(5),
            Json<List<string>>(r.GetString(6)),
            r.Text(7),
            r.Text(8) is not null,
            Json<EntryFacts>(r.GetString(9)),
            r.IsDBNull(10)
                ? GateReview.None
                : new(
                    r.GetInt32(10),
                    r.GetString(11),
                    r.GetInt32(12) == 1,
                    r.GetInt32(13) == 1,
                    Json<Dictionary<string, List<int>>>(r.GetString(14))
                )
        )
        {
            Work = NoWork.Instance,
            Plan = r.Text(15),
        };

    private static T Json<T>(string text) => JsonSerializer.Deserialize<T>(text, EventJson.Options)!;

    // Stands in until the modality has said what there is.
    private sealed record NoWork : GateWork
    {
        public static NoWork Instance { get; } = new();

        public override int Undecided => 0;

        public override BatchReport.PlaceCount Places { get; } = new(0, 0, 0, 0, 0);

        public override Refusal? Obstacle => null;

        public override object Signed { get; } = new { };
    }
}
