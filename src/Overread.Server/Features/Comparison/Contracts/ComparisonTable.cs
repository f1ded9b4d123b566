using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Comparison;
using Overread.Domain.Marks;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>What other rooms ask of the tables of comparison.</summary>
internal static class ComparisonTable
{
    /// <summary>Items of which all reads were compared.</summary>
    public static List<string> Compared(DbConnection connection, string project) =>
        connection.All("SELECT DISTINCT item FROM comparison WHERE project = @0", r => r.GetString(0), project);

    /// <summary>A text that changes whenever something is decided or a comparison comes or goes.</summary>
    public static string State(DbConnection connection, string project) =>
        connection.One(
            "SELECT COUNT(*), COALESCE(MAX(decided), '') FROM dispute WHERE project = @0",
            r => $"{r.GetInt64(0)} {r.GetString(1)}",
            project
        )!;

    /// <summary>How many fields of an item were disputed, and how many of those nobody has decided.</summary>
    public static (long All, long Open) DisputesOf(DbConnection connection, string? item) =>
        connection.One(
            "SELECT COUNT(*), COUNT(*) - COUNT(decided) FROM dispute WHERE item = @0 AND kind = 'dispute'",
            r => (r.GetInt64(0), r.GetInt64(1)),
            item
        );

    /// <summary>Items of which something waits for an adjudicator.</summary>
    public static long ItemsInDispute(DbConnection connection, string project) =>
        connection.Number("SELECT COUNT(DISTINCT item) FROM dispute WHERE project = @0 AND decided IS NULL", project);

    /// <summary>How many items wait for a decision, and since when the newest does.</summary>
    public static (long Items, string? Newest) Undecided(DbConnection connection, string project) =>
        connection.One(
            "SELECT COUNT(DISTINCT item), MAX(since) FROM dispute WHERE project = @0 AND decided IS NULL",
            r => (r.GetInt64(0), r.Text(1)),
            project
        );

    /// <summary>Everything that was disputed or drawn for a second look, with what was decided.</summary>
    public static List<DisputeRow> Disputes(DbConnection connection, string project) =>
        connection.All(
            """
            SELECT item, field, kind, since, decided, decided_by, answer, marks, taken_from, reason FROM dispute
            WHERE project = @0 ORDER BY item, field, kind
            """,
            r => new DisputeRow(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                r.GetString(3),
                r.Text(4),
                r.Text(5),
                r.Text(6) is { } answer ? JsonSerializer.Deserialize<Answer>(answer, EventJson.Options) : null,
                r.Text(7) is { } marks ? JsonSerializer.Deserialize<List<Mark>>(marks, EventJson.Options) : null,
                r.Text(8),
                r.Text(9)
            ),
            project
        );

    /// <summary>A field of an item that was disputed or drawn for a second look.</summary>
    /// <param name="By">The actor who decided.</param>
    internal sealed record DisputeRow(
        string Item,
        string Field,
        string Kind,
        string Since,
        string? Decided,
        string? By,
        Answer? Answer,
        IReadOnlyList<Mark>? Marks,
        string? TakenFrom,
        string? Reason
    );

    /// <summary>The labels of a consensus, in order of item and field.</summary>
    /// <param name="items">Those of these items alone, by these very ids; null for all.</param>
    public static List<ConsensusLabel> Labels(DbConnection connection, string run, HashSet<string>? items = null)
    {
        SharedWords words = new();
        return
        [
            .. connection
                .All(
                    "SELECT item, field, label, probability, status, support, asked, spread, opinion, opinion_probability FROM consensus_label WHERE run = @0 ORDER BY item, field",
                    r => Taken(items, r.GetString(0)) is { } item ? Label(r, item, words) : null,
                    run
                )
                .OfType<ConsensusLabel>(),
        ];
    }

    // The id by which the others know the item, so that each stands in memory once.
    private static string? Taken(HashSet<string>? items, string item) =>
        items is null ? item
        : items.TryGetValue(item, out string? known) ? known
        : null;

    private static ConsensusLabel Label(DbDataReader r, string item, SharedWords words) =>
        new(item, words.Of(r.GetString(1)), words.OfAny(r.Text(2)), r.Real(3), words.Of(r.GetString(4)))
        {
            Support = r.IsDBNull(5) ? null : r.GetInt32(5),
            Asked = r.IsDBNull(6) ? null : r.GetInt32(6),
            Spread = r.Real(7),
            Opinion = r.Text(8),
            OpinionProbability = r.Real(9),
        };

    /// <summary>Items to which a consensus over all items had given a label before a place in the record.</summary>
    public static HashSet<string> LabelledBefore(DbConnection connection, string project, long seq) =>
        connection
            .All(
                """
                SELECT DISTINCT l.item FROM consensus_label l JOIN consensus_run r ON r.id = l.run
                WHERE r.project = @0 AND r.ordinal < @1 AND r.part = 0 AND (l.label IS NOT NULL OR l.opinion IS NOT NULL)
                """,
                r => r.GetString(0),
                project,
                seq
            )
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>True where a consensus was computed over chosen items alone.</summary>
    public static bool IsPart(DbConnection connection, string run) =>
        connection.Number("SELECT part FROM consensus_run WHERE id = @0", run) == 1;

    /// <summary>What adjudicators decided, by item and field; of several decisions about one field the last.</summary>
    public static Dictionary<string, Dictionary<string, FieldDecision>> Decisions(
        DbConnection connection,
        string project
    ) =>
        connection
            .All(
                "SELECT item, field, answer, marks FROM dispute WHERE project = @0 AND decided IS NOT NULL ORDER BY decided",
                r =>
                    (
                        Item: r.GetString(0),
                        Field: r.GetString(1),
                        Decision: new FieldDecision(
                            JsonSerializer.Deserialize<Answer>(r.GetString(2), EventJson.Options)!,
                            r.Text(3) is { } marks
                                ? JsonSerializer.Deserialize<List<Mark>>(marks, EventJson.Options)
                                : null
                        )
                    ),
                project
            )
            .GroupBy(r => r.Item, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => g.GroupBy(r => r.Field).ToDictionary(f => f.Key, f => f.Last().Decision, StringComparer.Ordinal),
                StringComparer.Ordinal
            );
}
