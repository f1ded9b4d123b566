using System.Data.Common;
using Overread.Domain;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Features.Intake.Contracts;

/// <summary>
/// Batches on their way in: the tables that say where each stands, and the folders of quarantine and gate. These are no
/// projections; what is decided about them is in the record.
/// </summary>
internal sealed class Batches(DataFolder folder)
{
    public static string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS batch(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, files INTEGER NOT NULL, bytes INTEGER NOT NULL,
                refused INTEGER NOT NULL, duplicates INTEGER NOT NULL, entries INTEGER NOT NULL, received TEXT NOT NULL, job TEXT, plan_hash TEXT,
                kept INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0, removed INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX IF NOT EXISTS batch_project ON batch(project, received);
            CREATE TABLE IF NOT EXISTS gate_entry(
                id TEXT PRIMARY KEY, batch TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, modality TEXT, files INTEGER NOT NULL,
                risk REAL NOT NULL, reasons TEXT NOT NULL, decision TEXT, looked TEXT, facts TEXT NOT NULL, plan TEXT);
            CREATE INDEX IF NOT EXISTS gate_entry_batch ON gate_entry(batch, risk);
            CREATE TABLE IF NOT EXISTS gate_review(
                entry TEXT PRIMARY KEY, batch TEXT NOT NULL, revision INTEGER NOT NULL, boxes TEXT NOT NULL, sampled INTEGER NOT NULL,
                leak INTEGER NOT NULL, seen TEXT NOT NULL){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS gate_review_batch ON gate_review(batch);
            CREATE TABLE IF NOT EXISTS gate_report(batch TEXT PRIMARY KEY, report TEXT NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS seen_content(project TEXT NOT NULL, digest BLOB NOT NULL, PRIMARY KEY(project, digest)){dialect.Clustered};

            """;

    internal sealed record Batch(
        string Id,
        string Name,
        [Words("receiving", "working", "gate", "deciding", "held", "approved", "rejected")] string State,
        long Files,
        long Bytes,
        long Refused,
        long Duplicates,
        long Entries,
        string Received,
        string? Job
    );

    private const string Columns = "id, name, state, files, bytes, refused, duplicates, entries, received, job";

    public static List<Batch> Of(DbConnection c, string project) =>
        c.All($"SELECT {Columns} FROM batch WHERE project = @0 ORDER BY received DESC", Row, project);

    public static Batch Find(DbConnection c, string project, string batch) =>
        c.One($"SELECT {Columns} FROM batch WHERE project = @0 AND id = @1", Row, project, batch)
        ?? throw new RefusedException(new("batch.unknown", "There is no such batch.", RefusalKind.NotFound));

    /// <summary>Hashes of the plans by which a batch was de-identified, with '+' between them; null before its intake.</summary>
    public static string? PlanOf(DbConnection c, string batch) =>
        c.One("SELECT plan_hash FROM batch WHERE id = @0", r => r.Text(0), batch);

    /// <summary>Received files, as they came.</summary>
    public string Raw(string batch) => Path.Combine(folder.Quarantine, batch, "raw");

    /// <summary>What identifies: details for the gate's screen.</summary>
    public string Details(string batch) => Path.Combine(folder.Quarantine, batch, "details");

    /// <summary>De-identified output that waits for the decision.</summary>
    public string Clean(string batch) => Path.Combine(folder.Gate, batch);

    /// <summary>Destroys everything of a batch that has been decided.</summary>
    public void Purge(string batch)
    {
        foreach (string path in new[] { Path.Combine(folder.Quarantine, batch), Clean(batch) })
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }

    private static Batch Row(DbDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.GetString(2),
            r.GetInt64(3),
            r.GetInt64(4),
            r.GetInt64(5),
            r.GetInt64(6),
            r.GetInt64(7),
            r.GetString(8),
            r.Text(9)
        );
}
