using System.CommandLine;
using Overread.Cli.Quality.Files;
using Overread.Quality.Consensus;

namespace Overread.Cli.Quality.Weak;

/// <summary><c>overread weak-labels FILE</c>: probabilistic labels from labelling functions that may abstain.</summary>
internal sealed class WeakLabelsCommand
{
    private readonly Argument<string> _file = new("file")
    {
        Description =
            "Votes: CSV or Parquet with item,reader,label; an empty label is an abstention. With --functions a table of texts.",
    };
    private readonly Option<string> _method = new("--method")
    {
        Description = "How to learn accuracies.",
        DefaultValueFactory = _ => "generative",
    };
    private readonly Option<double[]> _balance = new("--balance")
    {
        Description = "Share of each category, in their order.",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Write item,label,probability,status,grade; .csv or .parquet.",
    };
    private readonly Option<string?> _truth = new("--truth") { Description = "Gold labels to score against." };
    private readonly Option<string?> _functions = new("--functions")
    {
        Description =
            "Labelling functions as a table: name,label,pattern and, if wished, context (any, affirmed, denied, doubted) and field.",
    };
    private readonly Option<string?> _before = new("--before")
    {
        Description = "The functions (without --functions: the votes) as they were; says which labels move.",
    };
    private readonly Option<string?> _column = new("--text-column") { Description = "The column that holds the text." };
    private readonly Option<bool> _bare = new("--no-header")
    {
        Description = "The table of texts is one column without a header.",
    };

    internal static Command Create() => new WeakLabelsCommand().Build();

    private Command Build()
    {
        _method.AcceptOnlyFromAmong("generative", "triplets");
        Command command = new("weak-labels", "Combine labelling functions into labels with probabilities.")
        {
            _file,
            _method,
            _balance,
            _out,
            _truth,
            _functions,
            _before,
            _column,
            _bare,
        };
        command.Examples(
            "overread weak-labels votes.csv --balance 0.95 0.05",
            "overread weak-labels votes.csv --method triplets --truth gold.csv --out labels.csv",
            "overread weak-labels reports.csv --functions functions.csv --text-column report --out silver.csv",
            "overread weak-labels reports.csv --functions functions.csv --before functions-before.csv"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Do((parsed, output) => Run(parsed, output, shared, files.Of(parsed)));
        return command;
    }

    private void Run(ParseResult parsed, TextWriter output, OutputOptions shared, FileReading reading)
    {
        ConsensusOptions options = new()
        {
            ClassBalance = parsed.GetValue(_balance) is { Length: > 0 } shares ? shares : null,
            Seed = shared.Seed(parsed),
            Threads = shared.Threads(parsed),
        };
        GoldFile? gold = GoldFile.Load(parsed.GetValue(_truth), reading);
        string method = parsed.GetRequiredValue(_method);
        List<LabellingFunction>? functions = Functions(parsed.GetValue(_functions), reading);
        LabelFile votes = Votes(parsed, parsed.GetRequiredValue(_file), functions, reading);
        List<WeakField> fields = WeakField.Of(votes, method, options, gold, reading);
        gold?.Tell(reading);
        WeakMoves? moves = null;
        if (parsed.GetValue(_before) is { } earlier)
        {
            List<LabellingFunction>? had = functions is null ? null : Functions(earlier, reading);
            List<WeakField> were = WeakField.Of(Votes(parsed, earlier, had, reading), method, options, null, reading);
            moves = WeakMoves.Of(were, fields, had, functions);
        }

        WeakOutput written = new(votes, fields, moves);
        if (parsed.GetValue(_out) is { } target)
        {
            Save(target, written.Table());
        }

        if (shared.Write(parsed, output, written.Table()))
        {
            return;
        }

        if (shared.Json(parsed))
        {
            FieldConsensus[] labels = [.. fields.Select(weak => weak.Labels)];
            ConsensusReport.Print(output, votes, labels, json: true, written.WriteJson);
            return;
        }

        written.WriteText(output);
    }

    private static List<LabellingFunction>? Functions(string? path, FileReading reading) =>
        path is null ? null : FunctionFile.Load(path, reading);

    /// <summary>The votes of a file, or of functions on the texts of the command's own file.</summary>
    private LabelFile Votes(ParseResult parsed, string path, List<LabellingFunction>? functions, FileReading reading)
    {
        if (functions is null)
        {
            return LabelFile.Load(path, null, reading);
        }

        using TableRows rows = FunctionVotes.Ask(
            parsed.GetRequiredValue(_file),
            parsed.GetValue(_column),
            parsed.GetValue(_bare),
            functions,
            reading
        );

        // Abstentions are no labels that are missing: nothing is said of them.
        return LabelFile.Read(rows, null, FileReading.Plain);
    }

    private static void Save(string path, ResultTable table)
    {
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            table.WriteParquet(path);
            return;
        }

        using StreamWriter writer = new(path);
        table.WriteCsv(writer);
    }
}
