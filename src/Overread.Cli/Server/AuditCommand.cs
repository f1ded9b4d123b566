using System.CommandLine;
using System.Text.Json;
using Overread.Ledger.Witnesses;
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
        Option<bool> fast = new("--fast")
        {
            Description = "Look whether images and releases are there, without reading them through.",
        };
        Option<string[]> witnesses = WitnessOptions.Keys(
            "The key of a witness (name+keyid+base64, or a file with it) whose cosignatures in the record are checked. Repeatable."
        );
        Command command = new(
            "audit",
            "Replay and verify the whole store, running or at rest. Exit code 1 when anything was altered."
        )
        {
            data,
            fast,
            witnesses,
            json,
        };
        command.SetAction(
            (parsed, cancel) =>
            {
                string folder = parsed.GetValue(data)!;
                if (!Directory.Exists(folder))
                {
                    throw new CommandFailedException(
                        $"There is no store in {Path.GetFullPath(folder)}. Name its folder with --data."
                    );
                }

                StoreWitnesses held = new(WitnessOptions.ReadKeys(parsed.GetValue(witnesses)));
                AuditReport report =
                    parsed.GetValue(json) || Console.IsOutputRedirected
                        ? StoreAudit.Run(folder, parsed.GetValue(fast), null, cancel, held)
                        : AnsiConsole
                            .Status()
                            .Start(
                                "Auditing …",
                                status =>
                                    StoreAudit.Run(
                                        folder,
                                        parsed.GetValue(fast),
                                        new Watch(at => status.Status($"Auditing … {at.Done} of {at.Total} {at.What}")),
                                        cancel,
                                        held
                                    )
                            );
                Show(report, held.Cosignatures, parsed.GetValue(json));
                return Task.FromResult(report.Intact ? 0 : 1);
            }
        );
        return command;
    }

    private static void Show(AuditReport report, IReadOnlyList<Cosignature> cosignatures, bool json)
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
                        report.Erased,
                        report.Accepted,
                        report.Doubts,
                        report.Intact,
                        cosignatures,
                        report.Faults,
                    },
                    Json
                )
            );
            return;
        }

        foreach (AuditFault fault in report.Faults)
        {
            Console.WriteLine(fault);
        }

        foreach (string accepted in report.Accepted)
        {
            Console.WriteLine("gone on with by decision: " + accepted);
        }

        foreach (string doubt in report.Doubts)
        {
            Console.WriteLine("not decided here: " + doubt);
        }

        string verdict = report.Intact ? "[green]Intact[/]" : $"[red]Altered[/]: {report.Faults.Count} faults";
        AnsiConsole.MarkupLine(
            $"{verdict}. {report.Events} events, {report.Erased} of them erased, {report.Checkpoints} checkpoints."
        );
        VerifyCommand.ShowCosignatures(cosignatures);
        Console.WriteLine("root " + report.Root);
    }

    private sealed class Watch(Action<AuditProgress> report) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => report(value);
    }
}
