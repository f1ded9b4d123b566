using System.CommandLine;

namespace Overread.Cli.Quality;

/// <summary>What every quality command takes: how results are printed, the seed, the threads, progress.</summary>
internal sealed class OutputOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON with all digits." };
    private readonly Option<bool> _csv = new("--csv") { Description = "Print CSV with all digits." };
    private readonly Option<string?> _parquet = new("--parquet")
    {
        Description = "Also write what --csv prints as a Parquet file.",
    };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Seed of whatever is drawn at random; the same seed gives the same result.",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads; the result does not depend on it.",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<bool> _progress = new("--progress")
    {
        Description = "Report progress on standard error, also where that is no terminal.",
    };

    private OutputOptions() { }

    internal static OutputOptions AddTo(Command command)
    {
        OutputOptions options = new();
        options._threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--threads: at least 1.");
            }
        });
        foreach (
            Option option in (Option[])
                [options._json, options._csv, options._parquet, options._seed, options._threads, options._progress]
        )
        {
            command.Options.Add(option);
        }

        return options;
    }

    internal bool Json(ParseResult parsed) => parsed.GetValue(_json);

    internal bool Csv(ParseResult parsed) => parsed.GetValue(_csv);

    internal ulong Seed(ParseResult parsed) => parsed.GetValue(_seed);

    internal int Threads(ParseResult parsed) => parsed.GetValue(_threads);

    /// <summary>Progress on standard error: asked for, or to a terminal.</summary>
    internal ProgressLine Progress(ParseResult parsed) =>
        parsed.GetValue(_progress)
            ? new ProgressLine(parsed.InvocationConfiguration.Error, TimeProvider.System, TimeSpan.Zero, lines: true)
            : new ProgressLine(
                Console.IsErrorRedirected ? TextWriter.Null : parsed.InvocationConfiguration.Error,
                TimeProvider.System,
                TimeSpan.FromSeconds(1),
                lines: false
            );

    /// <summary>Writes the table where it was asked for; the answer is whether it was printed.</summary>
    internal bool Write(ParseResult parsed, TextWriter output, ResultTable table)
    {
        if (parsed.GetValue(_parquet) is { } path)
        {
            table.WriteParquet(path);
        }

        if (!Csv(parsed) || Json(parsed))
        {
            return false;
        }

        table.WriteCsv(output);
        return true;
    }
}
