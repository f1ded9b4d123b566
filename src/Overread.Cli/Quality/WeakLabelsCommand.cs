using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Quality;
using Overread.Quality.Consensus;
using Overread.Quality.WeakSupervision;

namespace Overread.Cli.Quality;

/// <summary><c>overread weak-labels FILE</c>: probabilistic labels from labelling functions that may abstain.</summary>
internal static class WeakLabelsCommand
{
    internal static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description = "Votes: CSV or Parquet with item,reader,label; an empty label is an abstention.",
        };
        Option<string> method = new("--method")
        {
            Description = "How to learn accuracies.",
            DefaultValueFactory = _ => "generative",
        };
        method.AcceptOnlyFromAmong("generative", "triplets");
        Option<double[]> balance = new("--balance")
        {
            Description = "Share of each category, in their order.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> outFile = new("--out")
        {
            Description = "Write item,label,probability,status; .csv or .parquet.",
        };
        Option<string?> truth = new("--truth") { Description = "Gold labels to score against." };
        Command command = new("weak-labels", "Combine labelling functions into labels with probabilities.")
        {
            file,
            method,
            balance,
            outFile,
            truth,
        };
        command.Examples(
            "overread weak-labels votes.csv --balance 0.95 0.05",
            "overread weak-labels votes.csv --method triplets --truth gold.csv --out labels.csv"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                FileReading reading = files.Of(parsed);
                LabelFile labels = LabelFile.Load(parsed.GetRequiredValue(file), null, reading);
                (Ratings votes, IReadOnlyList<string> categories, IReadOnlyList<string> items) = labels.Field(
                    0,
                    RepeatPolicy.KeepFirst
                );
                ConsensusOptions options = new()
                {
                    ClassBalance = parsed.GetValue(balance) is { Length: > 0 } shares ? shares : null,
                    Seed = shared.Seed(parsed),
                    Threads = shared.Threads(parsed),
                };
                WeakLabels found =
                    parsed.GetRequiredValue(method) == "triplets"
                        ? LabelModel.Triplets(votes, options)
                        : LabelModel.Generative(votes, options);
                int[]? gold = GoldFile.Load(parsed.GetValue(truth), reading)?.Of(items, null, categories);
                FieldConsensus field = new(
                    null,
                    votes,
                    items,
                    categories,
                    found.Result,
                    gold is null ? null : FieldConsensus.Against(found.Result, gold),
                    null
                );
                if (parsed.GetValue(outFile) is { } path)
                {
                    ConsensusFile.Write(path, [field]);
                }

                if (shared.Write(parsed, output, ConsensusFile.Table([field])))
                {
                    return;
                }

                if (shared.Json(parsed))
                {
                    ConsensusReport.Print(output, labels, [field], json: true);
                    return;
                }

                TextTable table = new("function", "coverage", "overlap", "conflict", "accuracy", "low", "high");
                foreach (FunctionSummary function in found.Functions)
                {
                    table.Add(
                        labels.Readers.Names[function.Function],
                        TextTable.Short(function.Coverage),
                        TextTable.Short(function.Overlap),
                        TextTable.Short(function.Conflict),
                        TextTable.Short(function.Accuracy),
                        TextTable.Short(function.Interval?.Low),
                        TextTable.Short(function.Interval?.High)
                    );
                }

                table.Write(output);
                foreach ((int first, int second, double excess) in found.Dependencies)
                {
                    output.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"warning: {labels.Readers.Names[first]} and {labels.Readers.Names[second]} agree {excess:F0} times more than their accuracies explain; they are counted twice."
                        )
                    );
                }

                if (field.Score is { } score)
                {
                    output.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"accuracy {score.Accuracy:F4} ({score.AccuracyInterval.Low:F4} to {score.AccuracyInterval.High:F4}), macroF1 {score.MacroF1:F4}"
                        )
                    );
                }
            }
        );
        return command;
    }
}
