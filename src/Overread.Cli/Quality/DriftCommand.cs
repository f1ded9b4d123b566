using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Quality;
using Overread.Quality.Agreement;

namespace Overread.Cli.Quality;

/// <summary><c>overread drift FILE</c>: whether readers' agreement with the others changes over time.</summary>
internal static class DriftCommand
{
    private sealed record Row(string? Field, string Reader, ReaderDrift Drift);

    internal static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description =
                "Table: item,reader,label,time or item,reader,field,answer,time; times as numbers, ISO dates or by --dates.",
        };
        Option<string?> dates = new("--dates")
        {
            Description = "Format of dates that are not ISO 8601, such as dd/MM/yyyy or MM/dd/yyyy HH:mm.",
        };
        Command command = new("drift", "Find readers whose agreement with the others rises or falls over time.")
        {
            file,
            dates,
        };
        command.Examples("overread drift reads.csv", "overread drift reads.csv --dates \"dd/MM/yyyy HH:mm\" --json");
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                Row[] rows =
                [
                    .. Find(TimedLabels.Load(parsed.GetRequiredValue(file), files.Of(parsed, parsed.GetValue(dates)))),
                ];
                if (shared.Write(parsed, output, Table(rows)))
                {
                    return;
                }

                if (shared.Json(parsed))
                {
                    Json(output, rows);
                    return;
                }

                Print(output, rows);
            }
        );
        return command;
    }

    private static IEnumerable<Row> Find(TimedLabels labels)
    {
        for (int field = 0; field < labels.Labels.FieldNames.Count; field++)
        {
            (Ratings ratings, _, IReadOnlyList<string> items) = labels.Labels.Field(field, RepeatPolicy.KeepFirst);
            double[] times = new double[ratings.Count];
            for (int item = 0; item < ratings.ItemCount; item++)
            {
                for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
                {
                    times[at] = labels.TimeOf(
                        items[item],
                        labels.Labels.Readers.Names[ratings.Readers[at]],
                        labels.Labels.FieldNames[field]
                    );
                }
            }

            foreach (ReaderDrift drift in ReaderDrift.Of(ratings, times).Where(drift => drift.Labels > 0))
            {
                yield return new Row(labels.Labels.FieldNames[field], labels.Labels.Readers.Names[drift.Reader], drift);
            }
        }
    }

    private static ResultTable Table(Row[] rows) =>
        new ResultTable()
            .Text("field", rows.Select(row => row.Field))
            .Text("reader", rows.Select(row => row.Reader))
            .Whole("labels", rows.Select(row => row.Drift.Labels))
            .Number("early", rows.Select(row => row.Drift.Early))
            .Number("late", rows.Select(row => row.Drift.Late))
            .Number("correlation", rows.Select(row => row.Drift.Correlation))
            .Number("p", rows.Select(row => row.Drift.P))
            .Number("adjusted_p", rows.Select(row => row.Drift.AdjustedP))
            .Number("early_low", rows.Select(row => row.Drift.EarlyInterval?.Low))
            .Number("early_high", rows.Select(row => row.Drift.EarlyInterval?.High))
            .Number("late_low", rows.Select(row => row.Drift.LateInterval?.Low))
            .Number("late_high", rows.Select(row => row.Drift.LateInterval?.High));

    private static void Json(TextWriter output, Row[] rows) =>
        CommandRun.WriteJson(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("readers");
                foreach (Row row in rows)
                {
                    json.WriteStartObject();
                    json.WriteString("field", row.Field);
                    json.WriteString("reader", row.Reader);
                    json.WriteNumber("labels", row.Drift.Labels);
                    json.Number("early", row.Drift.Early);
                    json.Number("earlyLow", row.Drift.EarlyInterval?.Low);
                    json.Number("earlyHigh", row.Drift.EarlyInterval?.High);
                    json.Number("late", row.Drift.Late);
                    json.Number("lateLow", row.Drift.LateInterval?.Low);
                    json.Number("lateHigh", row.Drift.LateInterval?.High);
                    json.Number("correlation", row.Drift.Correlation);
                    json.Number("p", row.Drift.P);
                    json.Number("adjustedP", row.Drift.AdjustedP);
                    json.WriteString("words", DriftWords.Of(row.Reader, row.Drift));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteString("words", DriftWords.Of([.. rows.Select(row => row.Drift)]));
                json.WriteEndObject();
            }
        );

    private static string Share(double? share, ConfidenceInterval? interval) =>
        interval is { } known
            ? $"{TextTable.Short(share)} ({TextTable.Short(known.Low)}-{TextTable.Short(known.High)})"
            : TextTable.Short(share);

    private static void Print(TextWriter output, Row[] rows)
    {
        TextTable table = new("field", "reader", "labels", "first third", "last third", "r", "p", "adjusted p");
        foreach (Row row in rows)
        {
            table.Add(
                row.Field ?? string.Empty,
                row.Reader,
                row.Drift.Labels.ToString(CultureInfo.InvariantCulture),
                Share(row.Drift.Early, row.Drift.EarlyInterval),
                Share(row.Drift.Late, row.Drift.LateInterval),
                TextTable.Short(row.Drift.Correlation),
                TextTable.Short(row.Drift.P, 4),
                TextTable.Short(row.Drift.AdjustedP, 4)
            );
        }

        table.Write(output);
        output.WriteLine();
        // Whoever changes or cannot be judged has a sentence; of the others one line is enough when there are many.
        Row[] told =
            rows.Length <= 12 ? rows : [.. rows.Where(row => row.Drift.AdjustedP is not { } p || p < DriftWords.Shown)];
        foreach (Row row in told)
        {
            output.WriteLine(
                (row.Field is null ? string.Empty : row.Field + ": ") + DriftWords.Of(row.Reader, row.Drift)
            );
        }

        output.WriteLine(DriftWords.Of([.. rows.Select(row => row.Drift)]));
    }
}
