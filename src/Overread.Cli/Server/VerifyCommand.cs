using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Ledger.Timestamps;
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
        Option<string?> tsa = new("--tsa")
        {
            Description = "A PEM file with the root certificate of the time-stamp authority that you trust.",
        };
        Option<bool> json = new("--json") { Description = "Print the report as JSON." };
        Command command = new("verify", "Verify a release bundle offline. Exit code 1 when anything does not hold.")
        {
            bundle,
            key,
            tsa,
            json,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(bundle)!, parsed.GetValue(key), parsed.GetValue(tsa), parsed.GetValue(json))
        );
        return command;
    }

    private static int Run(string path, string? key, string? tsa, bool json)
    {
        BundleReport report = Verify(path, key, tsa);
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
                        timestamp = report.Timestamp,
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

            ShowTimestamp(report.Timestamp, tsa is not null);
        }
        else
        {
            AnsiConsole.MarkupLineInterpolated($"[red]Not verified[/]: {report.Faults.Count} things do not hold.");
        }

        return report.Verified ? 0 : 1;
    }

    private static void ShowTimestamp(TimestampStatement? stamp, bool trusted)
    {
        if (stamp is null)
        {
            return;
        }

        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"Time-stamped [bold]{stamp.Time:yyyy-MM-dd HH:mm:ss} UTC[/] by {stamp.Authority}, policy {stamp.Policy}."
        );
        if (!trusted)
        {
            AnsiConsole.WriteLine(
                $"Its root has the SHA-256 {stamp.Root}. Compare that with the authority's, or pass the root with --tsa."
            );
        }
    }

    private static X509Certificate2Collection? Roots(string? file)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            X509Certificate2Collection roots = [];
            roots.ImportFromPemFile(file);
            return roots.Count > 0
                ? roots
                : throw new CommandFailedException($"{file} holds no certificate in PEM form.");
        }
        catch (Exception e) when (e is CryptographicException or IOException)
        {
            throw new CommandFailedException($"{file} cannot be read as certificates: {e.Message}");
        }
    }

    /// <summary>Verifies a folder or a zip file.</summary>
    public static BundleReport Verify(string path, string? keyFile, string? rootsFile = null)
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
        return new BundleVerifier(source, key, Roots(rootsFile)).Verify();
    }
}
