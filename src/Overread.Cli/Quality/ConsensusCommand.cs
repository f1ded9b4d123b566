using System.CommandLine;
using Overread.Quality;
using Overread.Quality.Consensus;

namespace Overread.Cli.Quality;

/// <summary><c>overread consensus FILE</c>: one label per item out of many, with its probability and status.</summary>
internal static class ConsensusCommand
{
    internal static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description = "Labels: CSV or Parquet with item,reader,label or item,reader,field,answer.",
        };
        Option<string> method = new("--method")
        {
            Description = "auto, or one of: " + string.Join(", ", ConsensusMethod.All.Select(m => m.Name)),
            DefaultValueFactory = _ => "auto",
        };
        Option<string?> outFile = new("--out")
        {
            Description = "Write item[,field],label,probability,status; .csv or .parquet.",
        };
        Option<string?> readersFile = new("--readers-out")
        {
            Description = "Write what was learnt of each reader as CSV.",
        };
        Option<string?> truth = new("--truth") { Description = "Gold labels to score against: accuracy and macro F1." };
        Option<string?> gold = new("--gold")
        {
            Description = "Gold labels to learn from: these items keep their truth.",
        };
        Option<bool> json = new("--json") { Description = "Print JSON with all digits." };
        Option<bool> csv = new("--csv") { Description = "Print the labels as CSV." };
        Option<double?> accept = new("--accept") { Description = "Probability from which a label is accepted." };
        Option<ulong> seed = new("--seed")
        {
            Description = "Seed of methods that start at random.",
            DefaultValueFactory = _ => 1,
        };
        Option<int> threads = new("--threads")
        {
            Description = "Threads; the result does not depend on it.",
            DefaultValueFactory = _ => 1,
        };
        Option<string> repeats = new("--repeats")
        {
            Description = "Which label counts when a reader gave several.",
            DefaultValueFactory = _ => "all",
        };
        repeats.AcceptOnlyFromAmong("all", "first", "last", "refuse");
        Option<double> smoothing = new("--smoothing")
        {
            Description = "Dirichlet pseudo-count.",
            DefaultValueFactory = _ => 0.01,
        };
        Option<string[]> models = new("--models")
        {
            Description = "Model scores to fuse with the readers (CSV: item, then one column per field or one score).",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> readers = new("--readers")
        {
            Description = "Only these readers.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> compare = new("--compare") { Description = "Run every method and show where they differ." };
        Option<string[]> order = new("--order")
        {
            Description = "Order of the categories, lowest first.",
            AllowMultipleArgumentsPerToken = true,
        };
        Command command = new("consensus", "Infer one label per item from many readers; ties and doubt stay visible.")
        {
            file,
            method,
            outFile,
            readersFile,
            truth,
            gold,
            json,
            csv,
            accept,
            seed,
            threads,
            repeats,
            smoothing,
            compare,
            models,
            readers,
            order,
        };
        command.Do(
            (parsed, output) =>
            {
                LabelFile labels = LabelFile.Load(
                    parsed.GetRequiredValue(file),
                    parsed.GetValue(order) is { Length: > 0 } names ? names : null,
                    parsed.GetValue(readers) is { Length: > 0 } chosen ? chosen : null
                );
                ConsensusOptions options = new()
                {
                    AcceptAt = parsed.GetValue(accept),
                    Seed = parsed.GetValue(seed),
                    Threads = parsed.GetValue(threads),
                    Smoothing = parsed.GetValue(smoothing),
                };
                RepeatPolicy policy = parsed.GetValue(repeats) switch
                {
                    "first" => RepeatPolicy.KeepFirst,
                    "last" => RepeatPolicy.KeepLast,
                    "refuse" => RepeatPolicy.Refuse,
                    _ => RepeatPolicy.KeepAll,
                };
                GoldFile? truths = GoldFile.Load(parsed.GetValue(truth));
                GoldFile? golds = GoldFile.Load(parsed.GetValue(gold));
                string wanted = parsed.GetRequiredValue(method);
                if (parsed.GetValue(compare))
                {
                    ConsensusComparisonTable.Print(output, labels, policy, options, truths, golds);
                    return;
                }

                ScoreFile[] scores = [.. (parsed.GetValue(models) ?? []).Select(ScoreFile.Load)];
                List<FieldConsensus> fields = [];
                for (int field = 0; field < labels.FieldNames.Count; field++)
                {
                    if (scores.Length == 0 || Array.TrueForAll(scores, file => file.Has(labels.FieldNames[field])))
                    {
                        fields.Add(FieldConsensus.Infer(labels, field, wanted, policy, options, truths, golds, scores));
                    }
                }

                if (parsed.GetValue(outFile) is { } path)
                {
                    ConsensusFile.Write(path, fields);
                }

                if (parsed.GetValue(readersFile) is { } readersPath)
                {
                    ConsensusFile.WriteReaders(readersPath, labels, fields);
                }

                ConsensusReport.Print(output, labels, fields, parsed.GetValue(json), parsed.GetValue(csv));
            }
        );
        return command;
    }
}
