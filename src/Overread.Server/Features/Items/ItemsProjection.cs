using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Comparison;
using Overread.Domain.Intake;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Work;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Items;

/// <summary>Items with their state and their files.</summary>
internal sealed class ItemsProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["item", "item_facts", "item_attribute", "file", "file_name"];

    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> NoFile = [];

    /// <summary>Whether a dispute is still open is the comparison's to say.</summary>
    public IReadOnlyList<string> BuildsOn { get; } = ["dispute"];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS item(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, ordinal INTEGER NOT NULL, title TEXT NOT NULL, subject TEXT NOT NULL,
                kind TEXT NOT NULL, modality TEXT, state TEXT NOT NULL, before TEXT, parts INTEGER NOT NULL, reads_done INTEGER NOT NULL,
                reads_open INTEGER NOT NULL, flagged INTEGER NOT NULL, added TEXT NOT NULL, subject_from TEXT NOT NULL, cause TEXT);
            CREATE TABLE IF NOT EXISTS item_facts(id TEXT PRIMARY KEY, facts TEXT NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS item_attribute(
                project TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, item TEXT NOT NULL,
                PRIMARY KEY(project, name, value, item)){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS item_order ON item(project, ordinal);
            CREATE INDEX IF NOT EXISTS item_title ON item(project, title, ordinal);
            CREATE INDEX IF NOT EXISTS item_state ON item(project, state, ordinal, modality, kind, flagged);
            CREATE INDEX IF NOT EXISTS item_done ON item(project, reads_done, ordinal);
            CREATE INDEX IF NOT EXISTS item_flag ON item(project, ordinal) WHERE flagged = 1;
            CREATE TABLE IF NOT EXISTS file(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, item TEXT NOT NULL, hash TEXT NOT NULL, thumbnail TEXT, media TEXT NOT NULL,
                content TEXT NOT NULL, fingerprint TEXT NOT NULL, likeness TEXT, companion INTEGER NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS file_name(
                project TEXT NOT NULL, name TEXT NOT NULL, item TEXT NOT NULL, PRIMARY KEY(project, name, item)){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS file_item ON file(item);
            CREATE INDEX IF NOT EXISTS file_hash ON file(project, hash);
            CREATE INDEX IF NOT EXISTS file_fingerprint ON file(project, fingerprint);
            CREATE INDEX IF NOT EXISTS item_subject ON item(project, subject);

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        switch (envelope.Event)
        {
            case ItemReady e:
                Add(connection, envelope, e.Item);
                break;
            case CompanionsJoined e:
                Join(connection, envelope, e.Files);
                break;
            case ItemWithdrawn e:
                connection.Run(
                    "UPDATE item SET before = state, state = 'withdrawn', cause = @1 WHERE id = @0",
                    envelope.Item,
                    e.Cause
                );
                break;
            case ItemRestored:
                connection.Run(
                    "UPDATE item SET state = before, before = NULL, cause = NULL WHERE id = @0",
                    envelope.Item
                );
                break;
            case ItemFlagged:
                connection.Run("UPDATE item SET flagged = 1 WHERE id = @0", envelope.Item);
                break;
            case ItemUnflagged:
                connection.Run("UPDATE item SET flagged = 0 WHERE id = @0", envelope.Item);
                break;
            case ReadAssigned:
                Count(connection, envelope.Item, 0, 1, "reading");
                break;
            case ReadReleased or ReadSkipped or AssignmentExpired:
                Count(connection, envelope.Item, 0, -1, null);
                break;
            case ReadSubmitted:
                Count(connection, envelope.Item, 1, -1, "reading");
                break;
            case ReadReopened:
                Count(connection, envelope.Item, -1, 1, "reading");
                break;
            case ReadsCompared e:
                SetState(connection, envelope.Item, e.Disputed.Count > 0 ? "disputed" : "agreed");
                break;
            case AdjudicationDecided { Kind: "dispute" }:
            case ComparisonRevised:
                AfterDecision(connection, envelope.Item);
                break;
        }
    }

    private static void Add(DbConnection connection, Envelope envelope, ItemFacts item)
    {
        List<FileFacts> files = [.. item.Series.SelectMany(s => s.Files)];
        connection.Run(
            """
            INSERT INTO item(id, project, ordinal, title, subject, kind, modality, state, parts, reads_done, reads_open, flagged, added, subject_from)
            VALUES (@0, @1, @2, @3, @4, @5, @6, 'ready', @7, 0, 0, 0, @8, @9)
            """,
            item.Id,
            envelope.Project,
            envelope.Seq,
            item.Title,
            item.Subject,
            item.Kind,
            item.Modality,
            files.Sum(f => f.Content.Parts),
            envelope.At,
            item.SubjectKnownFrom
        );
        connection.Run(
            "INSERT INTO item_facts(id, facts) VALUES (@0, @1)",
            item.Id,
            JsonSerializer.Serialize(item, EventJson.Options)
        );
        AddAttributes(connection, envelope.Project, item);
        AddFiles(connection, envelope, item.Id, files, companions: false);
        AddFiles(connection, envelope, item.Id, item.Companions ?? [], companions: true);
    }

    private static void AddAttributes(DbConnection connection, string? project, ItemFacts item)
    {
        IEnumerable<KeyValuePair<string, string>> said = item.Series.SelectMany(s =>
            (s.Attributes ?? Nothing).Concat((s.ByFile ?? NoFile).Values.SelectMany(f => f))
        );
        foreach ((string name, string value) in said.Distinct())
        {
            connection.Run(
                "INSERT INTO item_attribute(project, name, value, item) VALUES (@0, @1, @2, @3)",
                project,
                name,
                value,
                item.Id
            );
        }
    }

    private static void Join(DbConnection connection, Envelope envelope, IReadOnlyList<FileFacts> files)
    {
        string? text = connection.One("SELECT facts FROM item_facts WHERE id = @0", r => r.GetString(0), envelope.Item);
        ItemFacts item = JsonSerializer.Deserialize<ItemFacts>(text!, EventJson.Options)!;
        connection.Run(
            "UPDATE item_facts SET facts = @1 WHERE id = @0",
            item.Id,
            JsonSerializer.Serialize(item with { Companions = [.. item.Companions ?? [], .. files] }, EventJson.Options)
        );
        AddFiles(connection, envelope, item.Id, files, companions: true);
    }

    private static void AddFiles(
        DbConnection connection,
        Envelope envelope,
        string item,
        IReadOnlyList<FileFacts> files,
        bool companions
    )
    {
        foreach (FileFacts file in files)
        {
            connection.Run(
                """
                INSERT INTO file(id, project, item, hash, thumbnail, media, content, fingerprint, likeness, companion)
                VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)
                """,
                file.Id,
                envelope.Project,
                item,
                file.Hash,
                file.Thumbnail,
                file.MediaType,
                JsonSerializer.Serialize(file.Content, EventJson.Options),
                file.Fingerprint,
                file.Likeness,
                companions ? 1 : 0
            );
        }

        foreach (string name in files.SelectMany(f => f.Content.Names).Distinct())
        {
            connection.Run(
                "INSERT INTO file_name(project, name, item) VALUES (@0, @1, @2) ON CONFLICT DO NOTHING",
                envelope.Project,
                name,
                item
            );
        }
    }

    private static void Count(DbConnection connection, string? item, int done, int open, string? state)
    {
        connection.Run(
            "UPDATE item SET reads_done = reads_done + @1, reads_open = reads_open + @2 WHERE id = @0",
            item,
            done,
            open
        );
        if (state is not null)
        {
            SetState(connection, item, state);
        }
        else
        {
            connection.Run(
                "UPDATE item SET state = 'ready' WHERE id = @0 AND state = 'reading' AND reads_done = 0 AND reads_open = 0",
                item
            );
        }
    }

    // A withdrawn item stays withdrawn; what it would be is kept for a restoring.
    private static void SetState(DbConnection connection, string? item, string state)
    {
        connection.Run("UPDATE item SET state = @1 WHERE id = @0 AND state <> 'withdrawn'", item, state);
        connection.Run("UPDATE item SET before = @1 WHERE id = @0 AND state = 'withdrawn'", item, state);
    }

    // A re-check of an agreed item leaves it agreed, unless it opened what has to be decided.
    private static void AfterDecision(DbConnection connection, string? item)
    {
        (long all, long open) = ComparisonTable.DisputesOf(connection, item);
        if (open > 0)
        {
            SetState(connection, item, "disputed");
        }
        else if (all > 0)
        {
            SetState(connection, item, "adjudicated");
        }
    }
}
