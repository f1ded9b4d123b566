using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread project</c>: lists and opens projects, and shows where one stands.</summary>
internal static class ProjectCommand
{
    public static Command Create() =>
        new("project", "List, open and watch projects.") { List(), Open(), Show(), ProjectKeysCommand.Create() };

    private static Command List()
    {
        Command command = new("list", "The projects you are in.")
        {
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                using ApiClient client = ServerOptions.Client(parsed);
                JsonNode projects = (await client.Get("api/projects"))!;
                if (parsed.GetValue(ServerOptions.Json))
                {
                    Console.WriteLine(projects.ToJsonString());
                    return 0;
                }

                Table table = new Table()
                    .Border(TableBorder.Minimal)
                    .AddColumns("id", "name", "items", "reads", "protocol");
                foreach (JsonNode? p in projects.AsArray())
                {
                    table.AddRow(
                        $"{p!["id"]}",
                        Markup.Escape($"{p["name"]}"),
                        $"{p["items"]}",
                        $"{p["readsDone"]} of {p["readsNeeded"]}",
                        $"{p["protocolVersion"]}"
                    );
                }

                AnsiConsole.Write(table);
                return 0;
            }
        );
        return command;
    }

    private static Command Open()
    {
        Option<string> name = new("--name") { Description = "Short title.", Required = true };
        Option<string> purpose = new("--purpose") { Description = "What the labels are for.", Required = true };
        Option<string> basis = new("--legal-basis")
        {
            Description = "The ground on which the data may be used.",
            Required = true,
        };
        Option<string?> template = new("--template")
        {
            Description = "chexpert-14, lung-nodule, diabetic-retinopathy or blood-cells.",
        };
        Command command = new("open", "Open a project; you lead it.")
        {
            name,
            purpose,
            basis,
            template,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                using ApiClient client = ServerOptions.Client(parsed);
                JsonNode project = (
                    await client.Post(
                        "api/projects",
                        new
                        {
                            name = parsed.GetValue(name),
                            purpose = parsed.GetValue(purpose),
                            legalBasis = parsed.GetValue(basis),
                            template = parsed.GetValue(template) ?? "",
                        }
                    )
                )!;
                Console.WriteLine(
                    parsed.GetValue(ServerOptions.Json)
                        ? project.ToJsonString()
                        : $"Opened {project["name"]} as {project["id"]}."
                );
                return 0;
            }
        );
        return command;
    }

    private static Command Show()
    {
        Command command = new("show", "Where a project stands: the funnel and its readers.")
        {
            ServerOptions.Project,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                using ApiClient client = ServerOptions.Client(parsed);
                string project = await ServerOptions.ProjectId(client, parsed.GetValue(ServerOptions.Project)!);
                JsonNode view = (await client.Get($"api/projects/{project}/overview"))!;
                if (parsed.GetValue(ServerOptions.Json))
                {
                    Console.WriteLine(view.ToJsonString());
                    return 0;
                }

                AnsiConsole.WriteLine(
                    string.Join("  →  ", view["funnel"]!.AsArray().Select(s => $"{s!["stage"]} {s["count"]}"))
                );
                Table table = new Table()
                    .Border(TableBorder.Minimal)
                    .AddColumns("reader", "done", "open", "skipped", "agrees with the majority");
                foreach (JsonNode? r in view["readers"]!.AsArray())
                {
                    JsonNode? a = r!["agreement"];
                    string share = a is null
                        ? "–"
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"{a["value"]!.GetValue<double>():0.000} ({a["low"]!.GetValue<double>():0.00}–{a["high"]!.GetValue<double>():0.00})"
                        );
                    table.AddRow($"{r["reader"]}", $"{r["done"]}", $"{r["open"]}", $"{r["skipped"]}", share);
                }

                AnsiConsole.Write(table);
                return 0;
            }
        );
        return command;
    }
}
