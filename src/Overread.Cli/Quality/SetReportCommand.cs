using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Quality.Consensus;
using Overread.Quality.LabelErrors;

namespace Overread.Cli.Quality;

/// <summary><c>overread set-report FILE</c>: everything that can be said of a labelled set in one table.</summary>
internal static class SetReportCommand
{
    /// <summary>A line of the report.</summary>
    /// <param name="Check">What was looked at.</param>
    /// <param name="Found">How many were found; null where it is no count.</param>
    /// <param name="Value">A share, or a p, 0 to 1; null where there is none.</param>
    /// <param name="Interval">Its interval; null where there is none.</param>
    /// <param name="Words">What it means, a sentence.</param>
    private sealed record Line(string Check, int? Found, double? Value, ConfidenceInterval? Interval, string Words);

    internal static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description = "CSV: item,label, then one column of out-of-sample probabilities per category.",
        };
        Option<string?> features = new("--features")
        {
            Description = "CSV: item, then one column per feature: adds near duplicates, outliers and order.",
        };
        Option<string?> reads = new("--reads")
        {
            Description =
                "CSV: item,reader,label: adds how good each reader's labels are by the other readers and the model.",
        };
        Option<double> within = new("--within")
        {
            Description = "Largest distance of near duplicates; 0 finds exact copies.",
            DefaultValueFactory = _ => 0,
        };
        Command command = new(
            "set-report",
            "Say in one table what is wrong with a labelled set: labels, noise, duplicates, outliers, order, imbalance."
        )
        {
            file,
            features,
            reads,
            within,
        };
        command.Examples(
            "overread set-report probabilities.csv",
            "overread set-report probabilities.csv --features features.csv --within 0.2 --json",
            "overread set-report probabilities.csv --reads reads.csv"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        within.Within(0, double.PositiveInfinity);
        command.Do(
            (parsed, output) =>
            {
                FileReading reading = files.Of(parsed);
                ProbabilityFile table = ProbabilityFile.Load(parsed.GetRequiredValue(file), reading);
                List<Line> lines = Labels(table, shared.Threads(parsed));
                if (parsed.GetValue(features) is { } path)
                {
                    lines.AddRange(Features(parsed, shared, table, path, reading, parsed.GetValue(within)));
                }

                if (parsed.GetValue(reads) is { } by)
                {
                    lines.AddRange(Readers(table, by, reading, shared.Threads(parsed)));
                }

                Write(parsed, output, shared, table.Items.Count, lines);
            }
        );
        return command;
    }

    private static List<Line> Labels(ProbabilityFile table, int threads)
    {
        int q = table.Categories.Count;
        LabelIssues issues = LabelIssues.Find(table.Labels, table.Probabilities, q, threads);
        int[] ranked = issues.Ranked();
        LabelNoise? noise = LabelNoise.Of(table.Labels, table.Probabilities, q, threads);
        ClassImbalance rarest = ClassImbalance.Of(table.Labels, q)!;
        return
        [
            new(
                "label issues",
                ranked.Length,
                (double)ranked.Length / table.Items.Count,
                null,
                ranked.Length == 0
                    ? "The model contradicts no label with confidence."
                    : $"Look first at {string.Join(", ", ranked.Take(3).Select(item => table.Items[item]))}."
            ),
            new(
                "noise rate",
                null,
                noise?.Rate,
                noise?.Interval,
                noise is null ? "The model is sure of nothing, so that no rate can be given."
                    : noise.Interval is null ? "Too few items for an interval: take the rate for a rough one."
                    : Text(
                        $"About {100 * noise.Rate:F1} of 100 labels are wrong, if the model has not seen them and is mostly right."
                    )
            ),
            new(
                "rarest category",
                rarest.Items,
                rarest.Share,
                rarest.Interval,
                rarest.Rare
                    ? $"{table.Categories[rarest.Category]} is so rare that figures about it rest on {rarest.Items} items."
                    : $"{table.Categories[rarest.Category]} is the rarest; no category is badly under-represented."
            ),
        ];
    }

    private static List<Line> Features(
        ParseResult parsed,
        OutputOptions shared,
        ProbabilityFile table,
        string path,
        FileReading reading,
        double within
    )
    {
        (List<string> items, float[] features, int width) = NearDuplicatesCommand.Load(path, reading);
        Dictionary<string, string> given = new(StringComparer.Ordinal);
        for (int item = 0; item < table.Items.Count; item++)
        {
            given[table.Items[item]] = table.Categories[table.Labels[item]];
        }

        int known = items.Count(given.ContainsKey);
        if (known == 0)
        {
            throw new FileError(path, 0, "none of its items is in the file of labels: are the names the same?");
        }

        IReadOnlyList<DuplicateConflict> pairs = NearDuplicates.Pairs(features, width, within, shared.Seed(parsed));
        int[] labels = NearDuplicatesCommand.Codes(items, given);
        int conflicts = pairs.Count(pair =>
            labels[pair.First] >= 0 && labels[pair.Second] >= 0 && labels[pair.First] != labels[pair.Second]
        );
        FeatureIssues found = FeatureIssues.Find(
            features,
            width,
            seed: shared.Seed(parsed),
            threads: shared.Threads(parsed)
        );
        int outliers = found.Outliers.Count;
        return
        [
            new(
                "near duplicates",
                pairs.Count,
                null,
                null,
                pairs.Count == 0 ? Text($"No two items lie within {within}.")
                    : conflicts == 0 ? "Keep both of a pair on the same side of a split."
                    : $"{conflicts} have different labels: where both show the same thing, one of the two is wrong."
            ),
            new(
                "outliers",
                outliers,
                (double)outliers / items.Count,
                null,
                outliers == 0
                    ? "No item is unlike all others."
                    : $"Look at {string.Join(", ", found.Outliers.Take(3).Select(item => items[item]))}: unlike all others."
            ),
            new(
                "order",
                null,
                found.OrderP,
                null,
                found.OrderP <= 0.01
                    ? "Items that are alike stand together: do not split or sample by the order of the file."
                    : "Nothing shows that the order of the file has to do with what the items are like."
            ),
        ];
    }

    /// <summary>A line per reader: the probability that the other readers and the model give to the reader's labels.</summary>
    private static IEnumerable<Line> Readers(ProbabilityFile table, string path, FileReading reading, int threads)
    {
        (Ratings ratings, List<string> names) = Reads(table, path, reading);
        return ReaderQuality
            .Of(ratings, [table.Probabilities], new ConsensusOptions { Threads = threads })
            .Select(one => new Line(
                $"reader {names[one.Reader]}",
                one.Labels,
                one.Quality,
                one.Interval,
                one.Quality is null
                    ? "None of the labels can be judged."
                    : Text(
                        $"{100 * one.Agreement:F0} of 100 labels are what the others and the model say; hard items lower it for anybody."
                    )
            ));
    }

    private static (Ratings Ratings, List<string> Readers) Reads(
        ProbabilityFile table,
        string path,
        FileReading reading
    )
    {
        using TableRows rows = TableRows.Open(path, reading);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading);
        int reader = ColumnRoles.Find(rows, "reader", ColumnRoles.Reader, reading);
        int label = ColumnRoles.Find(rows, "label", ColumnRoles.Label, reading);
        if (item < 0 || reader < 0 || label < 0)
        {
            throw new FileError(
                path,
                1,
                $"the columns item, reader and label are needed; the header is {string.Join(',', rows.Header)}."
            );
        }

        Dictionary<string, int> place = new(StringComparer.Ordinal);
        for (int at = 0; at < table.Items.Count; at++)
        {
            place[table.Items[at]] = at;
        }

        List<string> names = [];
        List<(int Item, int Reader, int Category)> labels = [];
        int strangers = 0;
        while (rows.Next())
        {
            string given = rows.Cell(label).ToString();
            int category = table.Categories.ToList().IndexOf(given);
            if (category < 0)
            {
                throw new FileError(path, rows.Line, $"the label '{given}' has no column of probabilities.");
            }

            if (!place.TryGetValue(rows.Cell(item).ToString(), out int at))
            {
                strangers++;
                continue;
            }

            string name = rows.Cell(reader).ToString();
            int who = names.IndexOf(name);
            if (who < 0)
            {
                who = names.Count;
                names.Add(name);
            }

            labels.Add((at, who, category));
        }

        if (strangers > 0)
        {
            reading.Note(path, $"{strangers} labels are of items without probabilities and are left out.");
        }

        return (
            Ratings.FromTriples(
                [.. labels.Select(one => one.Item)],
                [.. labels.Select(one => one.Reader)],
                [.. labels.Select(one => one.Category)],
                table.Items.Count,
                names.Count,
                table.Categories.Count,
                RepeatPolicy.KeepFirst
            ),
            names
        );
    }

    private static void Write(ParseResult parsed, TextWriter output, OutputOptions shared, int items, List<Line> lines)
    {
        ResultTable table = new ResultTable()
            .Text("check", lines.Select(line => line.Check))
            .Number("found", lines.Select(line => (double?)line.Found))
            .Number("value", lines.Select(line => line.Value))
            .Number("low", lines.Select(line => line.Interval?.Low))
            .Number("high", lines.Select(line => line.Interval?.High))
            .Text("words", lines.Select(line => line.Words));
        if (shared.Write(parsed, output, table))
        {
            return;
        }

        if (shared.Json(parsed))
        {
            CommandRun.WriteJson(
                output,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("items", items);
                    json.WriteStartArray("checks");
                    foreach (Line line in lines)
                    {
                        json.WriteStartObject();
                        json.WriteString("check", line.Check);
                        json.Number("found", line.Found);
                        json.Number("value", line.Value);
                        json.Number("low", line.Interval?.Low);
                        json.Number("high", line.Interval?.High);
                        json.WriteString("words", line.Words);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }
            );
            return;
        }

        TextTable shown = new("check", "found", "value", "low", "high");
        foreach (Line line in lines)
        {
            shown.Add(
                line.Check,
                line.Found?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
                TextTable.Short(line.Value),
                TextTable.Short(line.Interval?.Low),
                TextTable.Short(line.Interval?.High)
            );
        }

        shown.Write(output);
        foreach (Line line in lines)
        {
            output.WriteLine($"{line.Check}: {line.Words}");
        }
    }

    private static string Text(FormattableString words) => FormattableString.Invariant(words);
}
