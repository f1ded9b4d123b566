using System.Data.Common;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Keys;

/// <summary>Which keys a project has had, by fingerprint. The keys themselves are in the vault alone.</summary>
internal sealed class KeysProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["project_key"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS project_key(
                project TEXT NOT NULL, fingerprint TEXT NOT NULL, state TEXT NOT NULL, made TEXT NOT NULL, ended TEXT,
                escrowed TEXT, shares INTEGER, needed INTEGER, PRIMARY KEY(project, fingerprint)){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case KeyMade e:
                Make(connection, envelope, e.Fingerprint);
                break;
            case KeyRotated e:
                End(connection, envelope, e.Former, "retired");
                Make(connection, envelope, e.Fingerprint);
                break;
            case KeyEscrowed e:
                connection.Run(
                    "UPDATE project_key SET escrowed = @2, shares = @3, needed = @4 WHERE project = @0 AND fingerprint = @1",
                    envelope.Project,
                    e.Fingerprint,
                    envelope.At,
                    e.Shares,
                    e.Needed
                );
                break;
            case MappingDestroyed e:
                End(connection, envelope, e.Fingerprint, "destroyed");
                break;
        }
    }

    private static void Make(DbConnection connection, Envelope envelope, string fingerprint) =>
        connection.Run(
            "INSERT INTO project_key(project, fingerprint, state, made) VALUES (@0, @1, 'current', @2)",
            envelope.Project,
            fingerprint,
            envelope.At
        );

    private static void End(DbConnection connection, Envelope envelope, string fingerprint, string state) =>
        connection.Run(
            "UPDATE project_key SET state = @2, ended = @3 WHERE project = @0 AND fingerprint = @1",
            envelope.Project,
            fingerprint,
            state,
            envelope.At
        );
}
