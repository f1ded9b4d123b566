using System.Data.Common;
using Overread.Domain.Record;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Reads;

/// <summary>Who has seen what others answered about an item, by any way, and where in the record that stands first.</summary>
internal sealed class LooksProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["look"];

    /// <summary>What there was to see is what was read by then.</summary>
    public IReadOnlyList<string> BuildsOn { get; } = ["read"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS look(
                item TEXT NOT NULL, reader TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(item, reader)){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        (IReadOnlyList<string> items, IReadOnlyList<string> projects) = Looks.ShownBy(envelope);
        foreach (string item in items)
        {
            Add(connection, envelope, item);
        }

        foreach (string project in projects)
        {
            AddAll(connection, envelope, project);
        }
    }

    private static void Add(DbConnection connection, Envelope envelope, string item) =>
        connection.Run(
            """
            INSERT INTO look(item, reader, seq) SELECT @0, @1, @2
            WHERE EXISTS (SELECT 1 FROM read WHERE item = @0 AND reader <> @1) ON CONFLICT DO NOTHING
            """,
            item,
            Actor.PersonOf(envelope.Actor),
            envelope.Seq
        );

    private static void AddAll(DbConnection connection, Envelope envelope, string project) =>
        connection.Run(
            """
            INSERT INTO look(item, reader, seq) SELECT DISTINCT item, @1, @2 FROM read
            WHERE project = @0 AND reader <> @1 ON CONFLICT DO NOTHING
            """,
            project,
            Actor.PersonOf(envelope.Actor),
            envelope.Seq
        );
}
