using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Governance;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>Published and recalled releases, and what each holds.</summary>
internal sealed class ReleasesProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["release", "release_item", "release_draft"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS release(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, notes TEXT NOT NULL, state TEXT NOT NULL,
                items INTEGER NOT NULL, subjects INTEGER NOT NULL, protocol_version INTEGER NOT NULL, content_hash TEXT NOT NULL,
                published TEXT NOT NULL, seq INTEGER NOT NULL, licence TEXT, authors TEXT, split_reason TEXT,
                moved INTEGER NOT NULL, recall TEXT, UNIQUE(project, name, version));
            CREATE TABLE IF NOT EXISTS release_item(
                release TEXT NOT NULL, item TEXT NOT NULL, subject TEXT NOT NULL, split TEXT NOT NULL,
                PRIMARY KEY(release, item)){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS release_item_item ON release_item(item);
            CREATE TABLE IF NOT EXISTS release_draft(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, body TEXT NOT NULL, author TEXT NOT NULL, prepared TEXT NOT NULL,
                state TEXT NOT NULL, seq INTEGER NOT NULL);

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case ReleasePublished e:
                connection.Run(
                    """
                    INSERT INTO release(id, project, name, version, notes, state, items, subjects, protocol_version, content_hash, published, seq, licence, authors, split_reason, moved)
                    VALUES (@0, @1, @2, @3, @4, 'published', @5, @6, @7, @8, @9, @10, @11, @12, @13, @14)
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
                    e.Authors is null ? null : JsonSerializer.Serialize(e.Authors, EventJson.Options),
                    e.SplitReason,
                    e.SubjectsMoved
                );
                connection.Run("UPDATE release_draft SET state = 'published' WHERE id = @0", e.Release);
                break;
            case ReleasePrepared e:
                connection.Run(
                    """
                    INSERT INTO release_draft(id, project, body, author, prepared, state, seq)
                    VALUES (@0, @1, @2, @3, @4, 'waiting', @5)
                    """,
                    e.Release.Release,
                    envelope.Project,
                    JsonSerializer.Serialize(e.Release, EventJson.Options),
                    envelope.Actor[(envelope.Actor.LastIndexOf('/') + 1)..],
                    envelope.At,
                    envelope.Seq
                );
                break;
            case ReleaseDiscarded:
                connection.Run(
                    "UPDATE release_draft SET state = 'discarded' WHERE id = @0",
                    envelope.Stream["release/".Length..]
                );
                break;
            case ReleaseHolds e:
                foreach (ReleasedItem item in e.Items)
                {
                    connection.Run(
                        "INSERT INTO release_item(release, item, subject, split) VALUES (@0, @1, @2, @3)",
                        envelope.Stream["release/".Length..],
                        item.Item,
                        item.Subject,
                        item.Split
                    );
                }

                break;
            case ReleaseRecalled e:
                connection.Run(
                    "UPDATE release SET state = 'recalled', recall = @1 WHERE id = @0",
                    envelope.Stream["release/".Length..],
                    e.Reason
                );
                break;
            case ReleaseErased:
                connection.Run(
                    "UPDATE release SET state = 'erased' WHERE id = @0",
                    envelope.Stream["release/".Length..]
                );
                break;
        }
    }
}
