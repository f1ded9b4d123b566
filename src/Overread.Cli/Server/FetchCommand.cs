using System.CommandLine;
using Overread.Client;
using Overread.Ledger.Bundles;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread fetch</c>: gets the files that a bundle lists, beside it or elsewhere, and holds each to its hash.</summary>
internal static class FetchCommand
{
    public static Command Create()
    {
        Argument<string> bundle = new("BUNDLE") { Description = "The bundle: a folder or a zip file." };
        Option<string?> output = new("--out")
        {
            Description =
                "Where data/ is put. Default: the bundle's own folder; for a zip file a folder has to be named.",
        };
        Option<string> purpose = new("--purpose")
        {
            Description = "What the files are for; goes into the record.",
            Required = true,
        };
        Option<string?> recipient = new("--recipient") { Description = "For whom they are: a recipient's name or id." };
        Option<string?> tokenFile = new("--token-file") { Description = "A file with the API token." };
        Option<int> together = new("--parallel")
        {
            Description = "How many files at a time, 1 to 16.",
            DefaultValueFactory = _ => 4,
        };
        Command command = new(
            "fetch",
            "Fetch the files that a bundle lists, and go on where an earlier try was cut off. Exit code 0: all are there and are those that were released. 1: it was refused, or files are not the ones. 2: all are there but those of items that were withdrawn or changed, which are named. 3: the server could not be reached; run it again."
        )
        {
            bundle,
            output,
            purpose,
            recipient,
            tokenFile,
            together,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                string path = parsed.GetValue(bundle)!;
                using OverreadClient client = ServerRun.Client(
                    parsed.GetValue(ServerOptions.Server)!,
                    TokenOf(parsed, parsed.GetValue(tokenFile))
                );
                using IBundleSource source = Open(path);
                int parallel = parsed.GetValue(together);
                FetchRun run = new(
                    client,
                    source,
                    Path.GetFullPath(
                        parsed.GetValue(output)
                            ?? (
                                Directory.Exists(path)
                                    ? path
                                    : throw new CommandFailedException(
                                        "A zip file holds nothing that is fetched: name a folder with --out."
                                    )
                            )
                    ),
                    parallel is >= 1 and <= 16 ? parallel : throw new CommandFailedException("--parallel is 1 to 16.")
                );
                bool json = parsed.GetValue(ServerOptions.Json);
                FetchOutcome outcome = await ServerRun.InWords(() =>
                    json || Console.IsOutputRedirected
                        ? run.Fetch(parsed.GetValue(purpose)!, parsed.GetValue(recipient), null, cancel)
                        : WithProgress(run, parsed.GetValue(purpose)!, parsed.GetValue(recipient), cancel)
                );
                parsed.Show(outcome, Show);
                return outcome.ExitCode;
            }
        );
        return command;
    }

    private static Task<FetchOutcome> WithProgress(
        FetchRun run,
        string purpose,
        string? recipient,
        CancellationToken cancel
    ) =>
        AnsiConsole
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new DownloadedColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(context =>
            {
                ProgressTask task = context.AddTask("Files");
                return run.Fetch(
                    purpose,
                    recipient,
                    (done, all) =>
                    {
                        task.MaxValue = Math.Max(1, all);
                        task.Value = all == 0 ? 1 : done;
                    },
                    cancel
                );
            });

    private static void Show(FetchOutcome outcome)
    {
        foreach (FetchProblem problem in outcome.Refused.Concat(outcome.Wrong).Concat(outcome.Unreached))
        {
            Console.WriteLine($"{problem.What}  {problem.Why}");
        }

        Console.WriteLine(
            $"{outcome.Files} files listed: {outcome.There} were there, {outcome.Fetched} fetched ({outcome.Bytes} bytes)"
                + $", {outcome.Refused.Sum(r => r.Files)} refused, {outcome.Wrong.Count} wrong, {outcome.Unreached.Count} not reached."
        );
    }

    private static string TokenOf(ParseResult parsed, string? file)
    {
        try
        {
            return (file is null ? ServerOptions.TokenOf(parsed) : File.ReadAllText(file).Trim())
                ?? throw new CommandFailedException(
                    "A token is needed: pass --token-file or set OVERREAD_TOKEN. Make one with overread token create."
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The token in {file} cannot be read: {e.Message}");
        }
    }

    private static IBundleSource Open(string path) =>
        Directory.Exists(path) ? new BundleFolder(path)
        : File.Exists(path) ? new BundleArchive(File.OpenRead(path))
        : throw new CommandFailedException($"There is no bundle at {path}.");
}
