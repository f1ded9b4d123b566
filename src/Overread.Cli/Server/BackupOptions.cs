using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Overread.Server.Composition.Backup;
using Overread.Storage;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary>What the commands about backups have in common.</summary>
internal static class BackupOptions
{
    private static readonly JsonSerializerOptions JsonText = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print the report as JSON." };

    public static Option<string?> Backup { get; } =
        new("--backup") { Description = "The backup, by its id or the beginning of it. Default: the newest." };

    public static Option<string?> Keys { get; } =
        new("--keys")
        {
            Description =
                "The archive of keys, the folder of such archives, or a data folder with its keys/ and vault/.",
        };

    public static Option<string?> Passphrase { get; } =
        new("--passphrase-file")
        {
            Description =
                "A file whose first line is the passphrase of the archive of keys (or OVERREAD_BACKUP_PASSPHRASE).",
        };

    /// <summary>The passphrase that was given, or null.</summary>
    public static string? PassphraseOf(ParseResult parsed)
    {
        if (parsed.GetValue(Passphrase) is not { } file)
        {
            return Environment.GetEnvironmentVariable("OVERREAD_BACKUP_PASSPHRASE");
        }

        return File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault("")
            : throw new CommandFailedException($"There is no file {file}.");
    }

    /// <summary>Where the keys come from: as named, or the store itself.</summary>
    public static KeySource KeysOf(ParseResult parsed, string? data) =>
        parsed.GetValue(Keys) is { } named ? new KeySource(named, PassphraseOf(parsed))
        : data is not null ? new KeySource(data, null)
        : throw new CommandFailedException(
            "A backup is encrypted: name the archive of its keys with --keys, and its passphrase with --passphrase-file."
        );

    /// <summary>Runs work with a line that says how far it is, where somebody looks; what fails is said in words.</summary>
    public static T Watched<T>(ParseResult parsed, string doing, Func<IProgress<AuditProgress>?, T> work)
    {
        try
        {
            return parsed.GetValue(Json) || Console.IsOutputRedirected
                ? work(null)
                : AnsiConsole
                    .Status()
                    .Start(
                        doing + " …",
                        status => work(new Watch(at => status.Status($"{doing} … {at.Done} of {at.Total} {at.What}")))
                    );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            throw new CommandFailedException(e.Message);
        }
    }

    /// <summary>Shows a report: as JSON where that is asked for, else as people read it.</summary>
    public static void Show<T>(ParseResult parsed, T report, Action<T> words)
    {
        if (parsed.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(report, JsonText));
        }
        else
        {
            words(report);
        }
    }

    /// <summary>A number of bytes as people read it.</summary>
    public static string Size(long bytes) =>
        bytes < 1 << 20
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");

    private sealed class Watch(Action<AuditProgress> report) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => report(value);
    }
}
