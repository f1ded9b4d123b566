using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Intake.Plans;

/// <summary>By which plans a project has de-identified and does, and what it claims.</summary>
internal sealed class PlansProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["plan_choice", "claim_choice"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS plan_choice(
                seq INTEGER PRIMARY KEY, project TEXT NOT NULL, modality TEXT NOT NULL, hash TEXT NOT NULL, document TEXT, at TEXT NOT NULL,
                actor TEXT NOT NULL, reason TEXT);
            CREATE INDEX IF NOT EXISTS plan_choice_project ON plan_choice(project, seq);
            CREATE TABLE IF NOT EXISTS claim_choice(
                seq INTEGER PRIMARY KEY, project TEXT NOT NULL, claim TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, reason TEXT);
            CREATE INDEX IF NOT EXISTS claim_choice_project ON claim_choice(project, seq);

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case PlanChosen e:
                connection.Run(
                    """
                    INSERT INTO plan_choice(seq, project, modality, hash, document, at, actor, reason)
                    VALUES (@0, @1, @2, @3, @4, @5, @6, @7)
                    """,
                    envelope.Seq,
                    envelope.Project,
                    e.Modality,
                    e.PlanHash,
                    e.Document,
                    envelope.At,
                    envelope.Actor,
                    e.Reason
                );
                break;
            case ClaimChosen e:
                connection.Run(
                    "INSERT INTO claim_choice(seq, project, claim, at, actor, reason) VALUES (@0, @1, @2, @3, @4, @5)",
                    envelope.Seq,
                    envelope.Project,
                    JsonSerializer.Serialize(e.Claim, EventJson.Options),
                    envelope.At,
                    envelope.Actor,
                    e.Reason
                );
                break;
        }
    }
}
