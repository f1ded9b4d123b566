using System.Data.Common;
using System.Text.Json;
using Overread.Dicom;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Record;
using Overread.Server.Features.Intake;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>What the separate check found in an entry's output, and what a person has said about each.</summary>
/// <param name="Revision">Grows with each change.</param>
/// <param name="Findings">None where nothing was found.</param>
internal sealed record GateResiduals(int Revision, IReadOnlyList<GateResidual> Findings)
{
    public static GateResiduals None { get; } = new(0, []);

    /// <summary>Findings that nobody has decided.</summary>
    public int Undecided => Findings.Count(f => f.State == "open");

    /// <summary>Elements that are taken out at approval.</summary>
    public IReadOnlyList<Tag> Removed =>
        [.. Findings.Where(f => f.State == "removed").Select(f => TagOf(f.Finding)).OfType<Tag>().Distinct()];

    /// <summary>Its own table; no projection: what is decided is in the record.</summary>
    public static string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS gate_residual(
                entry TEXT PRIMARY KEY, batch TEXT NOT NULL, revision INTEGER NOT NULL, findings TEXT NOT NULL){dialect.Clustered};

            """;

    /// <summary>The findings of an entry before anybody has decided.</summary>
    public static GateResiduals Found(IEnumerable<string> findings) =>
        new(0, [.. findings.Select(f => new GateResidual(f, TagOf(f) is { } tag && ElementRemover.Can(tag), "open"))]);

    /// <summary>The findings of entries, by entry; without those that have none.</summary>
    public static Dictionary<string, GateResiduals> Of(DbConnection c, IReadOnlyList<GateEntry> entries) =>
        entries
            .Select(e =>
                (
                    e.Id,
                    Residuals: c.One(
                        "SELECT revision, findings FROM gate_residual WHERE entry = @0",
                        r => new GateResiduals(
                            r.GetInt32(0),
                            JsonSerializer.Deserialize<List<GateResidual>>(r.GetString(1), EventJson.Options)!
                        ),
                        e.Id
                    )
                )
            )
            .Where(e => e.Residuals is not null)
            .ToDictionary(e => e.Id, e => e.Residuals!);

    public static void Remove(DbConnection c, string entry) =>
        c.Run("DELETE FROM gate_residual WHERE entry = @0", entry);

    public void Save(DbConnection c, string batch, string entry) =>
        c.Run(
            """
            INSERT INTO gate_residual(entry, batch, revision, findings) VALUES (@0, @1, @2, @3)
            ON CONFLICT(entry) DO UPDATE SET revision = @2, findings = @3
            """,
            entry,
            batch,
            Revision,
            JsonSerializer.Serialize(Findings, EventJson.Options)
        );

    private static Tag? TagOf(string finding) =>
        Tag.TryParse(GateResidual.ElementOf(finding), out Tag tag) ? tag : null;
}
