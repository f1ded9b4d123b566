using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Overread.Ledger;
using Overread.Server.Composition;
using Overread.Server.Composition.Witnessing;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread witness</c>: a witness of records (c2sp.org/tlog-witness), and the look at what one has seen.</summary>
internal static class WitnessCommand
{
    private static readonly Option<string> Dir = new("--dir")
    {
        Description = "The witness's own folder.",
        Required = true,
    };

    public static Command Create() =>
        new("witness", "Keep watch over records of servers elsewhere, so that nobody can rewrite one in silence.")
        {
            MakeKey(),
            Serve(),
            WitnessCheckCommand.Create(),
        };

    private static Command MakeKey()
    {
        Option<string?> name = new("--name")
        {
            Description =
                "What a new witness is called: an address without a scheme, such as witness.example.org/w1. Without it the key that is there is shown.",
        };
        Command command = new(
            "key",
            "Make a witness's key, or show it. What is printed is given to those whom it serves."
        )
        {
            Dir,
            name,
        };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(Dir)!;
            try
            {
                Console.WriteLine(
                    parsed.GetValue(name) is { } called
                        ? WitnessFolder.MakeKey(folder, called, new SystemEntropy())
                        : WitnessFolder.KeyOf(folder)
                );
            }
            catch (FormatException e)
            {
                throw new CommandFailedException(e.Message);
            }
        });
        return command;
    }

    private static Command Serve()
    {
        Option<string> listen = new("--listen")
        {
            Description = "Where to listen.",
            DefaultValueFactory = _ => "http://127.0.0.1:5081",
        };
        Option<string[]> logs = new("--log")
        {
            Description =
                "The key of a record that is cosigned (GET /api/record/key, or a file with it). Repeatable; a record whose key was changed has several, oldest first.",
            Required = true,
        };
        Command command = new("serve", "Run a witness until it is told to stop.") { Dir, listen, logs };
        command.SetAction(
            async (parsed, cancel) =>
            {
                IReadOnlyList<VerifierKey> keys = WitnessOptions.ReadLogs(parsed.GetValue(logs));
                using WitnessFolder folder = new(parsed.GetValue(Dir)!, keys);
                string url = parsed.GetValue(listen)!;
                WebApplication app = WitnessHost.Build(folder, url, TimeProvider.System);
                await using (app)
                {
                    await ServeCommand.Start(app, url, cancel);
                    AnsiConsole.MarkupLineInterpolated(
                        $"The witness [bold]{folder.Key.Name}[/] listens on {url} for {keys.Count} keys. Stop with Ctrl+C."
                    );
                    await app.WaitForShutdownAsync(cancel);
                }

                return 0;
            }
        );
        return command;
    }
}
