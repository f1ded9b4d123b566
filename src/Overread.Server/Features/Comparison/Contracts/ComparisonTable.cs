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
