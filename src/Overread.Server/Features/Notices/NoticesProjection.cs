using System.Data.Common;
using Overread.Domain.Notices;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Notices;

/// <summary>When each person last looked at what waits for them, was last told of it by mail, and how often they want that.</summary>
internal sealed class NoticesProjection : IProjection
{
    /// <summary>Before the id of a person in the name of their stream.</summary>
    public const string Stream = "notices/";

    public IReadOnlyList<string> Tables { get; } = ["notice_person"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS notice_person(person TEXT PRIMARY KEY, seen TEXT, wish TEXT, mailed TEXT){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        (string Sql, string Person, string Value)? change = envelope.Event switch
        {
            NoticesSeen => (
                "INSERT INTO notice_person(person, seen) VALUES (@0, @1) ON CONFLICT(person) DO UPDATE SET seen = @1",
                Actor.PersonOf(envelope.Actor),
                envelope.At
            ),
            NoticesWanted e => (
                "INSERT INTO notice_person(person, wish) VALUES (@0, @1) ON CONFLICT(person) DO UPDATE SET wish = @1",
                Actor.PersonOf(envelope.Actor),
                e.Wish.ToString()
            ),
            NoticesMailed e => (
                "INSERT INTO notice_person(person, mailed) VALUES (@0, @1) ON CONFLICT(person) DO UPDATE SET mailed = @1",
                e.Person,
                envelope.At
            ),
            _ => null,
        };
        if (change is var (sql, person, value))
        {
            connection.Run(sql, person, value);
        }
    }
}
