using System.Text.Json;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>What a label says of itself: what it measures and how bad a wrong one is; blank for what it does not say.</summary>
/// <param name="Field">The field.</param>
/// <param name="Answer">The answer; blank for the field as a whole.</param>
/// <param name="Measures">What it measures.</param>
/// <param name="Severity">negligible, minor, serious, critical or catastrophic.</param>
internal sealed record LabelMeaningRow(string Field, string Answer, string Measures, string Severity)
{
    public bool Says => !string.IsNullOrWhiteSpace(Measures) && Severity.Length > 0;

    /// <summary>The rows of a protocol as it was published: an answer without words of its own has those of its field.</summary>
    public static IReadOnlyList<LabelMeaningRow> OfProtocol(JsonElement body)
    {
        List<LabelMeaningRow> rows = [];
        foreach (JsonElement field in body.GetProperty("fields").EnumerateArray())
        {
            string id = Text(field, "id");
            (string measures, string severity) = Meaning(field);
            rows.Add(new(id, "", measures, severity));
            if (field.TryGetProperty("options", out JsonElement options) && options.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement option in options.EnumerateArray())
                {
                    (string own, string ownSeverity) = Meaning(option);
                    rows.Add(
                        new(
                            id,
                            Text(option, "id"),
                            string.IsNullOrWhiteSpace(own) ? measures : own,
                            ownSeverity.Length > 0 ? ownSeverity : severity
                        )
                    );
                }
            }
        }

        return rows;
    }

    private static (string Measures, string Severity) Meaning(JsonElement of) =>
        of.TryGetProperty("meaning", out JsonElement meaning) && meaning.ValueKind == JsonValueKind.Object
            ? (Text(meaning, "measures"), Text(meaning, "severity"))
            : ("", "");

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
