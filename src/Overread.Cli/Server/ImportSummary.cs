using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Overread.Cli.Server;

/// <summary>What became of an import, for people: refusals by their reason first, then the counts.</summary>
internal static class ImportSummary
{
    private const int ShownPerReason = 5;

    public static string Of(JsonNode answer)
    {
        if (answer["entries"] is not { } entries)
        {
            return $"{answer["items"]} items added, {answer["duplicates"]} known already.";
        }

        StringBuilder text = new();
        foreach (
            IGrouping<(string Kind, string Reason), string> same in (answer["problems"] as JsonArray ?? [])
                .GroupBy(p => (Text(p, "kind"), Text(p, "reason")), p => Text(p, "path"))
                .OrderByDescending(g => g.Count())
        )
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{same.Key.Kind}: {same.Key.Reason}");
            foreach (string path in same.Take(ShownPerReason))
            {
                text.Append("  ").AppendLine(path);
            }

            if (same.Count() > ShownPerReason)
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"  and {same.Count() - ShownPerReason} more (all with --json)"
                );
            }
        }

        return text.Append(
                answer["gate"] is { } gate
                    ? $"{gate["approved"]} studies and photos approved; {gate["waiting"]} are doubtful and {gate["held"]} held: decide them at the gate."
                    : $"{entries} studies and photos wait at the gate; {answer["refused"]} files refused, {answer["duplicates"]} duplicates."
            )
            .ToString();
    }

    private static string Text(JsonNode? node, string member) => node?[member]?.GetValue<string>() ?? "";
}
