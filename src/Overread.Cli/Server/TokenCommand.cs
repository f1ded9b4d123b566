using System.CommandLine;
using Overread.Client;
using Overread.Client.Model;
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
            Description = "read, write, suggest (predictions alone), admin; separated by commas.",
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
            async (parsed, cancel) =>
            {
                string password =
                    Environment.GetEnvironmentVariable("OVERREAD_PASSWORD")
                    ?? AnsiConsole.Prompt(new TextPrompt<string>("Password:").Secret());
                using OverreadClient client = ServerRun.Client(parsed.GetValue(ServerOptions.Server)!);
                NewToken form = new()
                {
                    Name = parsed.GetValue(name)!,
                    Scopes = parsed.GetValue(scopes)!.Split(','),
                    ExpiresInDays = parsed.GetValue(days),
                };
                TokenRow token = await ServerRun.InWords(async () =>
                {
                    await client.SignIn(new() { Email = parsed.GetValue(email)!, Password = password }, cancel);
                    return await client.IssueToken(form, cancel);
                });
                parsed.Print(token, t => t.Token!);
                return 0;
            }
        );
        return command;
    }

    private static Command List()
    {
        Command command = new("list", "Your tokens.") { ServerOptions.Server, ServerOptions.Token, ServerOptions.Json };
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Print(
                    await client.ListTokens(cancel),
                    tokens => string.Join('\n', tokens.Select(t => $"{t.Id}  {t.Name}  until {t.Expires}"))
                )
        );
        return command;
    }

    private static Command Revoke()
    {
        Argument<string> id = new("ID") { Description = "The token's id, from token list." };
        Command command = new("revoke", "Revoke a token at once.") { id, ServerOptions.Server, ServerOptions.Token };
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                await client.RevokeToken(parsed.GetValue(id)!, cancel);
                Console.WriteLine("Revoked.");
            }
        );
        return command;
    }
}
