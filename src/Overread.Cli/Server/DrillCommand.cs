using System.CommandLine;
using System.Globalization;
using Overread.Server.Composition.Backup;

namespace Overread.Cli.Server;

/// <summary><c>overread drill</c>: restores a backup for trial and says how long it took.</summary>
internal static class DrillCommand
{
    public static Command Create()
    {
        Argument<string> source = new("dest") { Description = "The folder of backups." };
        Option<string> data = new("--data")
        {
            Description = "The live store, whose record is told of the drill.",
            DefaultValueFactory = _ => ".overread/data",
        };
        Option<bool> none = new("--no-serve") { Description = "Audit what came back, and start no server over it." };
        Command command = new(
            "drill",
            "Restore a backup for trial into a temporary folder, audit it, start a server over it on a free port, and throw it away. Exit code 1 when it does not come back whole."
        )
        {
            source,
            data,
            none,
            BackupOptions.Backup,
            BackupOptions.Keys,
            BackupOptions.Passphrase,
            BackupOptions.Json,
        };
        command.SetAction(
            (parsed, cancel) =>
            {
                string live = parsed.GetValue(data)!;
                DrillReport report = BackupOptions.Watched(
                    parsed,
                    "Drilling",
                    progress =>
                        RestoreDrill
                            .Run(
                                parsed.GetValue(source)!,
                                BackupOptions.KeysOf(parsed, null),
                                parsed.GetValue(BackupOptions.Backup),
                                Directory.Exists(live) ? live : null,
                                Environment.UserName,
                                !parsed.GetValue(none),
                                progress,
                                cancel
                            )
                            .GetAwaiter()
                            .GetResult()
                );
                BackupOptions.Show(parsed, report, Words);
                return Task.FromResult(report.Faults.Count == 0 ? 0 : 1);
            }
        );
        return command;
    }

    private static void Words(DrillReport r)
    {
        foreach (string fault in r.Faults)
        {
            Console.WriteLine(fault);
        }

        string served = r.StartSeconds is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $" A server over it answered after another {seconds:0.0} s.")
            : " No server was started over it.";
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Backup {r.Backup} of {r.Made} came back {(r.Faults.Count == 0 ? "whole" : $"with {r.Faults.Count} faults")}: {r.Events} events, {r.Files} files, {BackupOptions.Size(r.Bytes)}, restored and audited in {r.RestoreSeconds:0.0} s.{served}"
            )
        );
        Console.WriteLine(
            r.Recorded ? "The store's record is told." : "No live store was found, so no record is told."
        );
        Console.WriteLine("root " + r.Root);
    }
}
