using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Comparison;
using Overread.Domain.Fitness;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Work;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Fitness;

/// <summary>What projects demand of readers, where items come from, who had an item before or decided about it, and who was held back.</summary>
internal sealed class FitnessProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } =
    ["fitness_rules", "item_site", "item_had", "item_decided", "held_back"];

    /// <summary>Whose a read is stands in the reads.</summary>
    public IReadOnlyList<string> BuildsOn { get; } = ["read"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS fitness_rules(project TEXT PRIMARY KEY, rules TEXT NOT NULL, at TEXT NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS item_site(item TEXT PRIMARY KEY, project TEXT NOT NULL, site TEXT NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS item_had(
                item TEXT NOT NULL, reader TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY(item, reader)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS item_decided(
                item TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY(item, person)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS held_back(
                project TEXT NOT NULL, person TEXT NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL,
                PRIMARY KEY(project, person, code)){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case FitnessRulesSet e:
                connection.Run(
                    """
                    INSERT INTO fitness_rules(project, rules, at) VALUES (@0, @1, @2)
                    ON CONFLICT(project) DO UPDATE SET rules = @1, at = @2
                    """,
                    envelope.Project,
                    JsonSerializer.Serialize(e.Rules, EventJson.Options),
                    envelope.At
                );
                break;
            case SiteStated e:
                foreach (string item in e.Items)
                {
                    connection.Run(
                        "INSERT INTO item_site(item, project, site) VALUES (@0, @1, @2) ON CONFLICT(item) DO UPDATE SET site = @2",
                        item,
                        envelope.Project,
                        e.Site
                    );
                }

                break;
            case ReadReopened { Repeats: { } submitted }:
                Had(connection, envelope, submitted);
                break;
            case ReadSubmitted:
                Forget(connection, envelope);
                break;
            case ReadReleased or ReadSkipped or AssignmentExpired:
                Left(connection, envelope);
                break;
            case AdjudicationDecided:
                connection.Run(
                    "INSERT INTO item_decided(item, person) VALUES (@0, @1) ON CONFLICT DO NOTHING",
                    envelope.Item,
                    Actor.PersonOf(envelope.Actor)
                );
                break;
            case ReaderHeldBack e:
                connection.Run(
                    """
                    INSERT INTO held_back(project, person, code, at) VALUES (@0, @1, @2, @3)
                    ON CONFLICT(project, person, code) DO UPDATE SET at = @3
                    """,
                    envelope.Project,
                    e.Person,
                    e.Code,
                    envelope.At
                );
                break;
        }
    }

    // Who gave back what they had never opened has not had it.
    private static void Left(DbConnection connection, Envelope envelope)
    {
        if (ReadRow.Find(connection, ReadOf(envelope)) is { Read.Opened: not null })
        {
            Had(connection, envelope, envelope.At);
        }
    }

    // Done anew: what comes later counts from there.
    private static void Forget(DbConnection connection, Envelope envelope)
    {
        if (ReadTable.Holder(connection, ReadOf(envelope)) is { } holder)
        {
            connection.Run("DELETE FROM item_had WHERE item = @0 AND reader = @1", holder.Item, holder.Reader);
        }
    }

    private static void Had(DbConnection connection, Envelope envelope, string at)
    {
        if (ReadTable.Holder(connection, ReadOf(envelope)) is { } holder)
        {
            connection.Run(
                """
                INSERT INTO item_had(item, reader, at) VALUES (@0, @1, @2)
                ON CONFLICT(item, reader) DO UPDATE SET at = @2
                """,
                holder.Item,
                holder.Reader,
                at
            );
        }
    }

    private static string ReadOf(Envelope envelope) => envelope.Stream["read/".Length..];
}
