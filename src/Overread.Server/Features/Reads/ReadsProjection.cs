using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Work;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Reads;

/// <summary>Reads with their answers and marks as they stand.</summary>
internal sealed class ReadsProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["read"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS read(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, item TEXT NOT NULL, reader TEXT NOT NULL, version INTEGER NOT NULL,
                state TEXT NOT NULL, revision INTEGER NOT NULL, answers TEXT NOT NULL, marks TEXT NOT NULL, comments TEXT NOT NULL,
                seconds REAL, submitted TEXT, assigned TEXT NOT NULL, expires TEXT, opened TEXT, work TEXT NOT NULL, claimed REAL,
                elapsed REAL, elsewhere INTEGER NOT NULL DEFAULT 0, guideline INTEGER, reread INTEGER NOT NULL DEFAULT 0, reopened TEXT, suggestions TEXT NOT NULL DEFAULT '[]');
            CREATE INDEX IF NOT EXISTS read_item ON read(item);
            CREATE INDEX IF NOT EXISTS read_reader ON read(project, reader, state);
            CREATE INDEX IF NOT EXISTS read_open ON read(expires) WHERE state = 'open';
            CREATE INDEX IF NOT EXISTS read_done ON read(project, version) WHERE state = 'submitted';

            """;

    public void Apply(DbConnection connection, Envelope envelope) => ApplyAll(connection, [envelope]);

    // One load and one save for all events of a post: a read of 14 answers is folded in memory.
    public void ApplyAll(DbConnection connection, IReadOnlyList<Envelope> envelopes)
    {
        if (!envelopes[0].Stream.StartsWith("read/", StringComparison.Ordinal))
        {
            return;
        }

        int from = 0;
        if (envelopes[0].Event is ReadAssigned assigned)
        {
            Add(connection, envelopes[0], assigned);
            from = 1;
        }

        if (from < envelopes.Count && ReadRow.Find(connection, IdOf(envelopes[0])) is { } row)
        {
            Read read = row.Read;
            foreach (Envelope envelope in envelopes.Skip(from))
            {
                read = read.After(envelope.Event, envelope.Id, envelope.At);
            }

            Save(connection, row.Read, read);
            if (envelopes[^1].Event is ReadReopened reopened)
            {
                connection.Run(
                    "UPDATE read SET reread = @1, reopened = @2 WHERE id = @0",
                    read.Id,
                    reopened.Guideline is not null || reopened.Repeats is not null ? 1 : 0,
                    envelopes[^1].At
                );
            }
        }
    }

    private static void Add(DbConnection connection, Envelope envelope, ReadAssigned e) =>
        connection.Run(
            """
            INSERT INTO read(id, project, item, reader, version, state, revision, answers, marks, comments, assigned, expires, work)
            VALUES (@0, @1, @2, @3, @4, 'open', 1, '{}', '[]', '[]', @5, @6, '{}')
            """,
            IdOf(envelope),
            envelope.Project,
            e.Item,
            e.Reader,
            e.ProtocolVersion,
            envelope.At,
            e.Expires
        );

    private static string IdOf(Envelope envelope) => envelope.Stream["read/".Length..];

    // State and time of submission only where they change: both are in indexes, which an answer need not touch.
    private static void Save(DbConnection connection, Read before, Read read)
    {
        connection.Run(
            """
            UPDATE read SET revision = @1, answers = @2, marks = @3, comments = @4, seconds = @5, opened = @6, work = @7,
                claimed = @8, elapsed = @9, elsewhere = @10, guideline = @11, suggestions = @12 WHERE id = @0
            """,
            read.Id,
            read.Revision,
            JsonSerializer.Serialize(
                read.Answers.ToImmutableSortedDictionary(StringComparer.Ordinal),
                EventJson.Options
            ),
            JsonSerializer.Serialize(read.Marks, EventJson.Options),
            JsonSerializer.Serialize(read.Comments, EventJson.Options),
            read.Seconds,
            read.Opened,
            JsonSerializer.Serialize(
                read.Worked.ToImmutableSortedDictionary(StringComparer.Ordinal),
                EventJson.Options
            ),
            read.Claimed,
            read.Elapsed,
            read.IsOfElsewhere ? 1 : 0,
            read.Guideline,
            JsonSerializer.Serialize(read.Suggestions, EventJson.Options)
        );
        if (read.State != before.State || read.Submitted != before.Submitted)
        {
            connection.Run(
                "UPDATE read SET state = @1, submitted = @2 WHERE id = @0",
                read.Id,
                ReadStates.Word(read.State),
                read.Submitted
            );
        }
    }
}
