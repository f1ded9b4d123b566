using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Record;
using Overread.Domain.Subjects;
using Overread.Storage;

namespace Overread.Server.Features.Subjects;

/// <summary>What people said about who is who.</summary>
internal sealed class SubjectsProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["subject_decision"];

    public string Schema(Dialect dialect) =>
        """
            CREATE TABLE IF NOT EXISTS subject_decision(seq INTEGER PRIMARY KEY, project TEXT NOT NULL, decided TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS subject_decision_project ON subject_decision(project, seq);

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        if (envelope.Event is SubjectsDecided decided)
        {
            connection.Run(
                "INSERT INTO subject_decision(seq, project, decided) VALUES (@0, @1, @2)",
                envelope.Seq,
                envelope.Project,
                JsonSerializer.Serialize(decided, EventJson.Options)
            );
        }
    }
}
