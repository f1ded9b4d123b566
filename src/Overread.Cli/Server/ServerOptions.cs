using System.CommandLine;
using Overread.Client;

namespace Overread.Cli.Server;

/// <summary>Options that every command against a server has.</summary>
internal static class ServerOptions
{
    public static Option<string> Server { get; } =
        new("--server")
        {
            Description = "The server's address (or OVERREAD_SERVER).",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("OVERREAD_SERVER") ?? "http://127.0.0.1:5080",
        };

    // Without a default: help would print what the environment holds.
    public static Option<string?> Token { get; } =
        new("--token") { Description = "An API token (or OVERREAD_TOKEN); make one with overread token create." };

    /// <summary>The token that was given, or that the environment holds; null for none.</summary>
    public static string? TokenOf(ParseResult parsed) =>
        parsed.GetValue(Token) ?? Environment.GetEnvironmentVariable("OVERREAD_TOKEN");

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the answer as JSON." };

    public static Option<string> Project { get; } =
        new("--project") { Description = "The project, by id or name.", Required = true };

    /// <summary>A command about a project, with options of its own before those of the server.</summary>
    public static Command OnProject(string name, string description, params Option[] options)
    {
        Command command = new(name, description) { Project };
        foreach (Option option in options)
        {
            command.Add(option);
        }

        command.Add(Server);
        command.Add(Token);
        command.Add(Json);
        return command;
    }

    /// <summary>The id of the project that --project names by id or by its exact name.</summary>
    public static async Task<string> ProjectId(OverreadClient client, ParseResult parsed, CancellationToken cancel)
    {
        string named = parsed.GetValue(Project)!;
        List<string> ids =
        [
            .. (await client.ListProjects(cancel)).Where(p => p.Id == named || p.Name == named).Select(p => p.Id),
        ];
        return ids.Count switch
        {
            1 => ids[0],
            0 => throw new CommandFailedException($"You are in no project {named}. See overread project list."),
            _ => throw new CommandFailedException($"Several projects are called {named}; name one by its id."),
        };
    }

    /// <summary>The id of the recipient that is named by id or by its exact name; null where none is.</summary>
    public static async Task<string?> RecipientId(
        OverreadClient client,
        string project,
        string? named,
        CancellationToken cancel
    ) =>
        named is null
            ? null
            : (await client.ListRecipients(project, cancel))
                .FirstOrDefault(r => r.Id == named || r.Stated.Name == named)
                ?.Id
                ?? throw new CommandFailedException($"This project has no recipient {named}.");
}
