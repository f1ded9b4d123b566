using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread token</c>: makes, lists and revokes API tokens.</summary>
internal static class TokenCommand
{
    public static Command Create() => new("token", "Make, list and revoke API tokens.") { Make(), List(), Revoke() };

    private static Command Make()
    {
        Option<string> email = new("--email") { Description = "Your sign-in.", Required = true };
        Option<string> name = new("--name")
        {
            Description = "What the token is for.",
            DefaultValueFactory = _ => "command line",
        };
        Option<string> scopes = new("--scopes")
        {
            Description = "read, write, admin; separated by commas.",
            DefaultValueFactory = _ => "read,write",
        };
        Option<int> days = new("--days") { Description = "How long it lasts.", DefaultValueFactory = _ => 30 };
        Command command = new(
            "create",
            "Make a token; it is shown once. The password is asked for, or taken from OVERREAD_PASSWORD."
        )
        {
            email,
            name,
            scopes,
            days,
            ServerOptions.Server,
            ServerOptions.Json,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                string password =
                    Environment.GetEnvironmentVariable("OVERREAD_PASSWORD")
                    ?? AnsiConsole.Prompt(new TextPrompt<string>("Password:").Secret());
                using ApiClient client = new(parsed.GetValue(ServerOptions.Server)!);
                await client.SignIn(parsed.GetValue(email)!, password);
                JsonNode token = (
                    await client.Post(
                        "api/tokens",
                        new
                        {
                            name = parsed.GetValue(name),
                            scopes = parsed.GetValue(scopes)!.Split(','),
                            expiresInDays = parsed.GetValue(days),
                        }
                    )
                )!;
                Console.WriteLine(
                    parsed.GetValue(ServerOptions.Json) ? token.ToJsonString() : token["token"]!.GetValue<string>()
                );
                return 0;
            }
        );
        return command;
    }

    private static Command List()
    {
        Command command = new("list", "Your tokens.") { ServerOptions.Server, ServerOptions.Token, ServerOptions.Json };
        command.SetAction(
            async (parsed, _) =>
            {
                using ApiClient client = ServerOptions.Client(parsed);
                JsonNode tokens = (await client.Get("api/tokens"))!;
                Console.WriteLine(
                    parsed.GetValue(ServerOptions.Json)
                        ? tokens.ToJsonString()
                        : string.Join(
                            '\n',
                            tokens.AsArray().Select(t => $"{t!["id"]}  {t["name"]}  until {t["expires"]}")
                        )
                );
                return 0;
            }
        );
        return command;
    }

    private static Command Revoke()
    {
        Argument<string> id = new("ID") { Description = "The token's id, from token list." };
        Command command = new("revoke", "Revoke a token at once.") { id, ServerOptions.Server, ServerOptions.Token };
        command.SetAction(
            async (parsed, _) =>
            {
                using ApiClient client = ServerOptions.Client(parsed);
                await client.Send(HttpMethod.Delete, "api/tokens/" + parsed.GetValue(id), null);
                Console.WriteLine("Revoked.");
                return 0;
            }
        );
        return command;
    }
}
