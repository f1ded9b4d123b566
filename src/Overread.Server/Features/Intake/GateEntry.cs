using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Record;
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
    GateReview Review,
    GateFaces Faces
)
{
    /// <summary>From this risk on an entry needs a decision of its own; the batch's does not reach it.</summary>
    public const double Doubtful = 0.5;

    private const string Columns = """
        SELECT e.id, e.title, e.kind, e.modality, e.files, e.risk, e.reasons, e.decision, e.looked, e.facts,
            r.revision, r.boxes, r.sampled, r.leak, r.seen, f.revision, f.series
        FROM gate_entry e LEFT JOIN gate_review r ON r.entry = e.id LEFT JOIN gate_face f ON f.entry = e.id
        """;

    public bool IsDoubtful => Risk >= Doubtful;

    /// <summary>Proposals that nobody has accepted or dismissed.</summary>
    public int Undecided => Review.Boxes.Count(b => b.State == "proposed");

    public IEnumerable<FileFacts> Files => Facts.Item.Series.SelectMany(s => s.Files);

    public int Frames => Files.Sum(f => f.Frames);

    /// <summary>All entries of a batch, least certain first.</summary>
    public static List<GateEntry> Of(DbConnection c, string batch) =>
        c.All(Columns + " WHERE e.batch = @0 ORDER BY e.risk DESC, e.title", Row, batch);

    public static GateEntry Find(DbConnection c, string project, string batch, string entry)
    {
        Batches.Find(c, project, batch);
        return c.One(Columns + " WHERE e.batch = @0 AND e.id = @1", Row, batch, entry)
            ?? throw new RefusedException(
                new("gate.unknown", "There is no such entry at the gate.", RefusalKind.NotFound)
            );
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
                    Json<List<GateBox>>(r.GetString(11)),
                    r.GetInt32(12) == 1,
                    r.GetInt32(13) == 1,
                    Json<Dictionary<string, List<int>>>(r.GetString(14))
                ),
            r.IsDBNull(15) ? GateFaces.None : new(r.GetInt32(15), Json<List<GateFace>>(r.GetString(16)))
        );

    private static T Json<T>(string text) => JsonSerializer.Deserialize<T>(text, EventJson.Options)!;
}
