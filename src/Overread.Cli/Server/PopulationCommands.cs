using System.CommandLine;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary>
/// <c>overread release target</c> and <c>meanings</c>: the population that a project aims at, and what its labels do not say of
/// themselves.
/// </summary>
internal static class PopulationCommands
{
    public static IEnumerable<Command> All() => [Target(), Meanings()];

    private static Command Target()
    {
        Option<FileInfo?> declare = new("--declare")
        {
            Description =
                "JSON with description, source and shares (trait, value, share), which is declared from now on; else what is declared is shown.",
        };
        Command command = ServerOptions.OnProject(
            "target",
            "Show or declare the population that the project aims at: releases hold what came against it.",
            declare
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                TargetView view = parsed.GetValue(declare) is { } file
                    ? await client.DeclareTargetPopulation(
                        project,
                        new() { Target = BodyFile.Read<TargetPopulation>(file.FullName, "a target population") },
                        cancel
                    )
                    : await client.ShowTargetPopulation(project, cancel);
                parsed.Show(view, Print);
            }
        );
        return command;
    }

    private static Command Meanings()
    {
        Command command = ServerOptions.OnProject(
            "meanings",
            "List the labels that do not say what they measure or how bad a wrong one is."
        );
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                MeaningDemandView view = await client.ShowLabelMeanings(project, cancel);
                parsed.Show(
                    view,
                    v =>
                    {
                        foreach (ProtocolFault lacking in v.Lacking)
                        {
                            Console.WriteLine(lacking.Message);
                        }

                        Console.WriteLine(
                            v.ProtocolVersion is null ? "No protocol is published."
                            : v.Demanded ? "The project demands a meaning and severity of every label."
                            : "The project does not demand it."
                        );
                    }
                );
                return view.Demanded && view.Lacking.Count > 0 ? 1 : 0;
            }
        );
        return command;
    }

    private static void Print(TargetView view)
    {
        if (view.Target is not { } target)
        {
            Console.WriteLine($"None is declared. Shares can be declared by: {string.Join(", ", view.Traits)}.");
            return;
        }

        Console.WriteLine($"{target.Description} ({target.Source})");
        foreach (TargetShare share in target.Shares)
        {
            Console.WriteLine(FormattableString.Invariant($"{share.Trait}  {share.Value}  {share.Share:0.####}"));
        }
    }
}
