using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>Published and recalled releases.</summary>
internal sealed class ReleasesProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["release"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS release(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, notes TEXT NOT NULL, state TEXT NOT NULL,
                items INTEGER NOT NULL, subjects INTEGER NOT NULL, protocol_version INTEGER NOT NULL, content_hash TEXT NOT NULL,
                published TEXT NOT NULL, seq INTEGER NOT NULL, licence TEXT, authors TEXT, UNIQUE(project, name, version));

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case ReleasePublished e:
                connection.Run(
                    """
                    INSERT INTO release(id, project, name, version, notes, state, items, subjects, protocol_version, content_hash, published, seq, licence, authors)
                    VALUES (@0, @1, @2, @3, @4, 'published', @5, @6, @7, @8, @9, @10, @11, @12)
                    """,
                    e.Release,
                    envelope.Project,
                    e.Name,
                    e.Version,
                    e.Notes,
                    e.Items,
                    e.Subjects,
                    e.ProtocolVersion,
                    e.ContentHash,
                    envelope.At,
                    envelope.Seq,
                    e.Licence,
                    e.Authors is null ? null : JsonSerializer.Serialize(e.Authors, EventJson.Options)
                );
                break;
            case ReleaseRecalled:
                connection.Run(
                    "UPDATE release SET state = 'recalled' WHERE id = @0",
                    envelope.Stream["release/".Length..]
                );
                break;
        }
    }
}
