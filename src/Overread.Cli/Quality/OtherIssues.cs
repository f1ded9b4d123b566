using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Quality.LabelErrors;

namespace Overread.Cli.Quality;

/// <summary>Suspect labels that are no single category: sets, tokens, numbers.</summary>
internal static class OtherIssues
{
    internal sealed record Issue(string Item, string Label, string Suggested, double Quality);

    /// <summary>Sets of labels: item, label (a set), one probability per category.</summary>
    internal static void Sets(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        string path,
        string parting,
        FileReading reading,
        int top
    )
    {
        using TableRows rows = TableRows.Open(path, reading);
        string[] categories = Header(rows, path);
        List<string> items = [];
        List<bool> given = [];
        List<double> probabilities = [];
        while (rows.Next())
        {
            string[] members =
            [
                .. rows.Cell(1)
                    .ToString()
                    .Split(parting, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            ];
            string? stranger = members.FirstOrDefault(member => !categories.Contains(member, StringComparer.Ordinal));
            if (stranger is not null)
            {
                throw new FileError(path, rows.Line, $"the label '{stranger}' has no column of probabilities.");
            }

            items.Add(rows.Cell(0).ToString());
            for (int k = 0; k < categories.Length; k++)
            {
                given.Add(members.Contains(categories[k], StringComparer.Ordinal));
                probabilities.Add(Probability(rows, k + 2));
            }
        }

        MultiLabelIssues found = MultiLabelIssues.Find(
            given.ToArray(),
            probabilities.ToArray(),
            categories.Length,
            shared.Threads(parsed)
        );
        Print(
            parsed,
            output,
            shared,
            items.Count,
            "answers",
            [
                .. found.Suspects.Select(one =>
                {
                    bool bears = given[(one.Item * categories.Length) + one.Category];
                    string name = categories[one.Category];
                    return new Issue(
                        items[one.Item],
                        bears ? name : "not " + name,
                        bears ? "not " + name : name,
                        one.Quality
                    );
                }),
            ],
            top,
            found.Suspects.Count == 0
                ? "The model contradicts no answer with confidence; what it gets wrong itself is not seen."
                : "An answer is suspect where the model is as sure of the opposite as it is of answers of that kind in the mean: look, do not correct unseen."
        );
    }

    /// <summary>Tokens: a row per token of a document, in order.</summary>
    internal static void Tokens(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        ProbabilityFile table,
        int top
    )
    {
        LabelIssues found = LabelIssues.Find(
            table.Labels,
            table.Probabilities,
            table.Categories.Count,
            shared.Threads(parsed)
        );
        Dictionary<string, int> documents = new(StringComparer.Ordinal);
        int[] of = new int[table.Items.Count];
        int[] place = new int[of.Length];
        List<int> tokens = [];
        for (int token = 0; token < of.Length; token++)
        {
            if (!documents.TryGetValue(table.Items[token], out int document))
            {
                documents[table.Items[token]] = document = documents.Count;
                tokens.Add(0);
            }

            of[token] = document;
            place[token] = ++tokens[document];
        }

        double[] worst = DocumentQuality.OfTokens(found.Quality, of, documents.Count);
        int[] suspects = [.. found.Ranked().OrderBy(token => worst[of[token]]).ThenBy(token => found.Quality[token])];
        Print(
            parsed,
            output,
            shared,
            table.Items.Count,
            "tokens",
            [
                .. suspects.Select(token => new Issue(
                    $"{table.Items[token]} token {place[token]}",
                    table.Categories[table.Labels[token]],
                    table.Categories[table.Likeliest(token)],
                    found.Quality[token]
                )),
            ],
            top,
            $"They stand in {suspects.Select(token => of[token]).Distinct().Count()} of {documents.Count} documents; documents with the worst token come first."
        );
    }

    /// <summary>Numbers: item, label, prediction.</summary>
    internal static void Numbers(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        string path,
        FileReading reading,
        int top
    )
    {
        using TableRows rows = TableRows.Open(path, reading);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading);
        int label = ColumnRoles.Find(rows, "label", ["label", "value", "answer"], reading);
        int prediction = ColumnRoles.Find(rows.Header, "prediction", "predicted", "model");
        if (item < 0 || label < 0 || prediction < 0)
        {
            throw new FileError(
                path,
                1,
                $"the columns item, label and prediction are needed; the header is {string.Join(',', rows.Header)}."
            );
        }

        List<string> items = [];
        List<double> labels = [];
        List<double> predictions = [];
        while (rows.Next())
        {
            foreach (int column in (int[])[label, prediction])
            {
                if (!rows.Number(column, out double number) || !double.IsFinite(number))
                {
                    throw new FileError(
                        path,
                        rows.Line,
                        $"'{rows.Cell(column)}' in the column '{rows.Header[column]}' is no number."
                    );
                }

                (column == label ? labels : predictions).Add(number);
            }

            if (!double.IsFinite(labels[^1] - predictions[^1]))
            {
                throw new FileError(
                    path,
                    rows.Line,
                    "label and prediction lie too far apart for their difference to be a number; give both in a larger unit."
                );
            }

            items.Add(rows.Cell(item).ToString());
        }

        NumberIssues found = NumberIssues.Find(labels.ToArray(), predictions.ToArray());
        Print(
            parsed,
            output,
            shared,
            items.Count,
            "numbers",
            [
                .. Enumerable
                    .Range(0, items.Count)
                    .Where(i => found.Suspect[i])
                    .OrderBy(i => found.Quality[i])
                    .ThenByDescending(i => Math.Abs(labels[i] - predictions[i]))
                    .Select(i => new Issue(items[i], Text(labels[i]), Text(predictions[i]), found.Quality[i])),
            ],
            top,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Right labels differ from the model by {found.Centre:0.###} in the median, with a standard deviation of {found.Scale:0.###}; about one in twenty of those shown is a false alarm if such differences are normal."
            )
        );
    }

