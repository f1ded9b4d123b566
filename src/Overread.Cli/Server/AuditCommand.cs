using System.CommandLine;
using System.Text.Json;
using Overread.Server.Composition;
using Overread.Storage;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread audit</c>: replays and verifies a whole store and names what was altered.</summary>
internal static class AuditCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        Option<string> data = ServeCommand.Data(".overread/data");
        Option<bool> json = new("--json") { Description = "Print the report as JSON." };
        Command command = new(
            "audit",
            "Replay and verify the whole store, running or at rest. Exit code 1 when anything was altered."
        )
        {
            data,
            json,
        };
        command.SetAction(
            (parsed, cancel) =>
            {
                string folder = parsed.GetValue(data)!;
                if (!File.Exists(Path.Combine(folder, "overread.db")))
                {
                    throw new CommandFailedException(
                        $"There is no store in {Path.GetFullPath(folder)}. Name its folder with --data."
                    );
                }

                AuditReport report =
                    parsed.GetValue(json) || Console.IsOutputRedirected
                        ? StoreAudit.Run(folder, null, cancel)
                        : AnsiConsole
                            .Status()
                            .Start(
                                "Auditing …",
                                status =>
                                    StoreAudit.Run(
                                        folder,
                                        new Watch(n => status.Status($"Auditing … {n} events")),
                                        cancel
                                    )
                            );
                Show(report, parsed.GetValue(json));
                return Task.FromResult(report.Intact ? 0 : 1);
            }
        );
        return command;
    }

    private static void Show(AuditReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        report.Events,
                        report.Root,
                        report.Checkpoints,
                        report.Intact,
                        report.Faults,
                    },
                    Json
                )
            );
            return;
        }

        foreach (AuditFault fault in report.Faults)
        {
            AnsiConsole.MarkupLineInterpolated(
                $"[red]{(fault.Seq is { } seq ? $"event {seq}" : "store")}[/]: {fault.What}"
            );
        }

        string verdict = report.Intact ? "[green]Intact[/]" : $"[red]Altered[/]: {report.Faults.Count} faults";
        AnsiConsole.MarkupLine(
            $"{verdict}. {report.Events} events, {report.Checkpoints} checkpoints, root {report.Root}."
        );
    }

    private sealed class Watch(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
