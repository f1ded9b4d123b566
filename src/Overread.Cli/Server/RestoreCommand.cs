using System.CommandLine;
using System.Globalization;
using Overread.Server.Composition.Backup;

namespace Overread.Cli.Server;

/// <summary><c>overread restore</c>: puts a backup back into an empty data folder.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        Argument<string> source = new("dest") { Description = "The folder of backups." };
        Option<string> data = new("--data")
        {
            Description = "The data folder to make; it must be empty or missing.",
            Required = true,
        };
        Command command = new(
            "restore",
            "Restore a backup into an empty data folder and audit it. Exit code 1 when something is missing."
        )
        {
            source,
            data,
            BackupOptions.Backup,
            BackupOptions.Keys,
            BackupOptions.Passphrase,
            BackupOptions.Json,
        };
        command.SetAction(
            (parsed, cancel) =>
            {
                RestoreReport report = BackupOptions.Watched(
                    parsed,
                    "Restoring",
                    progress =>
                        StoreRestore.Run(
                            new RestoreRequest(
                                parsed.GetValue(source)!,
                                parsed.GetValue(data)!,
                                BackupOptions.KeysOf(parsed, null),
                                Environment.UserName
                            )
                            {
                                Backup = parsed.GetValue(BackupOptions.Backup),
                            },
                            progress,
                            cancel
                        )
                );
                BackupOptions.Show(parsed, report, Words);
                return Task.FromResult(report.Faults.Count == 0 ? 0 : 1);
            }
        );
        return command;
    }

    private static void Words(RestoreReport r)
    {
        foreach (string fault in r.Faults)
        {
            Console.WriteLine(fault);
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Backup {r.Backup} of {r.Made}: {r.Events} events, {r.Files} files, {BackupOptions.Size(r.Bytes)} written and audited in {r.Seconds:0.0} s."
            )
        );
        Console.WriteLine(
            r switch
            {
                { InPlace: false } =>
                    $"It was not put into its place; what came back lies in {r.Folder}, to be looked at.",
                { NeedsDecision: true } =>
                    $"It lies in {r.Folder}. Serving it needs a decision: overread serve --data {r.Folder} --accept-loss \"why\" --by \"your name\".",
                _ => $"It lies in {r.Folder}: overread serve --data {r.Folder}",
            }
        );
        Console.WriteLine("root " + r.Root);
    }
}
