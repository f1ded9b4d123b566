using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Models;

/// <summary>What is asked of suggestions inside this room: they leave it by <see cref="ShowSuggestions"/> alone.</summary>
internal static class SuggestionTable
{
    /// <summary>The newest suggestion of a model for one field of an item.</summary>
    internal sealed record Row(string Id, string Field, string Model, Answer Answer, double? Score, string At);

    /// <summary>How much one model has suggested.</summary>
    internal sealed record Counted(long Suggestions, long Items);

    /// <summary>All suggestions for an item, by field and in order of the models' registration.</summary>
    public static List<Row> OfItem(DbConnection c, string item) =>
        c.All(
            """
            SELECT s.id, s.field, s.model, s.answer, s.score, s.at FROM suggestion s JOIN model m ON m.id = s.model
            WHERE s.item = @0 ORDER BY s.field, m.seq
            """,
            r => new Row(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                JsonSerializer.Deserialize<Answer>(r.GetString(3), EventJson.Options)!,
                r.Real(4),
                r.GetString(5)
            ),
            item
        );

    /// <summary>Counts by model.</summary>
    public static Dictionary<string, Counted> Counts(DbConnection c, string project) =>
        c.All(
                "SELECT model, COUNT(*), COUNT(DISTINCT item) FROM suggestion WHERE project = @0 GROUP BY model",
                r => (Model: r.GetString(0), Counted: new Counted(r.GetInt64(1), r.GetInt64(2))),
                project
            )
            .ToDictionary(r => r.Model, r => r.Counted, StringComparer.Ordinal);
}
