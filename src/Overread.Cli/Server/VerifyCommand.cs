using System.CommandLine;
using System.Text.Json;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread verify</c>: checks a release bundle offline, from nothing but the bundle.</summary>
internal static class VerifyCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        Argument<string> bundle = new("BUNDLE") { Description = "The bundle: a folder or a zip file." };
        Option<string?> key = new("--key")
        {
            Description = "A file with the verifier key that the publisher told you.",
        };
        Option<bool> json = new("--json") { Description = "Print the report as JSON." };
        Command command = new("verify", "Verify a release bundle offline. Exit code 1 when anything does not hold.")
        {
            bundle,
            key,
            json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(bundle)!, parsed.GetValue(key), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string path, string? key, bool json)
    {
        BundleReport report = Verify(path, key);
        if (json)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        verified = report.Verified,
                        files = report.Files,
                        events = report.Events,
                        size = report.Checkpoint?.Size,
                        root = report.Checkpoint is { } head ? Convert.ToHexStringLower(head.Root) : null,
                        key = report.Key,
                        faults = report.Faults,
                    },
                    Json
                )
            );
            return report.Verified ? 0 : 1;
        }

        foreach (BundleFault fault in report.Faults)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{fault.File}[/]: {fault.What}");
        }

        if (report.Verified)
        {
            AnsiConsole.MarkupLineInterpolated(
                $"[green]Verified[/]: {report.Files} files, {report.Events} events of the record under a signed checkpoint of {report.Checkpoint!.Size}."
            );
            AnsiConsole.WriteLine($"Signed by {report.Key}");
            if (key is null)
            {
                AnsiConsole.WriteLine("Compare that key with the one the publisher told you, or pass it with --key.");
            }
        }
        else
        {
            AnsiConsole.MarkupLineInterpolated($"[red]Not verified[/]: {report.Faults.Count} things do not hold.");
        }

        return report.Verified ? 0 : 1;
    }

    /// <summary>Verifies a folder or a zip file.</summary>
    public static BundleReport Verify(string path, string? keyFile)
    {
        VerifierKey? key = null;
        if (keyFile is not null)
        {
            try
            {
                key = VerifierKey.Parse(File.ReadAllText(keyFile));
            }
            catch (FormatException e)
            {
                throw new CommandFailedException($"{keyFile} is no verifier key: {e.Message}");
            }
        }

        if (!Directory.Exists(path) && !File.Exists(path))
        {
            throw new CommandFailedException($"There is no bundle at {path}.");
        }

        using IBundleSource source = Directory.Exists(path)
            ? new BundleFolder(path)
            : new BundleArchive(File.OpenRead(path));
        return new BundleVerifier(source, key).Verify();
    }
}
