using System.CommandLine;
using Overread.Cli.Quality.Files;
using Overread.Cli.Quality.Plots;
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
            Description =
                "Labels: CSV, TSV, Parquet, Excel, JSON Lines or a tool's export; item,reader,label or item,reader,field,answer, or a "
                + "column for each reader.",
        };
        Option<string> method = new("--method")
        {
            Description =
                "auto, or one of: "
                + string.Join(", ", ConsensusMethod.All.Select(m => m.Name))
                + ", top-majority (with --features), multi-label (all fields lend each other what they say of readers)",
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
        Option<double?> accept = new("--accept") { Description = "Probability from which a label is accepted." };
        accept.Within(0, 1);
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
        smoothing.Within(0, 1e6);
        Option<string> calibrate = new("--calibrate")
        {
            Description =
                "Correct probabilities by the answers of --gold, each held out in turn (a random sample of the items is needed).",
            DefaultValueFactory = _ => "gold",
        };
        calibrate.AcceptOnlyFromAmong("gold", "none");
        Option<double?> acceptError = new("--accept-error")
        {
            Description = "Accept labels so that at most this share is wrong, with 95 % confidence by --gold.",
        };
        acceptError.Within(0, 1, open: true);
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
            Description = "All categories, lowest first; those that nobody gave count too.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> start = new("--start")
        {
            Description = "Where Dawid and Skene's iteration begins.",
            DefaultValueFactory = _ => "votes",
        };
        start.AcceptOnlyFromAmong("votes", "spectral");
        Option<string?> sets = new("--sets")
        {
            Description = "Each label is a set, parted by this text: every member becomes a field, present or absent.",
        };
        Option<string?> features = new("--features")
        {
            Description = "CSV item, then numbers: needed by --method top-majority.",
        };
        Option<string?> plot = new("--plot")
        {
            Description = "Draw readers with intervals and, with --truth, calibration: a .svg or .png file.",
        };
        Command command = new("consensus", "Infer one label per item from many readers; ties and doubt stay visible.")
        {
            file,
            method,
            outFile,
            readersFile,
            truth,
            gold,
            accept,
            repeats,
            smoothing,
            calibrate,
            acceptError,
            compare,
            models,
            readers,
            order,
            start,
            sets,
            features,
            plot,
        };
        command.Examples(
            "overread consensus reads.csv",
            "overread consensus reads.csv --gold recheck.csv --accept-error 0.05 --out labels.csv",
            "overread consensus reads.csv --truth truth.csv --compare",
            "overread consensus reads.csv --method hierarchical --plot readers.png",
            "overread consensus findings.csv --sets \";\" --method multi-label --json"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                FileReading reading = files.Of(parsed);
                LabelFile labels = LabelFile.Load(
                    parsed.GetRequiredValue(file),
                    new LabelChoices
                    {
                        Order = parsed.GetValue(order) is { Length: > 0 } names ? names : null,
                        Readers = parsed.GetValue(readers) is { Length: > 0 } chosen ? chosen : null,
                        Sets = parsed.GetValue(sets),
                    },
                    reading
                );
                ConsensusOptions options = new()
                {
                    AcceptAt = parsed.GetValue(accept),
                    Seed = shared.Seed(parsed),
                    Threads = shared.Threads(parsed),
                    Start = parsed.GetValue(start) == "spectral" ? ConsensusStart.Spectral : ConsensusStart.Votes,
                    Smoothing = parsed.GetValue(smoothing),
                };
                RepeatPolicy policy = parsed.GetValue(repeats) switch
                {
                    "first" => RepeatPolicy.KeepFirst,
                    "last" => RepeatPolicy.KeepLast,
                    "refuse" => RepeatPolicy.Refuse,
                    _ => RepeatPolicy.KeepAll,
                };
                GoldFile? truths = GoldFile.Load(parsed.GetValue(truth), reading);
                GoldFile? golds = GoldFile.Load(parsed.GetValue(gold), reading);
                string wanted = parsed.GetRequiredValue(method);
                if (parsed.GetValue(compare))
                {
                    ConsensusComparisonTable.Print(output, labels, policy, options, truths, golds);
                    return;
                }

                ScoreFile[] scores = [.. (parsed.GetValue(models) ?? []).Select(path => ScoreFile.Load(path, reading))];
                FieldInference inference = new(
                    labels,
                    wanted,
                    policy,
                    options,
                    truths,
                    golds,
                    scores,
                    parsed.GetValue(features) is { } table ? ScoreFile.Load(table, reading) : null,
                    parsed.GetValue(calibrate) == "none" ? null : new CalibrationWish(parsed.GetValue(acceptError))
                );
                if (parsed.GetValue(acceptError) is not null)
                {
                    NeedsGold(golds, parsed.GetValue(calibrate)!, wanted, parsed.GetValue(accept));
                }

                using ProgressLine progress = shared.Progress(parsed);
                List<FieldConsensus> fields = inference.Run(progress);
                progress.Dispose();
                truths?.Tell(reading);
                golds?.Tell(reading);
                if (parsed.GetValue(outFile) is { } path)
                {
                    ConsensusFile.Write(path, fields);
                }

                if (parsed.GetValue(readersFile) is { } readersPath)
                {
                    ConsensusFile.WriteReaders(readersPath, labels, fields);
                }

                if (parsed.GetValue(plot) is { } picture)
                {
                    PlotPanel.Write(picture, ConsensusPlot.Panels(labels, fields, truths));
                }

                if (!shared.Write(parsed, output, ConsensusFile.Table(fields)))
                {
                    ConsensusReport.Print(output, labels, fields, shared.Json(parsed));
                }
            }
        );
        return command;
    }

    /// <summary>An error rate is shown by gold, and by nothing else.</summary>
    private static void NeedsGold(GoldFile? golds, string calibrate, string method, double? accept)
    {
        if (golds is null || calibrate == "none")
        {
            throw new ArgumentException("--accept-error needs --gold FILE, and not --calibrate none.");
        }

        if (method is "top-majority" or "multi-label")
        {
            throw new ArgumentException($"--accept-error is not taken by --method {method}.");
        }

        if (accept is not null)
        {
            throw new ArgumentException("--accept-error or --accept: name one.");
        }
    }
}
