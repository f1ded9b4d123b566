using System.Globalization;
using System.Text.Json;
using Overread.Client;
using Spectre.Console;

namespace Overread.Cli.Server.Campaigns;

/// <summary>The rehearsed campaigns with readers to be watched: <c>overread rehearse --campaign crowd|trouble</c>.</summary>
internal static class CampaignCommand
{
    private static readonly JsonSerializerOptions s_json = new(OverreadClient.JsonOptions)
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Plays the crowd study and prints its figures.</summary>
    /// <returns>0 where the reads were played.</returns>
    public static async Task<int> Crowd(
        RehearsalStage stage,
        ulong seed,
        string? reads,
        bool json,
        CancellationToken cancel
    )
    {
        int wanted = CrowdRun.UsualReads;
        if (reads is not null && !int.TryParse(reads, NumberStyles.None, CultureInfo.InvariantCulture, out wanted))
        {
            throw new CommandFailedException(
                $"--reads {reads}: with --campaign crowd it is a number of test reads, such as {CrowdRun.UsualReads}."
            );
        }

        CrowdReport report = await new CrowdRun(stage, seed, wanted, Say(json)).Run(cancel);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, s_json));
        }
        else
        {
            Print(report);
        }

        return 0;
    }

    /// <summary>Plays the campaign with troubled readers and prints what was planted and what was found.</summary>
    /// <returns>0 where all that was planted was found, as what it is, and nobody else; else 1.</returns>
    public static async Task<int> Trouble(
        RehearsalStage stage,
        ulong seed,
        int clean,
        bool json,
        CancellationToken cancel
    )
    {
        TroubleReport report = await new TroubleRun(stage, seed, clean, Say(json)).Run(cancel);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, s_json));
        }
        else
        {
            Print(report);
        }

        return report.Missed.Count + report.WronglyFound.Count == 0 ? 0 : 1;
    }

    private static Action<string> Say(bool json) => json ? _ => { } : AnsiConsole.WriteLine;

    private static void Print(CrowdReport report)
    {
        Table table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("arm", "trained", "sensitivity", "specificity", "area of votes", "reads");
        foreach (CrowdReport.ArmRow arm in report.Arms.Append(report.All))
        {
            table.AddRow(
                Markup.Escape(arm.Name),
                arm.Trained ? "yes" : "no",
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
