using System.CommandLine;
using Overread.Cli.Deidentification;
using Overread.Client;
using Overread.Client.Model;
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
        command.OnServer(
            async (parsed, client, cancel) =>
                parsed.Show(await client.ListKeys(await ServerOptions.ProjectId(client, parsed, cancel), cancel), Write)
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
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                EscrowForm form = new()
                {
                    Shares = parsed.GetValue(KeyParts.Shares),
                    Needed = parsed.GetValue(KeyParts.Needed),
                };
                string project = await ServerOptions.ProjectId(client, parsed, cancel);
                EscrowView divided = await client.EscrowKey(project, parsed.GetValue(Key)!, form, cancel);
                KeyParts.Write(parsed, divided.Fingerprint, [.. divided.Shares]);
            }
        );
        return command;
    }

    private static Command Restore() =>
        Changing(
            new("restore", "Put a key that the vault has lost together from its parts.") { KeyParts.Parts },
            parsed =>
            {
                RestoreForm form = new() { Shares = KeyParts.Read(parsed) };
                return (client, project, cancel) => client.RestoreKey(project, form, cancel);
            }
        );

    private static Command Rotate() =>
        Changing(
            new(
                "rotate",
                "Use another key from now on. Patients seen before get a new pseudonym and a new date offset in new data."
            )
            {
                Reason,
            },
            parsed =>
            {
                ManageKeysReasonForm form = new() { Reason = parsed.GetValue(Reason)! };
                return (client, project, cancel) => client.RotateKey(project, form, cancel);
            }
        );

    private static Command Destroy() =>
        Changing(
            new("destroy", "Destroy a key: its pseudonyms can never again be derived, nor new data be joined to them.")
            {
                Key,
                Reason,
                KeyParts.Yes,
            },
            parsed =>
            {
                string key = parsed.GetValue(Key)!;
                KeyParts.Confirm(parsed, key);
                ManageKeysReasonForm form = new() { Reason = parsed.GetValue(Reason)! };
                return (client, project, cancel) => client.DestroyKey(project, key, form, cancel);
            }
        );

    /// <summary>A command that changes the keys and prints them as they are then.</summary>
    /// <param name="command">Its name, words and options.</param>
    /// <param name="asked">Reads what was typed, files and confirmation too, before the server is asked anything.</param>
    private static Command Changing(Command command, Func<ParseResult, Change> asked)
    {
        With(command)
            .OnServer(
                async (parsed, client, cancel) =>
                {
                    Change change = asked(parsed);
                    string project = await ServerOptions.ProjectId(client, parsed, cancel);
                    parsed.Show(await change(client, project, cancel), Write);
                }
            );
        return command;
    }

    private delegate Task<IReadOnlyList<KeyView>> Change(
        OverreadClient client,
        string project,
        CancellationToken cancel
    );

    private static Command With(Command command)
    {
        command.Options.Add(ServerOptions.Project);
        command.Options.Add(ServerOptions.Server);
        command.Options.Add(ServerOptions.Token);
        command.Options.Add(ServerOptions.Json);
        return command;
    }

    private static void Write(IReadOnlyList<KeyView> keys)
    {
        if (keys.Count == 0)
        {
            Console.WriteLine("No key yet: the first batch that is read makes one.");
            return;
        }

        Table table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("key", "state", "made", "ended", "in the vault", "parts");
        foreach (KeyView key in keys)
        {
            table.AddRow(
                key.Fingerprint,
                key.State,
                key.Made,
                key.Ended ?? "",
                key.InVault ? "yes" : "no",
                key.Shares is { } shares ? $"{key.Needed} of {shares}" : "none"
            );
        }

        AnsiConsole.Write(table);
    }
}
