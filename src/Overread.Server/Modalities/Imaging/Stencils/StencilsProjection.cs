using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Modalities.Imaging.Stencils;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Stencils;

/// <summary>The stencils of each project.</summary>
internal sealed class StencilsProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["stencil"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS stencil(
                project TEXT NOT NULL, device TEXT NOT NULL, modality TEXT NOT NULL, columns INTEGER NOT NULL, rows INTEGER NOT NULL,
                places TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY(project, device, modality, columns, rows)){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case StencilKept e:
                connection.Run(
                    """
                    INSERT INTO stencil(project, device, modality, columns, rows, places, at) VALUES (@0, @1, @2, @3, @4, @5, @6)
                    ON CONFLICT(project, device, modality, columns, rows) DO UPDATE SET places = @5, at = @6
                    """,
                    envelope.Project,
                    e.Of.Device,
                    e.Of.Modality,
                    e.Of.Columns,
                    e.Of.Rows,
                    JsonSerializer.Serialize(e.Places, EventJson.Options),
                    envelope.At
                );
                break;
            case StencilForgotten e:
                connection.Run(
                    "DELETE FROM stencil WHERE project = @0 AND device = @1 AND modality = @2 AND columns = @3 AND rows = @4",
                    envelope.Project,
                    e.Of.Device,
                    e.Of.Modality,
                    e.Of.Columns,
                    e.Of.Rows
                );
                break;
        }
    }
}
