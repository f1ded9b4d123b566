using System.Data.Common;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Sealed;

/// <summary>Who asked for sealed labels, who decided, and who took them.</summary>
internal sealed class SealedSetProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["seal_opening", "sealed_access"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS seal_opening(
                id TEXT PRIMARY KEY, release TEXT NOT NULL, person TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
                state TEXT NOT NULL, decided_by TEXT, decided TEXT, why TEXT, seq INTEGER NOT NULL){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS seal_opening_release ON seal_opening(release);
            CREATE TABLE IF NOT EXISTS sealed_access(
                seq INTEGER PRIMARY KEY, release TEXT NOT NULL, person TEXT NOT NULL, purpose TEXT NOT NULL, items INTEGER NOT NULL,
                recipient TEXT, at TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS sealed_access_release ON sealed_access(release);

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case SealOpeningAsked e:
                connection.Run(
                    """
                    INSERT INTO seal_opening(id, release, person, reason, at, state, seq)
                    VALUES (@0, @1, @2, @3, @4, 'asked', @5)
                    """,
                    e.Opening,
                    envelope.Stream["release/".Length..],
                    Actor.PersonOf(envelope.Actor),
                    e.Reason,
                    envelope.At,
                    envelope.Seq
                );
                break;
            case SealOpeningDecided e:
                connection.Run(
                    "UPDATE seal_opening SET state = @1, decided_by = @2, decided = @3, why = @4 WHERE id = @0",
                    e.Opening,
                    e.Approved ? "approved" : "refused",
                    Actor.PersonOf(envelope.Actor),
                    envelope.At,
                    e.Reason
                );
                break;
            case SealedLabelsTaken e:
                connection.Run(
                    """
                    INSERT INTO sealed_access(seq, release, person, purpose, items, recipient, at)
                    VALUES (@0, @1, @2, @3, @4, @5, @6)
                    """,
                    envelope.Seq,
                    envelope.Stream["release/".Length..],
                    Actor.PersonOf(envelope.Actor),
                    e.Purpose,
                    e.Items,
                    e.Recipient,
                    envelope.At
                );
                break;
        }
    }
}
