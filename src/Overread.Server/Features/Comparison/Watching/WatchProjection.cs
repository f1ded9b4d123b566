using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Fitness;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Comparison.Watching;

/// <summary>What the watch over reads found, and what people decided about it.</summary>
internal sealed class WatchProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["reader_finding", "reader_watch"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS reader_finding(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL, seq INTEGER NOT NULL,
                follows INTEGER, reason TEXT, person TEXT, decided TEXT);
            CREATE INDEX IF NOT EXISTS reader_finding_project ON reader_finding(project, seq);
            CREATE TABLE IF NOT EXISTS reader_watch(
                project TEXT PRIMARY KEY, version INTEGER NOT NULL, reads INTEGER NOT NULL, at TEXT NOT NULL){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case ReadersWatched e:
                connection.Run(
                    """
                    INSERT INTO reader_watch(project, version, reads, at) VALUES (@0, @1, @2, @3)
                    ON CONFLICT(project) DO UPDATE SET version = @1, reads = @2, at = @3
                    """,
                    envelope.Project,
                    e.ProtocolVersion,
                    e.Reads,
                    envelope.At
                );
                break;
            case ReaderDoubted e:
                connection.Run(
                    "INSERT INTO reader_finding(id, project, body, at, seq) VALUES (@0, @1, @2, @3, @4)",
                    e.Finding.Id,
                    envelope.Project,
                    JsonSerializer.Serialize(e.Finding, EventJson.Options),
                    envelope.At,
                    envelope.Seq
                );
                break;
            case ReaderFindingDecided e:
                connection.Run(
                    "UPDATE reader_finding SET follows = @1, reason = @2, person = @3, decided = @4 WHERE id = @0",
                    e.Finding,
                    e.Follows ? 1 : 0,
                    e.Reason,
                    Actor.PersonOf(envelope.Actor),
                    envelope.At
                );
                break;
        }
    }
}
