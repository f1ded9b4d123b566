using System.CommandLine;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Overread.Server.Composition;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread demo</c>: a server with a demo team and demo projects whose images it draws itself.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        Option<string> data = ServeCommand.Data(".overread/demo");
        Option<string?> from = new("--from") { Description = "Also import the real files of this folder." };
        Option<bool> fresh = new("--fresh") { Description = "Forget an earlier demo and begin anew." };
        Option<ulong> seed = new("--seed")
        {
            Description = "Seed of the invented images.",
            DefaultValueFactory = _ => 1UL,
        };
        Command command = new("demo", "Run a server with a demo team, projects and images.")
        {
            data,
            ServeCommand.Url,
            from,
            fresh,
            seed,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                string folder = parsed.GetValue(data)!;
                string url = parsed.GetValue(ServeCommand.Url)!;
                bool ours =
                    File.Exists(Path.Combine(folder, "overread.db"))
                    || File.Exists(Path.Combine(folder, "keys", "log-signing.key"));
                if (parsed.GetValue(fresh) && ours)
                {
                    Directory.Delete(folder, recursive: true);
                }

                Stopwatch watch = Stopwatch.StartNew();
                WebApplication app = OverreadHost.Build(
                    new ServeOptions(folder, url) { Web = ServeCommand.WebFolder(), Notice = AnsiConsole.WriteLine }
                );
                await using (app)
                {
                    await ServeCommand.Start(app, url, cancel);
                    await new DemoSeed(app.Services, parsed.GetValue(seed)).Run(
                        AnsiConsole.WriteLine,
                        parsed.GetValue(from),
                        cancel
                    );
                    Announce(app, url, watch.Elapsed);
                    await app.WaitForShutdownAsync(cancel);
                }

                return 0;
            }
        );
        return command;
    }

    private static void Announce(WebApplication app, string url, TimeSpan took)
    {
        Table table = new Table().Border(TableBorder.Minimal).AddColumns("sign in as", "password", "role");
        foreach ((string email, string password, string role) in DemoSeed.SignIns(app.Services))
        {
            table.AddRow(email, password, role);
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(
            $"Overread demo: [bold]{url}[/]  (ready after {took.TotalSeconds:0.0} s; stop with Ctrl+C)"
        );
    }
}
