using System.Data.Common;
using Overread.Storage;

namespace Overread.Server.Features.Intake.Contracts;

/// <summary>What other rooms ask about batches on their way in.</summary>
internal static class BatchTable
{
    /// <summary>Batches that are not decided: what lies in quarantine for them still names people.</summary>
    public static long Undecided(DbConnection c, string project) =>
        c.Number("SELECT COUNT(*) FROM batch WHERE project = @0 AND state NOT IN ('approved', 'rejected')", project);

    /// <summary>Batches that are not decided, the one that came first first: what came for them lies in quarantine as it was.</summary>
    public static List<(string Id, string Name, string State, string Received)> Waiting(
        DbConnection c,
        string project
    ) =>
        c.All(
            "SELECT id, name, state, received FROM batch WHERE project = @0 AND state NOT IN ('approved', 'rejected') ORDER BY received",
            r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3)),
            project
        );

    /// <summary>Files received for batches that are not at the gate yet.</summary>
    public static long FilesReceived(DbConnection c, string project) =>
        c.Number(
            "SELECT COALESCE(SUM(files), 0) FROM batch WHERE project = @0 AND state IN ('receiving', 'working')",
            project
        );

    /// <summary>Batches at the gate, and their entries.</summary>
    public static (long Batches, long Entries) AtGate(DbConnection c, string project) =>
        c.One(
            "SELECT COUNT(*), COALESCE(SUM(entries), 0) FROM batch WHERE project = @0 AND state IN ('gate', 'held')",
            r => (r.GetInt64(0), r.GetInt64(1)),
            project
        );

    /// <summary>How many batches are at the gate, and when the newest of them came.</summary>
    public static (long Batches, string? Newest) NewestAtGate(DbConnection c, string project) =>
        c.One(
            "SELECT COUNT(*), MAX(received) FROM batch WHERE project = @0 AND state IN ('gate', 'held')",
            r => (r.GetInt64(0), r.Text(1)),
            project
        );

    /// <summary>SQL: true where the batch in a column still receives files.</summary>
    public static string ReceivingSql(string column) =>
        $"EXISTS (SELECT 1 FROM batch WHERE batch.id = {column} AND batch.state = 'receiving')";

    /// <summary>Adds a batch that receives files.</summary>
    public static void Add(IUnitOfWork unit, string batch, string project, string name) =>
        unit.Connection.Run(
            "INSERT INTO batch(id, project, name, state, files, bytes, refused, duplicates, entries, received) VALUES (@0, @1, @2, 'receiving', 0, 0, 0, 0, 0, @3)",
            batch,
            project,
            name,
            Timestamps.Text(unit.Now)
        );

    /// <summary>Decision and number of files of each entry of a batch that is still at the gate.</summary>
    public static List<(string? Decision, long Files)> Entries(DbConnection c, string batch) =>
        c.All("SELECT decision, files FROM gate_entry WHERE batch = @0", r => (r.Text(0), r.GetInt64(1)), batch);

    /// <summary>Ids of the entries of a batch that wait at the gate.</summary>
    public static List<string> EntryIds(DbConnection c, string batch) =>
        c.All("SELECT id FROM gate_entry WHERE batch = @0", r => r.GetString(0), batch);

    /// <summary>Entries of a batch that need a decision of their own.</summary>
    public static List<string> Doubtful(DbConnection c, string batch) =>
        c.All("SELECT id FROM gate_entry WHERE batch = @0 AND risk >= 0.5", r => r.GetString(0), batch);

    /// <summary>Notes that an entry was approved.</summary>
    public static void Approve(DbConnection c, string entry) =>
        c.Run("UPDATE gate_entry SET decision = 'approve' WHERE id = @0", entry);
}
