using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>What a person has done about an entry before it is decided.</summary>
/// <param name="Revision">Grows with each change of the boxes.</param>
/// <param name="Boxes">Proposed, accepted and dismissed boxes.</param>
/// <param name="Sampled">True where the entry is of the random sample.</param>
/// <param name="Leak">True where a person found something identifying that the machine had missed.</param>
/// <param name="Seen">Frames that were on a person's screen, by file.</param>
internal sealed record GateReview(
    int Revision,
    IReadOnlyList<GateBox> Boxes,
    bool Sampled,
    bool Leak,
    IReadOnlyDictionary<string, List<int>> Seen
)
{
    public static GateReview None { get; } = new(0, [], false, false, new Dictionary<string, List<int>>());

    /// <summary>A box that a person drew is something that the machine had missed.</summary>
    public bool FoundLeak => Leak || Boxes.Any(b => b is { Origin: "hand", State: "accepted" });

    public bool HasSeenAll(FileFacts file) =>
        Seen.TryGetValue(file.Id, out List<int>? seen) && seen.Count >= file.Frames;

    public void Save(DbConnection c, string batch, string entry) =>
        c.Run(
            """
            INSERT INTO gate_review(entry, batch, revision, boxes, sampled, leak, seen) VALUES (@0, @1, @2, @3, @4, @5, @6)
            ON CONFLICT(entry) DO UPDATE SET revision = @2, boxes = @3, sampled = @4, leak = @5, seen = @6
            """,
            entry,
            batch,
            Revision,
            JsonSerializer.Serialize(Boxes, EventJson.Options),
            Sampled ? 1 : 0,
            Leak ? 1 : 0,
            JsonSerializer.Serialize(Seen, EventJson.Options)
        );

    /// <summary>The review with frames that were on a screen added; frames that the file has not are left out.</summary>
    public GateReview WithSeen(IReadOnlyDictionary<string, List<int>> more, IEnumerable<FileFacts> files)
    {
        Dictionary<string, List<int>> all = [];
        foreach (FileFacts file in files)
        {
            IEnumerable<int> frames = Seen.GetValueOrDefault(file.Id, [])
                .Concat(more.GetValueOrDefault(file.Id, []))
                .Where(f => f >= 0 && f < file.Frames);
            List<int> distinct = [.. frames.Distinct().Order()];
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
