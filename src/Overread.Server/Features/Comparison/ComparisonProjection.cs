using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Comparison;
using Overread.Domain.Marks;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Comparison;

/// <summary>What comparing and computing found: per-item comparisons, disputes with their decisions, consensus runs.</summary>
internal sealed class ComparisonProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["comparison", "dispute", "consensus_run", "consensus_label"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS comparison(
                item TEXT NOT NULL, field TEXT NOT NULL, project TEXT NOT NULL, status TEXT NOT NULL, label TEXT, share REAL NOT NULL,
                readers INTEGER NOT NULL, marks TEXT, asked INTEGER NOT NULL, waits_for TEXT, PRIMARY KEY(item, field)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS dispute(
                item TEXT NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL, project TEXT NOT NULL, since TEXT NOT NULL, decided TEXT,
                decided_by TEXT, answer TEXT, marks TEXT, reason TEXT, taken_from TEXT, PRIMARY KEY(item, field, kind)){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS dispute_queue ON dispute(project, kind, since);
            CREATE TABLE IF NOT EXISTS consensus_run(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, method TEXT NOT NULL, version TEXT NOT NULL, protocol_version INTEGER NOT NULL,
                record_size INTEGER NOT NULL, input_hash TEXT NOT NULL, at TEXT NOT NULL, ordinal INTEGER NOT NULL, fields TEXT,
                part INTEGER NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS consensus_label(
                run TEXT NOT NULL, item TEXT NOT NULL, field TEXT NOT NULL, label TEXT, probability REAL, status TEXT NOT NULL,
                support INTEGER, asked INTEGER, spread REAL, opinion TEXT, opinion_probability REAL,
                PRIMARY KEY(run, item, field)){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case ReadsCompared e:
                Compared(connection, envelope, e);
                break;
            case ReadReopened:
                // What was compared no longer stands; decisions already made stay in the record and are asked for again.
                connection.Run("DELETE FROM comparison WHERE item = @0", envelope.Item);
                connection.Run("DELETE FROM dispute WHERE item = @0", envelope.Item);
                break;
            case RecheckSampled e:
                foreach (string item in e.Items)
                {
                    foreach (
                        string field in connection.All(
                            "SELECT field FROM comparison WHERE item = @0 AND status = 'agree'",
                            r => r.GetString(0),
                            item
                        )
                    )
                    {
                        AddDispute(connection, envelope, item, field, "recheck");
                    }
                }

                break;
            case AdjudicationDecided e:
                Decided(connection, envelope, e);
                break;
            case ComparisonRevised e:
                Revised(connection, envelope, e);
                break;
            case ConsensusComputed e:
                Computed(connection, envelope, e);
                break;
            case ConsensusLabelled e:
                Labelled(connection, e.Run, e.Labels);
                break;
        }
    }

    private static void Compared(DbConnection connection, Envelope envelope, ReadsCompared e)
    {
        connection.Run("DELETE FROM comparison WHERE item = @0", envelope.Item);
        connection.Run("DELETE FROM dispute WHERE item = @0", envelope.Item);
        foreach (FieldComparison field in e.Fields)
        {
            Put(connection, envelope, field);
        }

        foreach (string field in e.Disputed)
        {
            AddDispute(connection, envelope, envelope.Item!, field, "dispute");
        }
    }

    // What is not asked any more need not be decided; what was decided stays, and counts again if it is asked again.
    private static void Revised(DbConnection connection, Envelope envelope, ComparisonRevised e)
    {
        foreach (FieldComparison field in e.Fields)
        {
            Put(connection, envelope, field);
            connection.Run(
                "DELETE FROM dispute WHERE item = @0 AND field = @1 AND decided IS NULL",
                envelope.Item,
                field.Field
            );
        }

        foreach (string field in e.Disputed)
        {
            AddDispute(connection, envelope, envelope.Item!, field, "dispute");
        }
    }

    private static void Put(DbConnection connection, Envelope envelope, FieldComparison field) =>
        connection.Run(
            """
            INSERT INTO comparison(item, field, project, status, label, share, readers, marks, asked, waits_for)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)
            ON CONFLICT(item, field) DO UPDATE SET status = @3, label = @4, share = @5, readers = @6, marks = @7, asked = @8, waits_for = @9
            """,
            envelope.Item,
            field.Field,
            envelope.Project,
            field.Status.ToString().ToLowerInvariant(),
            field.Label,
            field.Share,
            field.Readers,
            Json(field.Marks),
            field.Asked ?? field.Readers,
            field.WaitsFor
        );

    private static void AddDispute(
        DbConnection connection,
        Envelope envelope,
        string item,
        string field,
        string kind
    ) =>
        connection.Run(
            "INSERT INTO dispute(item, field, kind, project, since) VALUES (@0, @1, @2, @3, @4) ON CONFLICT DO NOTHING",
            item,
            field,
            kind,
            envelope.Project,
            envelope.At
        );

    private static void Decided(DbConnection connection, Envelope envelope, AdjudicationDecided e) =>
        connection.Run(
            """
            INSERT INTO dispute(item, field, kind, project, since, decided, decided_by, answer, marks, reason, taken_from)
            VALUES (@0, @1, @2, @3, @4, @4, @5, @6, @7, @8, @9)
            ON CONFLICT(item, field, kind) DO UPDATE SET decided = @4, decided_by = @5, answer = @6, marks = @7, reason = @8, taken_from = @9
            """,
            envelope.Item,
            e.Field,
            e.Kind,
            envelope.Project,
            envelope.At,
            envelope.Actor,
            JsonSerializer.Serialize(e.Answer, EventJson.Options),
            Json(e.Marks),
            e.Reason,
            e.TakenFrom
        );

    private static void Computed(DbConnection connection, Envelope envelope, ConsensusComputed e)
    {
        connection.Run(
            """
            INSERT INTO consensus_run(id, project, method, version, protocol_version, record_size, input_hash, at, ordinal, fields, part)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10)
            """,
            e.Run,
            envelope.Project,
            e.Method,
            e.Version,
            e.ProtocolVersion,
            e.RecordSize,
            e.InputHash,
            envelope.At,
            envelope.Seq,
            e.Fields is null ? null : JsonSerializer.Serialize(e.Fields, EventJson.Options),
            e.Over is null ? 0 : 1
        );
        Labelled(connection, e.Run, e.Labels);
    }

    private static void Labelled(DbConnection connection, string run, IReadOnlyList<ConsensusLabel> labels)
    {
        foreach (ConsensusLabel label in labels)
        {
            connection.Run(
                "INSERT INTO consensus_label(run, item, field, label, probability, status, support, asked, spread, opinion, opinion_probability) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10)",
                run,
                label.Item,
                label.Field,
                label.Label,
                label.Probability,
                label.Status,
                label.Support,
                label.Asked,
                label.Spread,
                label.Opinion,
                label.OpinionProbability
            );
        }
    }

    private static string? Json(IReadOnlyList<Mark>? marks) =>
        marks is null ? null : JsonSerializer.Serialize(marks, EventJson.Options);
}
