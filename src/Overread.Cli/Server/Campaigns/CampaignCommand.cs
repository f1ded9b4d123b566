using System.Globalization;
using System.Text.Json;
using Overread.Client;
using Spectre.Console;

namespace Overread.Cli.Server.Campaigns;

/// <summary>The rehearsed campaigns with readers to be watched: <c>overread rehearse --campaign crowd|trouble</c>.</summary>
internal sealed class CampaignCommand(bool crowd, ulong seed, int perArm, int clean, int troubled, bool json)
{
    private static readonly JsonSerializerOptions s_json = new(OverreadClient.JsonOptions)
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Plays the campaign and prints what came of it.</summary>
    /// <returns>0; 1 where something planted was missed or called by another name, or an honest reader was found.</returns>
    public async Task<int> Run(RehearsalStage stage, CancellationToken cancel)
    {
        Action<string> say = json ? _ => { } : AnsiConsole.WriteLine;
        if (crowd)
        {
            Show(await new CrowdRun(stage, seed, perArm, say).Run(cancel), Print);
            return 0;
        }

        TroubleReport report = await new TroubleRun(stage, seed, clean, troubled, say).Run(cancel);
        Show(report, Print);
        return report.Missed.Count + report.WronglyFound.Count == 0 ? 0 : 1;
    }

    private void Show<T>(T report, Action<T> print)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, s_json));
        }
        else
        {
            print(report);
        }
    }

    private static void Print(CrowdReport report)
    {
        Table table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("arm", "trained", "sensitivity", "specificity", "area of votes", "reads");
        foreach (CrowdReport.ArmRow arm in report.Arms.Append(report.All))
        {
            table.AddRow(
                Markup.Escape(arm.Name),
                arm.Trained is { } trained ? (trained ? "yes" : "no") : "–",
                Share(arm.Sensitivity, arm.SensitivityInterval),
                Share(arm.Specificity, arm.SpecificityInterval),
                arm.Auc is { } area ? Share(area, arm.AucInterval) : "–",
                arm.Reads.ToString(CultureInfo.InvariantCulture)
            );
        }

        AnsiConsole.Write(table);
        CrowdReport.TestRow test = report.Test;
        AnsiConsole.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Qualification ({test.Items} items, {test.Needed} right needed): {test.PassTrained:0.00} of {test.Trained} trained pass, {test.PassUntrained:0.00} of {test.Untrained} untrained."
            )
        );
        Notes(report.Notes);
    }

    private static void Print(TroubleReport report)
    {
        Table table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("reader", "planted", "found", "at item", "at gold item", "proposal");
        IEnumerable<string> names = report
            .Planted.Select(row => row.Who)
            .Concat(report.Found.Select(row => row.Who))
            .Distinct()
            .Order(StringComparer.Ordinal);
        foreach (string name in names)
        {
            TroubleReport.FoundRow? found = report.Found.FirstOrDefault(row => row.Who == name);
            table.AddRow(
                name,
                report.Planted.FirstOrDefault(row => row.Who == name)?.Kind ?? "–",
                found is null ? "–"
                    : found.With is null ? found.Kind
                    : $"{found.Kind} with {found.With}",
                found?.AtItem.ToString(CultureInfo.InvariantCulture) ?? "–",
                found?.AtGold.ToString(CultureInfo.InvariantCulture) ?? "–",
                found is null ? "–" : $"{found.Proposal}?"
            );
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            $"{report.FalseAlarms} of {report.CleanCampaigns} clean campaigns of {report.CleanReaders} readers with a false finding."
        );
        if (report.More is { } more)
        {
            AnsiConsole.WriteLine(
                $"{more.Campaigns} further troubled campaigns in process: {more.Found} of {more.Planted} found as what they are, {more.WronglyFound} honest readers found."
            );
        }

        Notes(report.Notes);
    }

    private static string Share(double share, CrowdReport.Limits? limits) =>
        limits is null
            ? string.Create(CultureInfo.InvariantCulture, $"{share:0.000}")
            : string.Create(CultureInfo.InvariantCulture, $"{share:0.000} ({limits.Low:0.000}–{limits.High:0.000})");

    private static void Notes(IReadOnlyList<string> notes)
    {
        foreach (string note in notes)
        {
            AnsiConsole.WriteLine(note);
        }
    }
}
