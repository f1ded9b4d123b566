using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Quality;
using Overread.Quality.Readers;

namespace Overread.Cli.Quality;

/// <summary><c>overread watch-readers FILE</c>: readers in trouble, from their reads alone, as proposals to a person.</summary>
internal static class WatchReadersCommand
{
    private sealed record Row(string? Field, string Reader, string? Partner, ReaderFinding Finding);

    internal static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description =
                "Table: item,reader,label,time or item,reader,field,answer,time; with a column seconds haste is looked for too.",
        };
        Option<string?> gold = new("--gold")
        {
            Description = "Known answers of some items: item,label or item,field,answer.",
        };
        Option<string?> suggestions = new("--suggestions")
        {
            Description = "What was suggested to readers: item,label or item,field,answer.",
        };
        Option<double> mark = new("--mark")
        {
            Description =
                "Share of gold items, and of items against the others' majority, that a reader must get right.",
            DefaultValueFactory = _ => new WatchOptions().Mark,
        };
        Option<double> alarms = new("--false-alarms")
        {
            Description =
                "Chance of one false finding or more in the whole file, over readers, kinds, fields and looks.",
            DefaultValueFactory = _ => new WatchOptions().FalseAlarms,
        };
        Option<int?> planned = new("--reads-per-item")
        {
            Description = "Reads after which an item is compared. Default: when the last one of the file is in.",
        };
        Option<string?> dates = new("--dates") { Description = "Format of dates that are not ISO 8601." };
        Command command = new(
            "watch-readers",
            "Find readers in trouble, by tests that may be repeated after every read."
        )
        {
            file,
            gold,
            suggestions,
            mark,
            alarms,
            planned,
            dates,
        };
        command.Examples(
            "overread watch-readers reads.csv --gold gold.csv",
            "overread watch-readers reads.csv --gold gold.csv --suggestions model.csv --mark 0.9 --json"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        mark.Within(0, 1, open: true);
        alarms.Within(0, 1, open: true);
        command.Do(
            (parsed, output) =>
            {
                FileReading reading = files.Of(parsed, parsed.GetValue(dates));
                string path = parsed.GetRequiredValue(file);
                TimedLabels labels = TimedLabels.Load(path, reading);
                int fields = labels.Labels.FieldNames.Count;
                WatchOptions options = new()
                {
                    Mark = parsed.GetValue(mark),
                    FalseAlarms = parsed.GetValue(alarms) / Math.Max(1, fields),
                    ReadsPerItem = parsed.GetValue(planned),
                };
                WatchedFile watched = new(
                    labels,
                    SecondsColumn.Read(path, reading),
                    GoldFile.Load(parsed.GetValue(gold), reading),
                    GoldFile.Load(parsed.GetValue(suggestions), reading)
                );
                Row[] rows = [.. Enumerable.Range(0, fields).SelectMany(field => Find(watched, field, options))];
                watched.Tell(reading);
                if (shared.Write(parsed, output, Table(rows)))
                {
                    return;
                }

                if (shared.Json(parsed))
                {
                    Json(output, rows, options);
                    return;
                }

                Print(output, rows, parsed.GetValue(alarms));
            }
        );
        return command;
    }

    private static IEnumerable<Row> Find(WatchedFile file, int field, WatchOptions options)
    {
        (IReadOnlyList<WatchedRead> reads, int[] gold, int categories) = file.Field(field);
        if (categories < 2)
        {
            return [];
        }

        IReadOnlyList<string> names = file.Labels.Readers.Names;
        return ReaderWatch
            .Over(reads, gold, names.Count, categories, options)
            .Select(finding => new Row(
                file.Labels.FieldNames[field],
                names[finding.Reader],
                finding.Partner < 0 ? null : names[finding.Partner],
                finding
            ));
    }

    private static ResultTable Table(Row[] rows) =>
        new ResultTable()
            .Text("field", rows.Select(row => row.Field))
            .Text("reader", rows.Select(row => row.Reader))
            .Text("kind", rows.Select(row => (string?)TroubleWords.Of(row.Finding.Kind)))
            .Text("with", rows.Select(row => row.Partner))
            .Whole("at_read", rows.Select(row => row.Finding.AtRead))
            .Whole("at_gold", rows.Select(row => row.Finding.AtGold))
            .Number("log_evidence", rows.Select(row => (double?)row.Finding.LogEvidence))
            .Number("log_bound", rows.Select(row => (double?)row.Finding.LogBound))
            .Text("proposal", rows.Select(row => (string?)TroubleWords.Of(row.Finding.Proposal)));

    private static void Json(TextWriter output, Row[] rows, WatchOptions options) =>
        CommandRun.WriteJson(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("mark", options.Mark);
                json.WriteNumber("falseAlarmsPerField", options.FalseAlarms);
                json.WriteStartArray("found");
                foreach (Row row in rows)
                {
                    json.WriteStartObject();
                    json.WriteString("field", row.Field);
                    json.WriteString("reader", row.Reader);
                    json.WriteString("kind", TroubleWords.Of(row.Finding.Kind));
                    json.WriteString("with", row.Partner);
                    json.WriteNumber("atRead", row.Finding.AtRead);
                    json.WriteNumber("atGold", row.Finding.AtGold);
                    json.Number("logEvidence", row.Finding.LogEvidence);
                    json.Number("logBound", row.Finding.LogBound);
                    json.WriteString("proposal", TroubleWords.Of(row.Finding.Proposal));
                    json.WriteStartObject("figures");
                    foreach ((string name, double value) in row.Finding.Figures)
                    {
                        json.Number(name, value);
                    }

                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        );

    private static void Print(TextWriter output, Row[] rows, double alarms)
    {
        if (rows.Length > 0)
        {
            TextTable table = new("field", "reader", "found", "at read", "at gold", "evidence", "bound", "proposal");
            foreach (Row row in rows)
            {
                string kind = TroubleWords.Of(row.Finding.Kind);
                table.Add(
                    row.Field ?? string.Empty,
                    row.Reader,
                    row.Partner is null ? kind : $"{kind} with {row.Partner}",
                    row.Finding.AtRead.ToString(CultureInfo.InvariantCulture),
                    row.Finding.AtGold.ToString(CultureInfo.InvariantCulture),
                    TextTable.Short(row.Finding.LogEvidence),
                    TextTable.Short(row.Finding.LogBound),
                    TroubleWords.Of(row.Finding.Proposal) + "?"
                );
            }

            table.Write(output);
            output.WriteLine();
        }

        string chance = alarms.ToString("0.###", CultureInfo.InvariantCulture);
        output.WriteLine(
            rows.Length == 0
                ? "Nothing about any reader that chance does not explain; that does not show that all are well."
                : $"Each line is a question to a person. If all readers were as honest as the settings say, the chance of any line would be at most {chance}."
        );
    }
}
