using System.Globalization;
using Overread.Client.Model;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary>The outcome of a rehearsal as tables for people.</summary>
internal static class RehearsalSummary
{
    public static void Print(RehearsalReport report)
    {
        Table table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("field", "prevalence", "percent", "Fleiss κ", "α", "AC1", "consensus right");
        foreach (string field in report.Agreement.Coefficients.Select(c => c.Field).Distinct())
        {
            table.AddRow(
                Markup.Escape(field),
                Prevalence(report, field),
                Figure(report, field, "percent"),
                Figure(report, field, "fleiss-kappa"),
                Figure(report, field, "krippendorff-alpha"),
                Figure(report, field, "gwet-ac1"),
                Accuracy(report, field)
            );
        }

        AnsiConsole.Write(table);
        RehearsalReport.Scored consensus = report.Consensus;
        AnsiConsole.WriteLine(
            $"Consensus: {consensus.Accepted} accepted, {consensus.Disputed} disputed or tied ({report.Adjudicated} adjudicated), {consensus.Incomplete} incomplete."
        );
        AnsiConsole.WriteLine($"Release {report.Release.Name}:{report.Release.Version} in {report.Release.Path}");
        AnsiConsole.MarkupLine(
            report.Verified ? "[green]The bundle verifies.[/]" : "[red]The bundle does not verify.[/]"
        );
        AnsiConsole.WriteLine(
            $"{report.Reads} reads, {report.Seconds.ToString(CultureInfo.InvariantCulture)} s in all."
        );
    }

    private static string Figure(RehearsalReport report, string field, string name)
    {
        CoefficientRow? row = report.Agreement.Coefficients.FirstOrDefault(r => r.Field == field && r.Name == name);
        return row?.Value is { } value
            ? string.Create(CultureInfo.InvariantCulture, $"{value:0.000} ({row.Low:0.00}–{row.High:0.00})")
            : row?.State ?? "–";
    }

    private static string Prevalence(RehearsalReport report, string field) =>
        string.Join(
            ", ",
            report
                .Agreement.Prevalence.Where(r => r.Field == field)
                .Take(4)
                .Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Answer} {r.Share:0.000}"))
        );

    private static string Accuracy(RehearsalReport report, string field) =>
        report.Consensus.Truth?.FirstOrDefault(r => r.Field == field) is { } score
            ? string.Create(CultureInfo.InvariantCulture, $"{score.Accuracy:0.000}")
            : "–";
}
