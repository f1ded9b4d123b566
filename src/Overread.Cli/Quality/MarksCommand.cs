using System.CommandLine;
using System.Globalization;
using Overread.Cli.Marks;
using Overread.Cli.Quality.Files;
using Overread.Quality.Agreement;
using Overread.Quality.Geometry;

namespace Overread.Cli.Quality;

/// <summary><c>overread marks FILE</c>: how far readers mark the same spans, boxes or points.</summary>
internal static class MarksCommand
{
    internal static Command Create()
    {
        Argument<string[]> file = new("files")
        {
            Description =
                "Table: item,reader[,category] and start,end | x0,y0,x1,y1 | x,y,width,height | x,y[,z]; a row with empty "
                + "coordinates says that the reader marked nothing. Or exports of Label Studio, Prodigy, CVAT (XML) or COCO; of the last "
                + "two one file per reader.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<double> least = new("--iou")
        {
            Description = "Least intersection over union at which spans or boxes are the same mark.",
            DefaultValueFactory = _ => 0.5,
        };
        Option<double> farthest = new("--distance")
        {
            Description = "Farthest distance at which points are the same mark, in the unit of the file.",
            DefaultValueFactory = _ => 10,
        };
        Option<string> matching = new("--matching")
        {
            Description = "Pair marks from the most alike down, or so that as many pairs as can be are made.",
            DefaultValueFactory = _ => "greedy",
        };
        matching.AcceptOnlyFromAmong("greedy", "optimal");
        Option<bool> any = new("--any-category") { Description = "Match marks of different categories too." };
        Option<string?> lengths = new("--lengths")
        {
            Description = "CSV item,length of the documents that hold spans; else the last end counts.",
        };
        Option<string?> clusters = new("--clusters")
        {
            Description = "CSV item,cluster: whole clusters (patients) are left out or drawn.",
        };
        Command command = new(
            "marks",
            "Measure how far readers mark the same things: matched F1; for spans also alpha and gamma."
        )
        {
            file,
            least,
            farthest,
            matching,
            any,
            lengths,
            clusters,
        };
        command.Examples(
            "overread marks boxes.csv --iou 0.5",
            "overread marks ann.json ben.json cyd.json   (COCO: a file per reader)",
            "overread marks points.csv --distance 10 --matching optimal",
            "overread marks spans.csv --lengths documents.csv --clusters patients.csv --json"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Subcommands.Add(ConvertMarksCommand.Create());
        command.Do(
            (parsed, output) =>
            {
                FileReading reading = files.Of(parsed, marks: true);
                MarkFile marks = MarkFile.Load(parsed.GetRequiredValue(file), reading);
                AgreementOptions options = new()
                {
                    Seed = shared.Seed(parsed),
                    Threads = shared.Threads(parsed),
                    Clusters = parsed.GetValue(clusters) is { } patients ? Clusters(marks, patients, reading) : null,
                };
                double threshold = marks.Kind == "points" ? parsed.GetValue(farthest) : parsed.GetValue(least);
                if (threshold <= 0 || (marks.Kind != "points" && threshold > 1))
                {
                    throw new ArgumentException("--iou lies over 0 and up to 1, --distance over 0.");
                }

                List<AgreementRow> rows = Measure(
                    marks,
                    marks.Match(threshold, parsed.GetValue(any), parsed.GetValue(matching) == "optimal"),
                    parsed.GetValue(lengths) is { } measured ? (measured, Lengths(measured, reading)) : null,
                    options
                );
                Write(parsed, output, shared, marks, rows);
            }
        );
        return command;
    }

    private static List<AgreementRow> Measure(
        MarkFile marks,
        List<List<(int First, int Second, MarkMatching Matching)>> pairs,
        (string Path, Dictionary<string, double> Of)? lengths,
        AgreementOptions options
    )
    {
        int count = marks.Readers.Count;
        List<AgreementRow> rows =
        [
            new(
                null,
                MarkAgreement.MatchedF1(
                    [.. pairs.Select(item => item.Select(p => p.Matching).ToList())],
                    count,
                    options
                )
            ),
        ];
        if (marks.Kind == "spans")
        {
            List<SpanDocument> documents = marks.Documents(lengths?.Of, lengths?.Path);
            rows.Add(new(null, GammaAgreement.Of(documents, options: options)));
            if (count > 2)
            {
                rows.Add(new(null, GammaAgreement.AllAtOnce(documents, options: options).Coefficient));
            }

            if (!Overlapping(documents))
            {
                rows.Add(new(null, UnitizingAlpha.Of(documents, Math.Max(1, marks.Categories.Count), options)));
                rows.Add(new(null, UnitizingAlpha.Binary(documents, options)));
            }
        }

        for (int i = 0; i < count && count > 2; i++)
        {
            for (int j = i + 1; j < count; j++)
            {
                List<List<MarkMatching>> own =
                [
                    .. pairs.Select(item =>
                        item.Where(p => p.First == i && p.Second == j).Select(p => p.Matching).ToList()
                    ),
                ];
                rows.Add(new($"{marks.Readers[i]} × {marks.Readers[j]}", MarkAgreement.MatchedF1(own, 2, options)));
            }
        }

        return rows;
    }

    /// <summary>α asks for one reader's spans to lie side by side; γ does not.</summary>
    private static bool Overlapping(List<SpanDocument> documents) =>
        documents
            .SelectMany(document => document.Readers)
            .Any(spans =>
            {
                MarkedSpan[] sorted = [.. spans.OrderBy(span => span.Start)];
                return sorted.Zip(sorted.Skip(1)).Any(pair => pair.First.End > pair.Second.Start);
            });

    private static int[] Clusters(MarkFile marks, string path, FileReading reading)
    {
        Dictionary<string, string> patients = KeyedFile.Load(path, reading, "cluster", "patient", "subject");
        Dictionary<string, int> numbers = [];
        return
        [
            .. marks.Items.Select(item =>
            {
                // An item that the file does not name is a cluster of its own.
                string cluster = patients.TryGetValue(item, out string? name) ? "c" + name : "i" + item;
                numbers.TryAdd(cluster, numbers.Count);
                return numbers[cluster];
            }),
        ];
    }

    private static Dictionary<string, double> Lengths(string path, FileReading reading) =>
        KeyedFile
            .Load(path, reading, "length")
            .ToDictionary(
                pair => pair.Key,
                pair =>
                    double.TryParse(pair.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double length)
                    && length > 0
                        ? length
                        : throw new FileError(
                            path,
                            0,
                            $"'{pair.Value}' is no length of {pair.Key}; a number above 0 is needed."
                        )
            );

    private static void Write(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        MarkFile marks,
        List<AgreementRow> rows
    )
    {
        ResultTable all = new ResultTable()
            .Text("of", rows.Select(row => row.Part))
            .Text("coefficient", rows.Select(row => row.Coefficient.Name))
            .Number("value", rows.Select(row => row.Coefficient.Value))
            .Number("low", rows.Select(row => row.Coefficient.Interval?.Low))
            .Number("high", rows.Select(row => row.Coefficient.Interval?.High))
            .Whole("items", rows.Select(row => row.Coefficient.Items))
            .Whole("readers", rows.Select(row => row.Coefficient.Readers));
        if (shared.Write(parsed, output, all))
        {
            return;
        }

        if (shared.Json(parsed))
        {
            Json(output, marks, rows);
            return;
        }

        TextTable table = new("of", "coefficient", "value", "low", "high", "items", "readers");
        foreach (AgreementRow row in rows)
        {
            table.Add(
                row.Part ?? string.Empty,
                row.Coefficient.Name,
                row.Coefficient.State == AgreementState.Computed
                    ? TextTable.Short(row.Coefficient.Value)
                    : AgreementJson.Words(row.Coefficient.State),
                TextTable.Short(row.Coefficient.Interval?.Low),
                TextTable.Short(row.Coefficient.Interval?.High),
                row.Coefficient.Items.ToString(CultureInfo.InvariantCulture),
                row.Coefficient.Readers.ToString(CultureInfo.InvariantCulture)
            );
        }

        table.Write(output);
        foreach (AgreementRow row in rows.Where(row => row.Part is null))
        {
            output.WriteLine($"{row.Coefficient.Name}: {AgreementWords.Of(row.Coefficient)}");
        }

        if (marks.Kind == "spans" && rows.TrueForAll(row => row.Coefficient.Name != "unitizing-alpha"))
        {
            output.WriteLine("A reader's spans overlap each other: unitizing alpha is not defined, gamma is.");
        }
    }

    private static void Json(TextWriter output, MarkFile marks, List<AgreementRow> rows) =>
        CommandRun.WriteJson(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("marks", marks.Kind);
                json.WriteStartArray("coefficients");
                foreach (AgreementRow row in rows)
                {
                    json.WriteStartObject();
                    AgreementJson.Members(json, row);
                    json.WriteNumber("readers", row.Coefficient.Readers);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        );
}
