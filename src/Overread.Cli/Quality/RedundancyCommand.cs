using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Quality.Selection;

namespace Overread.Cli.Quality;

/// <summary>
/// <c>overread redundancy FILE --truth GOLD</c>: how many reads asking one more only where the label is unsure would have
/// saved, replayed on reads that exist.
/// </summary>
internal static class RedundancyCommand
{
    private sealed record Row(string? Field, IReadOnlyList<RedundancyReplay> Replays)
    {
        internal double Mean(Func<RedundancyReplay, double> figure) => Replays.Average(figure);

        /// <summary>The middle 95 % over the orders of the difference of accuracies.</summary>
        internal (double Low, double High) Difference()
        {
            double[] differences = [.. Replays.Select(replay => replay.Accuracy - replay.FixedAccuracy).Order()];
            int cut = differences.Length / 40;
            return (differences[cut], differences[^(cut + 1)]);
        }
    }

    internal static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description =
                "Reads that exist: item,reader,label or item,reader,field,answer, or a column for each reader.",
        };
        Option<string> truth = new("--truth")
        {
            Description = "Known answers, to say how good either way is: item,label or item,field,answer.",
            Required = true,
        };
        Option<int> fixedReads = new("--fixed")
        {
            Description = "Reads per item to compare with.",
            DefaultValueFactory = _ => 5,
        };
        Option<double> sure = new("--sure")
        {
            Description = "Probability of a label from which no more reads are asked.",
            DefaultValueFactory = _ => new RedundancyOptions().SureAt,
        };
        Option<double?> budget = new("--budget")
        {
            Description = "Most reads in all, as a mean per item. Default: seven tenths of --fixed.",
        };
        Option<int> first = new("--first")
        {
            Description = "Reads that every item gets first.",
            DefaultValueFactory = _ => new RedundancyOptions().Fewest,
        };
        Option<int> orders = new("--orders")
        {
            Description = "Random orders of the reads to replay.",
            DefaultValueFactory = _ => 20,
        };
        Command command = new("redundancy", "See how many reads it saves to ask again only where the label is unsure.")
        {
            file,
            truth,
            fixedReads,
            sure,
            budget,
            first,
            orders,
        };
        command.Examples(
            "overread redundancy reads.csv --truth gold.csv",
            "overread redundancy reads.csv --truth gold.csv --sure 0.98 --budget 3 --json"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        fixedReads.AtLeast(1);
        first.AtLeast(1);
        orders.AtLeast(1);
        sure.Within(0, 1);
        budget.Within(1, 1e6);
        command.Do(
            (parsed, output) =>
            {
                FileReading reading = files.Of(parsed);
                int compared = parsed.GetValue(fixedReads);
                RedundancyOptions options = new()
                {
                    SureAt = parsed.GetValue(sure),
                    Fewest = parsed.GetValue(first),
                    BudgetPerItem = parsed.GetValue(budget) ?? (0.7 * compared),
                };
                LabelFile labels = LabelFile.Load(parsed.GetRequiredValue(file), reading: reading);
                GoldFile gold = GoldFile.Load(parsed.GetValue(truth), reading)!;
                Row[] rows = [.. Replay(labels, gold, compared, options, shared.Seed(parsed), parsed.GetValue(orders))];
                gold.Tell(reading);
                if (rows.Length == 0)
                {
                    throw new FileError(
                        gold.Path,
                        0,
                        "no item that was read has a known answer; nothing can be compared."
                    );
                }

                if (shared.Write(parsed, output, Table(rows)))
                {
                    return;
                }

                if (shared.Json(parsed))
                {
                    Json(output, rows, options, compared, shared.Seed(parsed));
                    return;
                }

                Print(output, rows, compared);
            }
        );
        return command;
    }

    private static IEnumerable<Row> Replay(
        LabelFile labels,
        GoldFile gold,
        int compared,
        RedundancyOptions options,
        ulong seed,
        int orders
    )
    {
        for (int field = 0; field < labels.FieldNames.Count; field++)
        {
            FieldRatings ratings = labels.Field(field, RepeatPolicy.KeepFirst);
            string? name = labels.FieldNames[field];
            // An answer that no reader gave is never met: such items count, and either way is wrong there.
            int[] known = gold.Of(ratings.Items, name, ratings.Scale.Names);
            int unmet = ratings.Ratings.CategoryCount;
            // An item whose labels are all missing has nothing that could be compared with its answer.
            bool any = Enumerable
                .Range(0, known.Length)
                .Any(item => known[item] != -1 && !ratings.Ratings.ReadersOf(item).IsEmpty);
            if (any)
            {
                int[] truth = [.. known.Select(answer => answer == -2 ? unmet : answer)];
                yield return new(
                    name,
                    [
                        .. Enumerable
                            .Range(0, orders)
                            .Select(i =>
                                AdaptiveRedundancy.Replay(ratings.Ratings, truth, compared, seed + (ulong)i, options)
                            ),
                    ]
                );
            }
        }
    }

    private static ResultTable Table(Row[] rows) =>
        new ResultTable()
            .Text("field", rows.Select(row => row.Field))
            .Whole("items", rows.Select(row => row.Replays[0].Items))
            .Whole("judged", rows.Select(row => row.Replays[0].Judged))
            .Number("reads", rows.Select(row => (double?)row.Mean(replay => replay.Reads)))
            .Number("fixed_reads", rows.Select(row => (double?)row.Mean(replay => replay.FixedReads)))
            .Number("saved", rows.Select(row => (double?)row.Mean(replay => replay.Saved)))
            .Number("accuracy", rows.Select(row => (double?)row.Mean(replay => replay.Accuracy)))
            .Number("fixed_accuracy", rows.Select(row => (double?)row.Mean(replay => replay.FixedAccuracy)))
            .Number("fixed_majority", rows.Select(row => (double?)row.Mean(replay => replay.FixedMajority)))
            .Number("difference_low", rows.Select(row => (double?)row.Difference().Low))
            .Number("difference_high", rows.Select(row => (double?)row.Difference().High))
            .Number("unsure", rows.Select(row => (double?)row.Mean(replay => replay.Unsure)));

    private static void Json(TextWriter output, Row[] rows, RedundancyOptions options, int compared, ulong seed) =>
        CommandRun.WriteJson(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("fixed", compared);
                json.WriteNumber("sure", options.SureAt);
                json.Number("budget", options.BudgetPerItem);
                json.WriteNumber("first", options.Fewest);
                json.WriteNumber("seed", seed);
                json.WriteNumber("orders", rows[0].Replays.Count);
                json.WriteStartArray("fields");
                foreach (Row row in rows)
                {
                    (double low, double high) = row.Difference();
                    json.WriteStartObject();
                    json.WriteString("field", row.Field);
                    json.WriteNumber("items", row.Replays[0].Items);
                    json.WriteNumber("judged", row.Replays[0].Judged);
                    json.Number("reads", row.Mean(replay => replay.Reads));
                    json.Number("fixedReads", row.Mean(replay => replay.FixedReads));
                    json.Number("saved", row.Mean(replay => replay.Saved));
                    json.Number("accuracy", row.Mean(replay => replay.Accuracy));
                    json.Number("fixedAccuracy", row.Mean(replay => replay.FixedAccuracy));
                    json.Number("fixedMajority", row.Mean(replay => replay.FixedMajority));
                    json.Number("differenceLow", low);
                    json.Number("differenceHigh", high);
                    json.Number("unsure", row.Mean(replay => replay.Unsure));
                    json.WriteString("words", Words(row));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        );

    /// <summary>What asking one more only where it is unsure would have saved, and cost.</summary>
    private static string Words(Row row)
    {
        (double low, double high) = row.Difference();
        double saved = row.Mean(replay => replay.Saved);
        string reads =
            saved > 0 ? Text($"{100 * saved:F0} of 100 reads would have been saved") : "no read would have been saved";
        string accuracy =
            high < 0 ? Text($"at a loss of accuracy ({100 * -high:F1} to {100 * -low:F1} points)")
            : low > 0 ? Text($"and accuracy would have been higher ({100 * low:F1} to {100 * high:F1} points)")
            : Text($"and accuracy would have moved by {100 * low:+0.0;-0.0;0.0} to {100 * high:+0.0;-0.0;0.0} points");
        return Text(
            $"On these {row.Replays[0].Judged} items with an answer {reads}, {accuracy}; other items may do otherwise."
        );
    }

    private static string Text(FormattableString words) => FormattableString.Invariant(words);

    private static void Print(TextWriter output, Row[] rows, int compared)
    {
        TextTable table = new(
            "field",
            "items",
            "reads",
            $"fixed {compared}",
            "saved",
            "accuracy",
            "fixed, model",
            "fixed, majority",
            "difference",
            "unsure"
        );
        foreach (Row row in rows)
        {
            (double low, double high) = row.Difference();
            table.Add(
                row.Field ?? string.Empty,
                row.Replays[0].Items.ToString(CultureInfo.InvariantCulture),
                TextTable.Short(row.Mean(replay => replay.Reads), 0),
                TextTable.Short(row.Mean(replay => replay.FixedReads), 0),
                TextTable.Short(row.Mean(replay => replay.Saved)),
                TextTable.Short(row.Mean(replay => replay.Accuracy), 4),
                TextTable.Short(row.Mean(replay => replay.FixedAccuracy), 4),
                TextTable.Short(row.Mean(replay => replay.FixedMajority), 4),
                $"{TextTable.Short(low)} to {TextTable.Short(high)}",
                TextTable.Short(row.Mean(replay => replay.Unsure), 0)
            );
        }

        table.Write(output);
        output.WriteLine();
        foreach (Row row in rows)
        {
            output.WriteLine((row.Field is null ? string.Empty : row.Field + ": ") + Words(row));
        }

        output.WriteLine(
            $"Means over {rows[0].Replays.Count} random orders of the reads; the difference of accuracies (asked one after another less fixed, by the same model) is the middle 95 % over them."
        );
    }
}
