using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>What a person has done about an entry before it is decided.</summary>
/// <param name="Revision">Grows with each change of the work.</param>
/// <param name="Work">What the modality's stage keeps of it, as JSON that the modality alone reads.</param>
/// <param name="Sampled">True where the entry is of the random sample.</param>
/// <param name="Leak">True where a person found something identifying that the machine had missed.</param>
/// <param name="Seen">Parts that were on a person's screen, numbered from 0, by file.</param>
internal sealed record GateReview(
    int Revision,
    string Work,
    bool Sampled,
    bool Leak,
    IReadOnlyDictionary<string, List<int>> Seen
)
{
    public static GateReview None { get; } = new(0, "[]", false, false, new Dictionary<string, List<int>>());

    /// <summary>How many parts a person has had on screen.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int PartsSeen => Seen.Values.Sum(parts => parts.Count);

    public bool HasSeenAll(FileFacts file) =>
        Seen.TryGetValue(file.Id, out List<int>? seen) && seen.Count >= file.Content.Parts;

    // The column is called boxes because boxes on images were the first work that was kept in it.
    public void Save(DbConnection c, string batch, string entry) =>
        c.Run(
            """
            INSERT INTO gate_review(entry, batch, revision, boxes, sampled, leak, seen) VALUES (@0, @1, @2, @3, @4, @5, @6)
            ON CONFLICT(entry) DO UPDATE SET revision = @2, boxes = @3, sampled = @4, leak = @5, seen = @6
            """,
            entry,
            batch,
            Revision,
            Work,
            Sampled ? 1 : 0,
            Leak ? 1 : 0,
            JsonSerializer.Serialize(Seen, EventJson.Options)
        );

    /// <summary>The review with parts that were on a screen added; parts that the file has not are left out.</summary>
    public GateReview WithSeen(IReadOnlyDictionary<string, List<int>> more, IEnumerable<FileFacts> files)
    {
        Dictionary<string, List<int>> all = [];
        foreach (FileFacts file in files)
        {
            IEnumerable<int> parts = Seen.GetValueOrDefault(file.Id, [])
                .Concat(more.GetValueOrDefault(file.Id, []))
                .Where(f => f >= 0 && f < file.Content.Parts);
            List<int> distinct = [.. parts.Distinct().Order()];
            if (distinct.Count > 0)
            {
                all[file.Id] = distinct;
            }
        }

        return this with
        {
            Seen = all,
        };
    }
}
