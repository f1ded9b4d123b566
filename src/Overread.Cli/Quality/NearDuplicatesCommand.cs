using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Quality.LabelErrors;

namespace Overread.Cli.Quality;

/// <summary><c>overread near-duplicates FEATURES</c>: items that are nearly the same, and those of them whose labels differ.</summary>
internal static class NearDuplicatesCommand
{
    internal static Command Create()
    {
        Argument<string> file = new("features")
        {
            Description = "CSV: item, then one column per feature (an embedding, a hash, intensities).",
        };
        Option<string?> labels = new("--labels")
        {
            Description = "CSV item,label: shows only pairs whose labels differ.",
        };
        Option<double> within = new("--within")
        {
            Description = "Largest Euclidean distance of a pair; 0 finds exact copies.",
            DefaultValueFactory = _ => 0,
        };
        Command command = new("near-duplicates", "Find items that are nearly the same, and conflicts of their labels.")
        {
            file,
            labels,
            within,
        };
        command.Examples(
            "overread near-duplicates features.csv --within 0.2",
            "overread near-duplicates features.csv --labels labels.csv --within 0.2 --json"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        within.Within(0, double.PositiveInfinity);
        command.Do(
            (parsed, output) =>
            {
                FileReading reading = files.Of(parsed);
                (List<string> items, float[] features, int width) = Load(parsed.GetRequiredValue(file), reading);
                Dictionary<string, string>? given = parsed.GetValue(labels) is { } path
                    ? KeyedFile.Load(path, reading, "label", "answer", "category")
                    : null;
                IReadOnlyList<DuplicateConflict> pairs = given is null
                    ? NearDuplicates.Pairs(features, width, parsed.GetValue(within), shared.Seed(parsed))
                    : NearDuplicates.Conflicts(features, width, Codes(items, given), parsed.GetValue(within));
                ResultTable table = new ResultTable()
                    .Text("first", pairs.Select(pair => items[pair.First]))
                    .Text("second", pairs.Select(pair => items[pair.Second]))
                    .Number("distance", pairs.Select(pair => (double?)pair.Distance));
                if (given is not null)
                {
                    table
                        .Text("first_label", pairs.Select(pair => given[items[pair.First]]))
                        .Text("second_label", pairs.Select(pair => given[items[pair.Second]]));
                }

                if (!shared.Write(parsed, output, table))
                {
                    Show(parsed, output, shared, items, given, pairs);
                }
            }
        );
        return command;
    }

    private static void Show(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        List<string> items,
        Dictionary<string, string>? labels,
        IReadOnlyList<DuplicateConflict> pairs
    )
    {
        if (shared.Json(parsed))
        {
            CommandRun.WriteJson(
                output,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("items", items.Count);
                    json.WriteString(
                        "words",
                        Words(pairs.Count, labels is not null, parsed.GetValue<double>("--within"))
                    );
                    json.WriteStartArray("pairs");
                    foreach (DuplicateConflict pair in pairs)
                    {
                        json.WriteStartObject();
                        json.WriteString("first", items[pair.First]);
                        json.WriteString("second", items[pair.Second]);
                        json.Number("distance", pair.Distance);
                        if (labels is not null)
                        {
                            json.WriteString("firstLabel", labels[items[pair.First]]);
                            json.WriteString("secondLabel", labels[items[pair.Second]]);
                        }

                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }
            );
            return;
        }

        output.WriteLine(
            $"{pairs.Count} pairs of {items.Count} items are nearly the same{(labels is null ? "." : " and have different labels.")}"
        );
        output.WriteLine(Words(pairs.Count, labels is not null, parsed.GetValue<double>("--within")));
        TextTable table = labels is null
            ? new TextTable("first", "second", "distance")
            : new TextTable("first", "label", "second", "label", "distance");
        foreach (DuplicateConflict pair in pairs.Take(50))
        {
            (string first, string second) = (items[pair.First], items[pair.Second]);
            string distance = TextTable.Short(pair.Distance, 4);
            table.Add(
                labels is null ? [first, second, distance] : [first, labels[first], second, labels[second], distance]
            );
        }

        table.Write(output);
        if (pairs.Count > 50)
        {
            output.WriteLine($"{pairs.Count - 50} more: --csv or --json shows all.");
        }
    }

    /// <summary>What the pairs mean.</summary>
    private static string Words(int pairs, bool labelled, double within) =>
        pairs == 0
            ? FormattableString.Invariant(
                $"None lie within {within} of each other; that says nothing of likeness that these features do not see."
            )
        : labelled
            ? "Where both of a pair show the same thing, one of the two labels is wrong: look at them side by side."
        : "Keep both of a pair on the same side of a split: else a test asks what was learnt by heart.";

    internal static int[] Codes(List<string> items, Dictionary<string, string> labels)
    {
        List<string> names = [.. labels.Values.Distinct()];
        return [.. items.Select(item => labels.TryGetValue(item, out string? label) ? names.IndexOf(label) : -1)];
    }

    internal static (List<string> Items, float[] Features, int Width) Load(string path, FileReading reading)
    {
        using TableRows rows = TableRows.Open(path, reading);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading, main: true);
        if (item < 0 || rows.Header.Count < 2)
        {
            throw new FileError(
                path,
                1,
                $"the column item and at least one feature are needed; the header is {string.Join(',', rows.Header)}."
            );
        }

        int width = rows.Header.Count - 1;
        List<string> items = [];
        List<float> features = [];
        HashSet<string> known = [];
        while (rows.Next())
        {
            items.Add(rows.Cell(item).ToString());
            if (!known.Add(items[^1]))
            {
                throw new FileError(path, rows.Line, $"the item {items[^1]} is there twice.");
            }

            for (int i = 0; i < rows.Header.Count; i++)
            {
                if (i == item)
                {
                    continue;
                }

                features.Add(
                    rows.Number(i, out double value) && float.IsFinite((float)value)
                        ? (float)value
                        : throw new FileError(
                            path,
                            rows.Line,
                            $"'{rows[i]}' in the column '{rows.Header[i]}' is no number up to 3.4e38."
                        )
                );
            }
        }

        return (items, [.. features], width);
    }
}
