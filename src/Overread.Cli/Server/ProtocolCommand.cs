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
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                await using Stream answer = await client.ExportProtocol(
                    await ServerOptions.ProjectId(client, parsed, cancel),
                    parsed.GetValue(version)!,
                    parsed.GetValue(format)!,
                    cancel
                );
                using StreamReader reader = new(answer);
                string text = await reader.ReadToEndAsync(cancel);
                if (parsed.GetValue(output) is { } file)
                {
                    await File.WriteAllTextAsync(file, text, cancel);
                }
                else
                {
                    Console.Write(text);
                }
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
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string path = parsed.GetValue(file)!;
                if (!File.Exists(path))
                {
                    throw new CommandFailedException($"There is no file {path}.");
                }

                string type = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                    ? "application/json"
                    : "application/yaml";
                parsed.Print(
                    await client.ImportProtocol(
                        await ServerOptions.ProjectId(client, parsed, cancel),
                        await File.ReadAllTextAsync(path, cancel),
                        type,
                        cancel
                    ),
                    draft => $"{draft.Title} is the draft now, hash {draft.Hash}."
                );
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
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Print(
                    await client.PublishProtocol(await ServerOptions.ProjectId(client, parsed, cancel), cancel: cancel),
                    version => $"Published version {version.Version}, hash {version.Hash}."
                )
        );
        return command;
    }
}
