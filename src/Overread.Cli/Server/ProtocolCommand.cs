using System.CommandLine;

namespace Overread.Cli.Server;

/// <summary><c>overread protocol</c>: takes protocols out as YAML or JSON, brings them in, publishes the draft.</summary>
internal static class ProtocolCommand
{
    public static Command Create() =>
        new("protocol", "Export, import and publish protocols.") { Export(), Import(), Publish() };

    private static Command Export()
    {
        Option<string> version = new("--version-number")
        {
            Description = "A number, current or draft.",
            DefaultValueFactory = _ => "current",
        };
        Option<string> format = new("--format") { Description = "yaml or json.", DefaultValueFactory = _ => "yaml" };
        Option<string?> output = new("--out") { Description = "The file; default: standard output." };
        Command command = new("export", "Write a protocol version as text.")
        {
            ServerOptions.Project,
            version,
            format,
            output,
            ServerOptions.Server,
            ServerOptions.Token,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                using ApiClient client = ServerOptions.Client(parsed);
                string project = await ServerOptions.ProjectId(client, parsed.GetValue(ServerOptions.Project)!);
                string text = await client.GetText(
                    $"api/projects/{project}/protocols/{parsed.GetValue(version)}/export.{parsed.GetValue(format)}"
                );
                if (parsed.GetValue(output) is { } file)
                {
                    await File.WriteAllTextAsync(file, text, cancel);
                }
                else
                {
                    Console.Write(text);
                }

                return 0;
            }
        );
        return command;
    }

    private static Command Import()
    {
        Argument<string> file = new("FILE") { Description = "A protocol as YAML or JSON." };
        Command command = new("import", "Make a file the draft of the next version.")
        {
            file,
            ServerOptions.Project,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                string path = parsed.GetValue(file)!;
                if (!File.Exists(path))
                {
                    throw new CommandFailedException($"There is no file {path}.");
                }

                using ApiClient client = ServerOptions.Client(parsed);
                string project = await ServerOptions.ProjectId(client, parsed.GetValue(ServerOptions.Project)!);
                string type = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                    ? "application/json"
                    : "application/yaml";
                System.Text.Json.Nodes.JsonNode draft = (
                    await client.PostText(
                        $"api/projects/{project}/protocols/import",
                        await File.ReadAllTextAsync(path, cancel),
                        type
                    )
                )!;
                Console.WriteLine(
                    parsed.GetValue(ServerOptions.Json)
                        ? draft.ToJsonString()
                        : $"{draft["title"]} is the draft now, hash {draft["hash"]}."
                );
                return 0;
            }
        );
        return command;
    }

    private static Command Publish()
    {
        Command command = new("publish", "Freeze the draft as the next version.")
        {
            ServerOptions.Project,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                using ApiClient client = ServerOptions.Client(parsed);
                string project = await ServerOptions.ProjectId(client, parsed.GetValue(ServerOptions.Project)!);
                System.Text.Json.Nodes.JsonNode version = (
                    await client.Post($"api/projects/{project}/protocols/draft/publish")
                )!;
                Console.WriteLine(
                    parsed.GetValue(ServerOptions.Json)
                        ? version.ToJsonString()
                        : $"Published version {version["version"]}, hash {version["hash"]}."
                );
                return 0;
            }
        );
        return command;
    }
}
