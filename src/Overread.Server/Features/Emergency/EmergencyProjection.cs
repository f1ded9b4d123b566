using System.Data.Common;
using Overread.Domain.Projects;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Emergency;

/// <summary>Emergency accesses, and who may give them to themselves.</summary>
internal sealed class EmergencyProjection : IProjection
{
    private const string Stream = "emergency/";

    public IReadOnlyList<string> Tables { get; } = ["emergency", "emergency_right"];

    /// <summary>The stream of an emergency access.</summary>
    public static string StreamOf(string id) => Stream + id;

    /// <summary>The emergency access that an event is about.</summary>
    public static string IdOf(Envelope envelope) => envelope.Stream[Stream.Length..];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS emergency(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, person TEXT NOT NULL, reason TEXT NOT NULL, opened TEXT NOT NULL, until TEXT NOT NULL,
                ended TEXT, how TEXT, reviewed TEXT, reviewer TEXT, note TEXT);
            CREATE INDEX IF NOT EXISTS emergency_project ON emergency(project, opened);
            CREATE TABLE IF NOT EXISTS emergency_right(
                project TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY(project, person)){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case EmergencyRightGiven e:
                connection.Run(
                    "INSERT INTO emergency_right(project, person) VALUES (@0, @1) ON CONFLICT(project, person) DO NOTHING",
                    envelope.Project,
                    e.Person
                );
                break;
            case EmergencyRightTaken e:
                connection.Run(
                    "DELETE FROM emergency_right WHERE project = @0 AND person = @1",
                    envelope.Project,
                    e.Person
                );
                break;
            case EmergencyOpened e:
                connection.Run(
                    "INSERT INTO emergency(id, project, person, reason, opened, until) VALUES (@0, @1, @2, @3, @4, @5)",
                    IdOf(envelope),
                    envelope.Project,
                    e.Person,
                    e.Reason,
                    envelope.At,
                    e.Until
                );
                break;
            case EmergencyEnded e:
                connection.Run(
                    "UPDATE emergency SET ended = @1, how = @2 WHERE id = @0",
                    IdOf(envelope),
                    envelope.At,
                    e.How
                );
                break;
            case EmergencyReviewed e:
                connection.Run(
                    "UPDATE emergency SET reviewed = @1, reviewer = @2, note = @3 WHERE id = @0",
                    IdOf(envelope),
                    envelope.At,
                    Actor.PersonOf(envelope.Actor),
                    e.Note
                );
                break;
        }
    }
}
