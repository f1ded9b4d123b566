using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Models;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Models;

/// <summary>The register of models, and of each model the newest suggestion per item and field.</summary>
internal sealed class ModelsProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["model", "model_approval", "suggestion"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS model(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, body TEXT NOT NULL,
                registered TEXT NOT NULL, registered_by TEXT NOT NULL, retired TEXT, retired_by TEXT, retired_reason TEXT, seq INTEGER NOT NULL);
            CREATE UNIQUE INDEX IF NOT EXISTS model_name ON model(project, name, version);
            CREATE TABLE IF NOT EXISTS model_approval(
                project TEXT NOT NULL, model TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL, by_actor TEXT NOT NULL, reason TEXT NOT NULL,
                PRIMARY KEY (project, version, model)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS suggestion(
                item TEXT NOT NULL, field TEXT NOT NULL, model TEXT NOT NULL, project TEXT NOT NULL, id TEXT NOT NULL, answer TEXT NOT NULL,
                score REAL, batch TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (item, field, model)){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS suggestion_model ON suggestion(project, model);

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case ModelRegistered { Model: var model }:
                connection.Run(
                    "INSERT INTO model(id, project, name, version, body, registered, registered_by, seq) VALUES (@0, @1, @2, @3, @4, @5, @6, @7)",
                    model.Id,
                    envelope.Project,
                    model.Name,
                    model.Version,
                    JsonSerializer.Serialize(model, EventJson.Options),
                    envelope.At,
                    envelope.Actor,
                    envelope.Seq
                );
                break;
            case ModelApproved e:
                connection.Run(
                    "INSERT INTO model_approval(project, model, version, at, by_actor, reason) VALUES (@0, @1, @2, @3, @4, @5)",
                    envelope.Project,
                    e.Model,
                    e.ProtocolVersion,
                    envelope.At,
                    envelope.Actor,
                    e.Reason
                );
                break;
            case ModelRetired e:
                connection.Run(
                    "UPDATE model SET retired = @1, retired_by = @2, retired_reason = @3 WHERE id = @0",
                    e.Model,
                    envelope.At,
                    envelope.Actor,
                    e.Reason
                );
                break;
            case SuggestionsMade e:
                Keep(connection, envelope, e);
                break;
        }
    }

    private static void Keep(DbConnection connection, Envelope envelope, SuggestionsMade made)
    {
        foreach (Suggestion suggestion in made.Suggestions)
        {
            connection.Run(
                """
                INSERT INTO suggestion(item, field, model, project, id, answer, score, batch, at) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)
                ON CONFLICT(item, field, model) DO UPDATE SET id = @4, answer = @5, score = @6, batch = @7, at = @8
                """,
                envelope.Item,
                suggestion.Field,
                made.Model,
                envelope.Project,
                suggestion.Id,
                JsonSerializer.Serialize(suggestion.Answer, EventJson.Options),
                suggestion.Score,
                made.Batch,
                envelope.At
            );
        }
    }
}
