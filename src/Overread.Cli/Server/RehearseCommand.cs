using System.CommandLine;
using System.Text.Json;
using Overread.Cli.Server.Campaigns;
using Overread.Client;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary>
/// <c>overread rehearse</c>: plays a whole reading campaign through the HTTP API, with recorded or simulated readers, to the
/// release that verifies. Leads use it to plan a study.
/// </summary>
internal static class RehearseCommand
{
    private static readonly JsonSerializerOptions Indented = new(OverreadClient.JsonOptions) { WriteIndented = true };

    public static Command Create()
    {
        Option<string?> reads = new("--reads")
        {
            Description =
                "Recorded reads: CSV item,reader,field,answer[,seconds]. With --campaign crowd the number of test reads.",
        };
        Option<string?> truth = new("--truth")
        {
            Description = "True answers: CSV item,field,answer. Scores the consensus.",
        };
        Option<int> readers = new("--readers") { Description = "Simulated readers.", DefaultValueFactory = _ => 3 };
        Option<int> items = new("--items") { Description = "Simulated items.", DefaultValueFactory = _ => 100 };
        Option<double> sensitivity = new("--sensitivity")
        {
            Description = "Of the simulated readers.",
            DefaultValueFactory = _ => 0.85,
        };
        Option<double> specificity = new("--specificity")
        {
            Description = "Of the simulated readers.",
            DefaultValueFactory = _ => 0.9,
        };
        Option<double> prevalence = new("--prevalence")
        {
            Description = "Share of simulated items with the finding.",
            DefaultValueFactory = _ => 0.3,
        };
        Option<ulong> seed = new("--seed") { Description = "Seed of the simulation.", DefaultValueFactory = _ => 1UL };
        Option<string?> server = new("--server")
        {
            Description = "A running server; without it a fresh one is started for the rehearsal.",
        };
        Option<string?> data = new("--data")
        {
            Description = "Data folder of the fresh server; kept afterwards. Default: a temporary one.",
        };
        Option<string?> output = new("--out")
        {
            Description = "Where the bundle goes (zip). Default: rehearsal-bundle.zip in the data folder.",
        };
        Command command = new(
            "rehearse",
            "Play a reading campaign through the API, from first read to verified release."
        )
        {
            reads,
            truth,
            readers,
            items,
            sensitivity,
            specificity,
            prevalence,
            seed,
            server,
            ServerOptions.Token,
            data,
            output,
            ServerOptions.Json,
        };
        CampaignOptions campaigns = CampaignOptions.AddTo(
            command,
            [truth, readers, items, sensitivity, specificity, prevalence, output]
        );
        command.SetAction(
            async (parsed, cancel) =>
            {
                if (campaigns.Named(parsed) is { } named)
                {
                    CampaignCommand wanted = campaigns.Of(parsed, named, parsed.GetValue(seed), parsed.GetValue(reads));
                    return await ServerRun.InWords(async () =>
                    {
                        await using RehearsalStage fresh = await Stage(parsed, cancel);
                        return await wanted.Run(fresh, cancel);
                    });
                }

                Campaign campaign = parsed.GetValue(reads) is { } file
                    ? Campaign.Read(file, parsed.GetValue(truth))
                    : Campaign.Simulate(
                        parsed.GetValue(readers),
                        parsed.GetValue(items),
                        parsed.GetValue(sensitivity),
                        parsed.GetValue(specificity),
                        parsed.GetValue(prevalence),
                        parsed.GetValue(seed)
                    );
                bool json = parsed.GetValue(ServerOptions.Json);
                RehearsalReport report = await ServerRun.InWords(async () =>
                {
                    await using RehearsalStage stage = await Stage(parsed, cancel);
                    Rehearsal rehearsal = new(campaign, stage, json ? _ => { } : AnsiConsole.WriteLine);
                    return await rehearsal.Run(parsed.GetValue(output), cancel);
                });
                if (json)
                {
                    Console.WriteLine(JsonSerializer.Serialize(report, Indented));
                }
                else
                {
                    RehearsalSummary.Print(report);
                }

                return report.Verified ? 0 : 1;
            }
        );
        return command;

        Task<RehearsalStage> Stage(ParseResult parsed, CancellationToken cancel) =>
            RehearsalStage.Open(parsed.GetValue(server), ServerOptions.TokenOf(parsed), parsed.GetValue(data), cancel);
    }
}
