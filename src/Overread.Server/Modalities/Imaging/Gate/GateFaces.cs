using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Record;
using Overread.Server.Features.Intake;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>The series of an entry in which a face may be seen, and what a person has said about each.</summary>
/// <param name="Revision">Grows with each change.</param>
/// <param name="Series">None where nothing says that a head is in the entry.</param>
internal sealed record GateFaces(int Revision, IReadOnlyList<GateFace> Series)
{
    public static GateFaces None { get; } = new(0, []);

    /// <summary>Cuts that nobody has accepted or turned down.</summary>
    public int Undecided => Series.Count(s => s is { State: "proposed", Cut: not null });

    /// <summary>Its own table; no projection: what is decided is in the record.</summary>
    public static string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS gate_face(
                entry TEXT PRIMARY KEY, batch TEXT NOT NULL, revision INTEGER NOT NULL, series TEXT NOT NULL){dialect.Clustered};

            """;

    /// <summary>The faces of entries, by entry; without those that have none.</summary>
    public static Dictionary<string, GateFaces> Of(DbConnection c, IReadOnlyList<GateEntry> entries) =>
        entries
            .Select(e =>
                (
                    e.Id,
                    Faces: c.One(
                        "SELECT revision, series FROM gate_face WHERE entry = @0",
                        r => new GateFaces(
                            r.GetInt32(0),
                            JsonSerializer.Deserialize<List<GateFace>>(r.GetString(1), EventJson.Options)!
                        ),
                        e.Id
                    )
                )
            )
            .Where(e => e.Faces is not null)
            .ToDictionary(e => e.Id, e => e.Faces!);

    public static void Remove(DbConnection c, string entry) => c.Run("DELETE FROM gate_face WHERE entry = @0", entry);

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
