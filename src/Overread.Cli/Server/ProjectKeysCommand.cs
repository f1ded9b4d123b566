using System.CommandLine;
using System.Text.Json.Nodes;
using Overread.Cli.Deidentification;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread project keys</c>: the keys from which a project's pseudonyms and date offsets are derived.</summary>
internal static class ProjectKeysCommand
{
    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why; it stays in the record.",
        Required = true,
    };

    private static readonly Option<string> Key = new("--key")
    {
        Description = "The key's fingerprint, as list shows it.",
        Required = true,
    };

    public static Command Create() =>
        new("keys", "List, divide, restore, rotate and destroy a project's keys (administrators).")
        {
            List(),
            Divide(),
            Restore(),
            Rotate(),
            Destroy(),
        };

    private static Command List()
    {
        Command command = With(new("list", "The keys the project has had, by fingerprint."));
        command.SetAction(
            async (parsed, _) =>
            {
                using ApiClient client = ServerOptions.Client(parsed);
                Print(parsed, (await client.Get(await Address(client, parsed)))!);
                return 0;
            }
        );
        return command;
    }

    private static Command Divide()
    {
        Command command = With(
            new(
                "divide",
                "Divide a key into parts for custodians, one file each. The server shows them once and keeps none."
            )
            {
                Key,
                KeyParts.Shares,
                KeyParts.Needed,
                KeyParts.Folder,
            }
        );
        command.SetAction(
            async (parsed, _) =>
            {
                using ApiClient client = ServerOptions.Client(parsed);
                JsonNode divided = (
                    await client.Post(
                        $"{await Address(client, parsed)}/{Uri.EscapeDataString(parsed.GetValue(Key)!)}/escrow",
                        new { shares = parsed.GetValue(KeyParts.Shares), needed = parsed.GetValue(KeyParts.Needed) }
                    )
                )!;
                string[] lines = [.. divided["shares"]!.AsArray().Select(s => s!.GetValue<string>())];
                return KeyParts.Write(parsed, divided["fingerprint"]!.GetValue<string>(), lines);
            }
        );
        return command;
    }

    private static Command Restore() =>
        Posting(
            new("restore", "Put a key that the vault has lost together from its parts.") { KeyParts.Parts },
            _ => "restore",
            parsed => new { shares = KeyParts.Read(parsed) }
        );

    private static Command Rotate() =>
        Posting(
            new(
                "rotate",
                "Use another key from now on. Patients seen before get a new pseudonym and a new date offset in new data."
            )
            {
                Reason,
            },
            _ => "rotate",
            parsed => new { reason = parsed.GetValue(Reason) }
        );

    private static Command Destroy() =>
        Posting(
            new("destroy", "Destroy a key: its pseudonyms can never again be derived, nor new data be joined to them.")
            {
                Key,
                Reason,
                KeyParts.Yes,
            },
            parsed => $"{Uri.EscapeDataString(parsed.GetValue(Key)!)}/destroy",
            parsed =>
            {
                KeyParts.Confirm(parsed, parsed.GetValue(Key)!);
                return new { reason = parsed.GetValue(Reason) };
            }
        );

    /// <summary>A command that posts a form below the keys' address and prints the keys as they are then.</summary>
    private static Command Posting(Command command, Func<ParseResult, string> path, Func<ParseResult, object> form)
    {
        With(command)
            .SetAction(
                async (parsed, _) =>
                {
                    object body = form(parsed);
                    using ApiClient client = ServerOptions.Client(parsed);
                    string address = $"{await Address(client, parsed)}/{path(parsed)}";
                    Print(parsed, (await client.Post(address, body))!);
                    return 0;
                }
            );
        return command;
    }

    private static Command With(Command command)
    {
        command.Options.Add(ServerOptions.Project);
        command.Options.Add(ServerOptions.Server);
        command.Options.Add(ServerOptions.Token);
        command.Options.Add(ServerOptions.Json);
        return command;
    }

    private static async Task<string> Address(ApiClient client, ParseResult parsed) =>
        $"api/projects/{await ServerOptions.ProjectId(client, parsed.GetValue(ServerOptions.Project)!)}/keys";

    private static void Print(ParseResult parsed, JsonNode keys)
    {
        if (parsed.GetValue(ServerOptions.Json))
        {
            Console.WriteLine(keys.ToJsonString());
            return;
        }

        if (keys.AsArray().Count == 0)
        {
            Console.WriteLine("No key yet: the first batch that is read makes one.");
            return;
        }

        Table table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("key", "state", "made", "ended", "in the vault", "parts");
        foreach (JsonNode? key in keys.AsArray())
        {
            table.AddRow(
                $"{key!["fingerprint"]}",
                $"{key["state"]}",
                $"{key["made"]}",
                $"{key["ended"]}",
                key["inVault"]!.GetValue<bool>() ? "yes" : "no",
                key["shares"] is { } shares ? $"{key["needed"]} of {shares}" : "none"
            );
        }

        AnsiConsole.Write(table);
    }
}
