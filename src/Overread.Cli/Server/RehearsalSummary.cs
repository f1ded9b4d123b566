using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary>The outcome of a rehearsal as tables for people.</summary>
internal static class RehearsalSummary
{
    public static void Print(JsonObject summary)
    {
        Table table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("field", "prevalence", "percent", "Fleiss κ", "α", "AC1", "consensus right");
        JsonArray coefficients = summary["agreement"]!["coefficients"]!.AsArray();
        foreach (string field in coefficients.Select(c => c!["field"]!.GetValue<string>()).Distinct())
        {
            table.AddRow(
                Markup.Escape(field),
                Prevalence(summary, field),
                Figure(coefficients, field, "percent"),
                Figure(coefficients, field, "fleiss-kappa"),
                Figure(coefficients, field, "krippendorff-alpha"),
                Figure(coefficients, field, "gwet-ac1"),
                Accuracy(summary, field)
            );
        }

        AnsiConsole.Write(table);
        JsonNode consensus = summary["consensus"]!;
        AnsiConsole.WriteLine(
            $"Consensus: {consensus["accepted"]} accepted, {consensus["disputed"]} disputed or tied ({summary["adjudicated"]} adjudicated), {consensus["incomplete"]} incomplete."
        );
        AnsiConsole.WriteLine(
            $"Release {summary["release"]!["name"]}:{summary["release"]!["version"]} in {summary["release"]!["path"]}"
        );
        AnsiConsole.MarkupLine(
            summary["verified"]!.GetValue<bool>()
                ? "[green]The bundle verifies.[/]"
                : "[red]The bundle does not verify.[/]"
        );
        AnsiConsole.WriteLine($"{summary["reads"]} reads, {summary["seconds"]} s in all.");
    }

    private static string Figure(JsonArray rows, string field, string name)
    {
        JsonNode? row = rows.FirstOrDefault(r =>
            r!["field"]!.GetValue<string>() == field && r["name"]!.GetValue<string>() == name
        );
        return row?["value"] is { } value
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{value.GetValue<double>():0.000} ({row["low"]?.GetValue<double>():0.00}–{row["high"]?.GetValue<double>():0.00})"
            )
            : row?["state"]?.GetValue<string>() ?? "–";
    }

    private static string Prevalence(JsonObject summary, string field) =>
        string.Join(
            ", ",
            summary["agreement"]!["prevalence"]!
                .AsArray()
                .Where(r => r!["field"]!.GetValue<string>() == field)
                .Take(4)
                .Select(r =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{r!["answer"]} {r["share"]!.GetValue<double>():0.000}"
                    )
                )
        );

    private static string Accuracy(JsonObject summary, string field)
    {
        JsonNode? row = summary["consensus"]!
            ["truth"]
            ?.AsArray()
            .FirstOrDefault(r => r!["field"]!.GetValue<string>() == field);
        return row is null
            ? "–"
            : string.Create(CultureInfo.InvariantCulture, $"{row["accuracy"]!.GetValue<double>():0.000}");
    }
}