    internal static void Print(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        int count,
        string what,
        Issue[] issues,
        int top,
        string? sentence
    )
    {
        ResultTable table = new ResultTable()
            .Text("item", issues.Select(issue => issue.Item))
            .Text("label", issues.Select(issue => issue.Label))
            .Text("suggested", issues.Select(issue => issue.Suggested))
            .Number("quality", issues.Select(issue => (double?)issue.Quality));
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
                    json.WriteNumber("items", count);
                    json.WriteStartArray("issues");
                    foreach (Issue issue in issues)
                    {
                        json.WriteStartObject();
                        json.WriteString("item", issue.Item);
                        json.WriteString("label", issue.Label);
                        json.WriteString("suggested", issue.Suggested);
                        json.WriteNumber("quality", issue.Quality);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteString("sentence", sentence);
                    json.WriteEndObject();
                }
            );
            return;
        }

        string of = what == "answers" ? "items" : what;
        output.WriteLine($"{issues.Length} {what} are suspect, of {count} {of}");
        TextTable shown = new("item", "label", "suggested", "quality");
        foreach (Issue issue in issues.Take(top))
        {
            shown.Add(issue.Item, issue.Label, issue.Suggested, TextTable.Short(issue.Quality, 4));
        }

        shown.Write(output);
        if (sentence is not null)
        {
            output.WriteLine(sentence);
        }
    }

    private static string[] Header(TableRows rows, string path) =>
        rows.Header.Count >= 3 && ColumnRoles.Find([rows.Header[0]], ColumnRoles.Item) == 0 && rows.Header[1] == "label"
            ? [.. rows.Header.Skip(2)]
            : throw new FileError(path, 1, "the header must be item,label and then one column per category.");

    private static double Probability(TableRows rows, int column) =>
        rows.Number(column, out double value) && value >= 0 && value <= 1
            ? value
            : throw new FileError(rows.Path, rows.Line, $"'{rows.Cell(column)}' is no probability.");

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
