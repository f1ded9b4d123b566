using System.Data.Common;
using Overread.Domain.Record;
using Overread.Domain.Signing;
using Overread.Server.Features.Signing.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Signing;

/// <summary>Which acts are signed, and the signatures.</summary>
internal sealed class SigningProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["signing_policy", "signature"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS signing_policy(
                project TEXT PRIMARY KEY, acts TEXT NOT NULL, two_people INTEGER NOT NULL, reason TEXT, at TEXT NOT NULL, seq INTEGER NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS signature(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL, hash TEXT NOT NULL, meaning TEXT NOT NULL,
                person TEXT NOT NULL, name TEXT NOT NULL, components TEXT NOT NULL, at TEXT NOT NULL, seq INTEGER NOT NULL);
            CREATE INDEX IF NOT EXISTS signature_subject ON signature(project, subject);

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case SigningPolicySet e:
                connection.Run(
                    """
                    INSERT INTO signing_policy(project, acts, two_people, reason, at, seq) VALUES (@0, @1, @2, @3, @4, @5)
                    ON CONFLICT(project) DO UPDATE SET acts = @1, two_people = @2, reason = @3, at = @4, seq = @5
                    """,
                    envelope.Project,
                    SigningTable.Words(e.Acts),
                    e.TwoPeople ? 1 : 0,
                    e.Reason,
                    envelope.At,
                    envelope.Seq
                );
                break;
            case ContentSigned e:
                connection.Run(
                    """
                    INSERT INTO signature(id, project, act, subject, hash, meaning, person, name, components, at, seq)
                    VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10)
                    """,
                    envelope.Id,
                    envelope.Project,
                    SigningTable.Word(e.Act),
                    e.Subject,
                    e.Hash,
                    e.Meaning,
                    e.Person,
                    e.Name,
                    string.Join(' ', e.Components),
                    envelope.At,
                    envelope.Seq
                );
                break;
        }
    }
}
