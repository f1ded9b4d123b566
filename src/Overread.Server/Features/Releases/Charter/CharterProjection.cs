using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Governance;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Charter;

/// <summary>What projects laid down of uses, countries and keeping, and what was decided of other uses.</summary>
internal sealed class CharterProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["charter", "further_use"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS charter(
                project TEXT PRIMARY KEY, body TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS further_use(
                seq INTEGER PRIMARY KEY, project TEXT NOT NULL, body TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS further_use_project ON further_use(project, seq);

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case CharterStated e:
                connection.Run(
                    """
                    INSERT INTO charter(project, body, reason, person, at) VALUES (@0, @1, @2, @3, @4)
                    ON CONFLICT(project) DO UPDATE SET body = @1, reason = @2, person = @3, at = @4
                    """,
                    envelope.Project,
                    JsonSerializer.Serialize(e.Charter, EventJson.Options),
                    e.Reason,
                    Actor.PersonOf(envelope.Actor),
                    envelope.At
                );
                break;
            case FurtherUseDecided e:
                connection.Run(
                    "INSERT INTO further_use(seq, project, body, person, at) VALUES (@0, @1, @2, @3, @4)",
                    envelope.Seq,
                    envelope.Project,
                    JsonSerializer.Serialize(e.Decided, EventJson.Options),
                    Actor.PersonOf(envelope.Actor),
                    envelope.At
                );
                break;
        }
    }
}
