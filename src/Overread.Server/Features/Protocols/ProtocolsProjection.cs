using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Protocols;

/// <summary>Protocol versions; version 0 is the draft.</summary>
internal sealed class ProtocolsProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["protocol"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS protocol(
                project TEXT NOT NULL, version INTEGER NOT NULL, revision INTEGER NOT NULL, title TEXT NOT NULL, hash TEXT NOT NULL,
                readers INTEGER NOT NULL, body TEXT NOT NULL, published TEXT, published_by TEXT,
                PRIMARY KEY(project, version)){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case ProtocolDrafted e:
                Save(connection, envelope, 0, e.Body, e.Body.Hash(), null);
                break;
            case ProtocolPublished e:
                Save(connection, envelope, e.Version, e.Body, e.Hash, envelope.At);
                connection.Run("DELETE FROM protocol WHERE project = @0 AND version = 0", envelope.Project);
                break;
        }
    }

    private static void Save(
        DbConnection connection,
        Envelope envelope,
        int version,
        ProtocolBody body,
        string hash,
        string? published
    ) =>
        connection.Run(
            """
            INSERT INTO protocol(project, version, revision, title, hash, readers, body, published, published_by)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)
            ON CONFLICT(project, version) DO UPDATE SET revision = @2, title = @3, hash = @4, readers = @5, body = @6
            """,
            envelope.Project,
            version,
            envelope.Revision,
            body.Title,
            hash,
            body.Policy.Readers,
            JsonSerializer.Serialize(body, EventJson.Options),
            published,
            published is null ? null : envelope.Actor
        );
}
