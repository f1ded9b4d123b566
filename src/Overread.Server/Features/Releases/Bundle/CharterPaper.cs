using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain.Governance;
using Overread.Domain.Record;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>
/// What the project had laid down of uses, countries and keeping when the release was made, as a file: words of people, which the server
/// holds downloads to. Nothing in it is computed.
/// </summary>
internal static class CharterPaper
{
    public const string Name = "charter.json";

    private const string Unknown = "unknown, because nobody laid it down";

    public static string Of(ProjectCharter? charter) =>
        BundleWriter.Json(
            new JsonObject
            {
                ["by"] = "whoever laid down the project's charter; not computed. The same stands in the release event.",
                ["uses"] = Rows(charter?.Uses),
                ["specialCategories"] =
                    charter is null ? Unknown
                    : charter.NoSpecialCategories ? "none, as somebody stated"
                    : "health",
                ["impactAssessment"] = Assessment(charter),
                ["destinations"] = Rows(charter?.Destinations),
                ["keeping"] = Keeping(charter?.Keeping),
                ["controller"] = Said(charter?.Controller),
                ["officer"] = Said(charter?.Officer),
                ["dataSubjects"] = Said(charter?.DataSubjects),
                ["security"] = Said(charter?.Security),
            }
        );

    /// <summary>Which impact assessment the charter names, or why none; the words for unknown where it does not say.</summary>
    public static string Assessment(ProjectCharter? charter) =>
        !string.IsNullOrWhiteSpace(charter?.ImpactAssessment) ? charter.ImpactAssessment.Trim()
        : !string.IsNullOrWhiteSpace(charter?.NoImpactAssessment)
            ? "none, because: " + charter.NoImpactAssessment.Trim()
        : Unknown;

    /// <summary>How long releases are kept, as a sentence.</summary>
    public static string Keeping(KeepingRule? rule) =>
        rule is null ? Unknown
        : !rule.RunsFromPlacing ? $"{rule.Years} years from the day of publication"
        : rule.LastPlaced is { } last
            ? $"{rule.Years} years ({rule.Kind}) from the later of the day of publication and {last:yyyy-MM-dd}, when the last was placed on the market"
        : $"{rule.Years} years ({rule.Kind}) from the day on which the last is placed on the market, which is not stated; until then without an end";

    private static string Said(string? text) => string.IsNullOrWhiteSpace(text) ? Unknown : text.Trim();

    private static JsonNode Rows<T>(IReadOnlyList<T>? rows) =>
        rows is { Count: > 0 } ? JsonSerializer.SerializeToNode(rows, EventJson.Options)! : JsonValue.Create(Unknown);
}
