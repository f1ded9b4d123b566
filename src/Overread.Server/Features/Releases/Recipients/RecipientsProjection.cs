using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Recipients;

/// <summary>Who may be given releases, who was given which, and who was told what became of them.</summary>
internal sealed class RecipientsProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["recipient", "disclosure", "recipient_notice", "disclosure_policy"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS recipient(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, stated TEXT NOT NULL, at TEXT NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS disclosure(
                seq INTEGER PRIMARY KEY, project TEXT NOT NULL, release TEXT NOT NULL, recipient TEXT, person TEXT NOT NULL,
                purpose TEXT NOT NULL, despite TEXT, at TEXT NOT NULL, access TEXT);
            CREATE INDEX IF NOT EXISTS disclosure_access ON disclosure(access);
            CREATE INDEX IF NOT EXISTS disclosure_release ON disclosure(project, release);
            CREATE TABLE IF NOT EXISTS recipient_notice(
                seq INTEGER PRIMARY KEY, project TEXT NOT NULL, release TEXT NOT NULL, recipient TEXT NOT NULL, kinds TEXT NOT NULL,
                how TEXT NOT NULL, at TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS disclosure_policy(project TEXT PRIMARY KEY, policy TEXT NOT NULL){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case RecipientStated e:
                connection.Run(
                    """
                    INSERT INTO recipient(id, project, stated, at) VALUES (@0, @1, @2, @3)
                    ON CONFLICT(id) DO UPDATE SET stated = @2, at = @3
                    """,
                    e.Recipient,
                    envelope.Project,
                    JsonSerializer.Serialize(e.Stated, EventJson.Options),
                    envelope.At
                );
                break;
            case ReleaseDownloaded e:
                connection.Run(
                    """
                    INSERT INTO disclosure(seq, project, release, recipient, person, purpose, despite, at, access)
                    VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)
                    """,
                    envelope.Seq,
                    envelope.Project,
                    envelope.Stream["release/".Length..],
                    e.Recipient,
                    Actor.PersonOf(envelope.Actor),
                    e.Purpose,
                    e.Despite,
                    envelope.At,
                    e.Access
                );
                break;
            case RecipientNotified e:
                connection.Run(
                    """
                    INSERT INTO recipient_notice(seq, project, release, recipient, kinds, how, at)
                    VALUES (@0, @1, @2, @3, @4, @5, @6)
                    """,
                    envelope.Seq,
                    envelope.Project,
                    e.Release,
                    e.Recipient,
                    string.Join(' ', e.Kinds),
                    e.How,
                    envelope.At
                );
                break;
            case DisclosurePolicySet e:
                connection.Run(
                    """
                    INSERT INTO disclosure_policy(project, policy) VALUES (@0, @1)
                    ON CONFLICT(project) DO UPDATE SET policy = @1
                    """,
                    envelope.Project,
                    JsonSerializer.Serialize(e.Policy, EventJson.Options)
                );
                break;
        }
    }
}
