using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>The series of an entry in which a face may be seen, and what a person has said about each.</summary>
/// <param name="Revision">Grows with each change.</param>
/// <param name="Series">None where nothing says that a head is in the entry.</param>
internal sealed record GateFaces(int Revision, IReadOnlyList<GateFace> Series)
{
    public static GateFaces None { get; } = new(0, []);

    /// <summary>Cuts that nobody has accepted or turned down.</summary>
    public int Undecided => Series.Count(s => s is { State: "proposed", Cut: not null });

    /// <summary>With what has no cut and no decision kept for a reason: that of the approval.</summary>
    public GateFaces WithKept(string? reason) =>
        Series.All(s => s.State != "proposed")
            ? this
            : new(
                Revision + 1,
                [.. Series.Select(s => s.State == "proposed" ? s with { State = "kept", Reason = reason } : s)]
            );

    public void Save(DbConnection c, string batch, string entry) =>
        c.Run(
            """
            INSERT INTO gate_face(entry, batch, revision, series) VALUES (@0, @1, @2, @3)
            ON CONFLICT(entry) DO UPDATE SET revision = @2, series = @3
            """,
            entry,
            batch,
            Revision,
            JsonSerializer.Serialize(Series, EventJson.Options)
        );
}
