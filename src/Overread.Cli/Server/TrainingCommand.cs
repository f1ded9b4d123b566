using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary><c>overread training</c>: sets of items with known answers, and where readers stand.</summary>
internal static class TrainingCommand
{
    private static readonly Option<string> Set = new("--set") { Description = "The set's id.", Required = true };
    private static readonly Option<string?> Item = new("--item") { Description = "The item's id." };

    private static readonly Option<FileInfo> Body = new("--file")
    {
        Description = "The body as JSON, as the API takes it.",
        Required = true,
    };

    public static Command Create() =>
        new("training", "Items with known answers: practice, sealed tests, gold in the queue; and where readers stand.")
        {
            Sets(),
            Make(),
            Case(),
            Retire(),
            People(),
        };

    private static Command Sets()
    {
        Command command = Of("sets", "The sets of a project, without their answers.");
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ListTrainingSets(await ServerOptions.ProjectId(client, parsed, cancel), cancel),
                    sets =>
                    {
                        if (sets.Count == 0)
                        {
                            Console.WriteLine("No item has a known answer yet: overread training make begins a set.");
                        }

                        foreach (TrainingSetRow s in sets)
                        {
                            Console.WriteLine(Line(s));
                        }
                    }
                )
        );
        return command;
    }

    private static Command Make()
    {
        Command command = Of("make", "Make a set.", Body);
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Print(
                    await client.MakeTrainingSet(
                        await ServerOptions.ProjectId(client, parsed, cancel),
                        BodyFile.Read<TrainingSetForm>(parsed.GetValue(Body)!.FullName, "a set"),
                        cancel
                    ),
                    Line
                )
        );
        return command;
    }

    private static Command Case()
    {
        Command command = Of("case", "State the right answers of an item, or of a list of items.", Set, Item, Body);
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                string set = parsed.GetValue(Set)!;
                FileInfo file = parsed.GetValue(Body)!;
                JsonNode body = BodyFile.Read<JsonNode>(file.FullName, "cases");
                TrainingSetRow? row = null;
                foreach (JsonNode? one in body is JsonArray list ? [.. list] : (JsonNode?[])[body])
                {
                    string item =
                        (
                            one is JsonObject o && o.TryGetPropertyValue("item", out JsonNode? named)
                                ? (string?)named
                                : null
                        )
                        ?? parsed.GetValue(Item)
                        ?? throw new CommandFailedException(
                            $"{file.Name} names no item for a case: give each an \"item\", or --item."
                        );
                    row = await client.StateReference(
                        project,
                        set,
                        item,
                        BodyFile.Part<ReferenceForm>(one, file.Name, "a case"),
                        cancel
                    );
                }

                parsed.Print(
                    row ?? throw new CommandFailedException($"{file.Name} has no case: write at least one."),
                    Line
                );
            }
        );
        return command;
    }

    private static Command Retire()
    {
        Option<string> reason = new("--reason") { Description = "Why.", Required = true };
        Command command = Of("retire", "Use an item of a set no more.", Set, Item, reason);
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Print(
                    await client.RetireReference(
                        await ServerOptions.ProjectId(client, parsed, cancel),
                        parsed.GetValue(Set)!,
                        parsed.GetValue(Item) ?? throw new CommandFailedException("Say which item by --item."),
                        new() { Reason = parsed.GetValue(reason)! },
                        cancel
                    ),
                    Line
                )
        );
        return command;
    }

    private static Command People()
    {
        Command command = Of("people", "Where readers stand: practice, tests with their bounds, gold.");
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(
                    await client.ListTrained(await ServerOptions.ProjectId(client, parsed, cancel), cancel),
                    people =>
                    {
                        foreach (TrainedPerson p in people)
                        {
                            Console.WriteLine($"{p.Reader}: {p.Practised} practised, {p.GoldReads} reads of gold");
                            foreach (PersonTest t in p.Tests)
                            {
                                Console.WriteLine(
                                    $"  {t.Title}: {t.State}{(t.Until is { } until ? $" until {until}" : "")}, {t.Attempts} attempts, {t.Left} left"
                                );
                            }

                            foreach (GoldField g in p.Gold)
                            {
                                Console.WriteLine(
                                    $"  gold, {g.Title}: {g.Right} of {g.Count} right ({Share(g.Low)} to {Share(g.High)})"
                                );
                            }
                        }
                    }
                )
        );
        return command;
    }

    private static Command Of(string name, string description, params System.CommandLine.Option[] options)
    {
        Command command = new(name, description)
        {
            ServerOptions.Project,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        foreach (System.CommandLine.Option option in options)
        {
            command.Add(option);
        }

        return command;
    }

    private static string Line(TrainingSetRow s) =>
        $"{s.Id}  {s.Purpose}: {s.Title}, protocol version {s.ProtocolVersion}, {s.Cases} items in use, {s.Retired} retired";

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
