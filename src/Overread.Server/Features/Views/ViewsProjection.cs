using System.Data.Common;
using Overread.Domain.Record;
using Overread.Domain.Views;
using Overread.Storage;

namespace Overread.Server.Features.Views;

/// <summary>Views of the list of items that people keep, for themselves or for all who see the list.</summary>
internal sealed class ViewsProjection : IProjection
{
    /// <summary>Before the id of a view in the name of its stream.</summary>
    public const string Stream = "view/";

    public IReadOnlyList<string> Tables { get; } = ["kept_view"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS kept_view(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL,
                shared INTEGER NOT NULL){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS kept_view_project ON kept_view(project, owner);

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case ViewKept e:
                connection.Run(
                    """
                    INSERT INTO kept_view(id, project, owner, name, query, shared) VALUES (@0, @1, @2, @3, @4, @5)
                    ON CONFLICT(id) DO UPDATE SET name = @3, query = @4, shared = @5
                    """,
                    e.Id,
                    envelope.Project,
                    Actor.PersonOf(envelope.Actor),
                    e.Name,
                    e.Query,
                    e.Shared ? 1 : 0
                );
                break;
            case ViewDropped e:
                connection.Run("DELETE FROM kept_view WHERE id = @0", e.Id);
                break;
        }
    }
}
