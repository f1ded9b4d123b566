using System.CommandLine;
using System.Globalization;
using Overread.Server.Composition.Backup;

namespace Overread.Cli.Server;

/// <summary><c>overread backup</c>: backs a store up while it runs, lists and checks backups.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        Argument<string> to = new("dest")
        {
            Description = "The folder of backups; made where it is missing.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> data = ServeCommand.Data(".overread/data");
        Option<string?> keys = new("--keys")
        {
            Description =
                "The folder for the archive of keys and vault: elsewhere than the backup, needed to restore it.",
        };
        Option<bool> without = new("--without-keys")
        {
            Description =
                "Make no archive of the keys: they are kept by other means. Without them a backup is useless.",
        };
        Option<int?> keep = new("--keep")
        {
            Description =
                "How many backups stay; older ones are removed once the new one was read back and is sound. Default: all.",
        };
        Command command = new(
            "backup",
            "Back the store up, running or at rest: encrypted, only what is new, read back. Exit code 1 when something is wrong."
        )
        {
            to,
            data,
            keys,
            BackupOptions.Passphrase,
            without,
            keep,
            BackupOptions.Json,
            List(),
            Verify(),
        };
        command.SetAction(
            (parsed, cancel) =>
            {
                string dest =
                    parsed.GetValue(to)
                    ?? throw new CommandFailedException("Where to? Name a folder: overread backup DEST --keys FOLDER.");
                if (parsed.GetValue(keys) is null == !parsed.GetValue(without))
                {
                    throw new CommandFailedException(
                        "A backup is useless without the keys. Name a folder for them that is kept apart, with --keys; or say --without-keys where they are kept by other means."
                    );
                }

                BackupReport report = BackupOptions.Watched(
                    parsed,
                    "Backing up",
                    progress =>
                        StoreBackup.Run(
                            new BackupRequest(parsed.GetValue(data)!, dest, Environment.UserName)
                            {
                                Keys = parsed.GetValue(keys),
                                Passphrase = parsed.GetValue(keys) is null ? null : BackupOptions.PassphraseOf(parsed),
                                Keep = parsed.GetValue(keep),
                            },
                            progress,
                            cancel
                        )
                );
                BackupOptions.Show(parsed, report, Words);
                return Task.FromResult(report.Sound ? 0 : 1);
            }
        );
        return command;
    }

    private static void Words(BackupReport r)
    {
        foreach (string fault in r.Faults)
        {
            Console.WriteLine(fault);
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Backup {r.Backup}: {r.Events} events, {r.Files} files, {BackupOptions.Size(r.Bytes)}, of them {BackupOptions.Size(r.Written)} new, in {r.Seconds:0.0} s; read back and held against the record."
            )
        );
        if (r.Removed.Count > 0)
        {
            Console.WriteLine(
                $"{r.Removed.Count} older backups were removed, which freed {BackupOptions.Size(r.Freed)}."
            );
        }

        Console.WriteLine(
            r.KeyArchive is { } archive
                ? $"Keys and vault: {archive}"
                : "Keys and vault are not in it, as asked: keep keys/ and vault/ yourself."
        );
        if (!r.Sound)
        {
            Console.WriteLine(
                $"{r.Faults.Count} faults, see above: no older backup was removed. overread audit says more about the store."
            );
        }

        Console.WriteLine("root " + r.Root);
    }

    private static Command List()
    {
        Argument<string> source = new("dest") { Description = "The folder of backups." };
        Option<string> data = ServeCommand.Data(".overread/data");
        Command command = new("list", "List the backups in a folder.")
        {
            source,
            BackupOptions.Keys,
            BackupOptions.Passphrase,
            data,
            BackupOptions.Json,
        };
        command.SetAction(parsed =>
        {
            IReadOnlyList<BackupSummary> all = BackupCheck.List(
                parsed.GetValue(source)!,
                BackupOptions.KeysOf(parsed, parsed.GetValue(data)!)
            );
            BackupOptions.Show(
                parsed,
                all,
                list =>
                {
                    foreach (BackupSummary b in list)
                    {
                        Console.WriteLine(
                            $"{b.Backup}  {b.Made}  {b.Events} events  {b.Files} files  {BackupOptions.Size(b.Bytes)}{(b.Keys ? "" : "  without keys")}{(b.Faults.Count > 0 ? "  " + b.Faults[0] : "")}"
                        );
                    }

                    if (list.Count == 0)
                    {
                        Console.WriteLine("No backup was completed here. Make one with overread backup DEST.");
                    }
                }
            );
            return 0;
        });
        return command;
    }

    private static Command Verify()
    {
        Argument<string> source = new("dest") { Description = "The folder of backups." };
        Option<string> data = ServeCommand.Data(".overread/data");
        Option<bool> all = new("--all") { Description = "Check every backup, not the newest alone." };
        Command command = new(
            "verify",
            "Read a backup through, every byte, and replay the record in it. Exit code 1 when anything is damaged."
        )
        {
            source,
            BackupOptions.Backup,
            all,
            BackupOptions.Keys,
            BackupOptions.Passphrase,
            data,
            BackupOptions.Json,
        };
        command.SetAction(
            (parsed, cancel) =>
            {
                IReadOnlyList<BackupCheckReport> reports = BackupOptions.Watched(
                    parsed,
                    "Checking",
                    progress =>
                        BackupCheck.Run(
                            parsed.GetValue(source)!,
                            BackupOptions.KeysOf(parsed, parsed.GetValue(data)!),
                            parsed.GetValue(BackupOptions.Backup),
                            parsed.GetValue(all),
                            progress,
                            cancel
                        )
                );
                BackupOptions.Show(parsed, reports, Words);
                return Task.FromResult(reports.All(r => r.Faults.Count == 0) ? 0 : 1);
            }
        );
        return command;
    }

    private static void Words(IReadOnlyList<BackupCheckReport> reports)
    {
        foreach (BackupCheckReport r in reports)
        {
            foreach (string fault in r.Faults)
            {
                Console.WriteLine(fault);
            }

            Console.WriteLine(
                $"Backup {r.Backup} of {r.Made}: {(r.Faults.Count == 0 ? "sound" : $"{r.Faults.Count} faults")}. {r.Events} events, {r.Files} files, {BackupOptions.Size(r.Bytes)}, {r.Pieces} pieces read."
            );
            Console.WriteLine("root " + r.Root);
        }

        if (reports.Count == 0)
        {
            Console.WriteLine("No backup was completed here.");
        }
    }
}
