using System.CommandLine;

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

    public static Option<string?> Token { get; } =
        new("--token")
        {
            Description = "An API token (or OVERREAD_TOKEN); make one with overread token create.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("OVERREAD_TOKEN"),
        };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the answer as JSON." };

    public static Option<string> Project { get; } =
        new("--project") { Description = "The project, by id or name.", Required = true };

    public static ApiClient Client(ParseResult parsed) =>
        new(
            parsed.GetValue(Server)!,
            parsed.GetValue(Token)
                ?? throw new CommandFailedException(
                    "A token is needed: pass --token or set OVERREAD_TOKEN. Make one with overread token create."
                )
        );

    /// <summary>The id of the project named by id or by its exact name.</summary>
    public static async Task<string> ProjectId(ApiClient client, string named)
    {
        System.Text.Json.Nodes.JsonArray projects = (await client.Get("api/projects"))!.AsArray();
        List<string> ids =
        [
            .. projects
                .Where(p => p!["id"]!.GetValue<string>() == named || p["name"]!.GetValue<string>() == named)
                .Select(p => p!["id"]!.GetValue<string>()),
        ];
        return ids.Count switch
        {
            1 => ids[0],
            0 => throw new CommandFailedException($"You are in no project {named}. See overread project list."),
            _ => throw new CommandFailedException($"Several projects are called {named}; name one by its id."),
        };
    }
}
