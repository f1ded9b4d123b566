using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Guidelines;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Guidelines;

/// <summary>The versions of each project's guideline, and who has acknowledged which.</summary>
internal sealed class GuidelinesProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["guideline", "guideline_seen"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS guideline(
                project TEXT NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL, published TEXT NOT NULL,
                published_by TEXT NOT NULL, PRIMARY KEY(project, version)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS guideline_seen(
                project TEXT NOT NULL, person TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL,
                PRIMARY KEY(project, person)){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case GuidelinePublished e:
                connection.Run(
                    "INSERT INTO guideline(project, version, hash, body, published, published_by) VALUES (@0, @1, @2, @3, @4, @5)",
                    envelope.Project,
                    e.Version,
                    e.Hash,
                    JsonSerializer.Serialize(e.Body, EventJson.Options),
                    envelope.At,
                    Actor.PersonOf(envelope.Actor)
                );
                break;
            case GuidelineAcknowledged e:
                connection.Run(
                    """
                    INSERT INTO guideline_seen(project, person, version, at) VALUES (@0, @1, @2, @3)
                    ON CONFLICT(project, person) DO UPDATE SET version = @2, at = @3
                    """,
                    envelope.Project,
                    e.Person,
                    e.Version,
                    envelope.At
                );
                break;
        }
    }
}
