using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Quality.LabelErrors;

namespace Overread.Cli.Quality;

/// <summary><c>overread label-issues FILE</c>: labels that a model's out-of-sample probabilities contradict.</summary>
internal static class LabelIssuesCommand
{
    internal static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description = "CSV: item,label, then one column of probabilities per category.",
        };
        Option<string?> outFile = new("--out")
        {
            Description = "Write item,label,suggested,quality,issue for every item.",
        };
        Option<int> top = new("--top") { Description = "How many issues to show.", DefaultValueFactory = _ => 20 };
        Command command = new("label-issues", "Find labels that are probably wrong (confident learning).")
        {
            file,
            outFile,
            top,
        };
        top.AtLeast(0);
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                ProbabilityFile table = ProbabilityFile.Load(parsed.GetRequiredValue(file), files.Of(parsed));
                LabelIssues issues = LabelIssues.Find(
                    table.Labels,
                    table.Probabilities,
                    table.Categories.Count,
                    shared.Threads(parsed)
                );
                int[] ranked = issues.Ranked();
                ResultTable all = Table(table, issues);
                if (parsed.GetValue(outFile) is { } path)
                {
                    using StreamWriter writer = new(path);
                    all.WriteCsv(writer);
                }

                if (shared.Write(parsed, output, all))
                {
                    return;
                }

                if (shared.Json(parsed))
                {
                    CommandRun.WriteJson(
                        output,
                        writer =>
                        {
                            writer.WriteStartObject();
                            writer.WriteNumber("items", table.Items.Count);
                            writer.WriteStartArray("issues");
                            foreach (int item in ranked)
                            {
                                writer.WriteStartObject();
                                writer.WriteString("item", table.Items[item]);
                                writer.WriteString("label", table.Categories[table.Labels[item]]);
                                writer.WriteString("suggested", table.Categories[table.Likeliest(item)]);
                                writer.WriteNumber("quality", issues.Quality[item]);
                                writer.WriteEndObject();
                            }

                            writer.WriteEndArray();
                            writer.WriteEndObject();
                        }
                    );
                    return;
                }

                output.WriteLine($"{ranked.Length} of {table.Items.Count} labels are suspect");
                TextTable shown = new("item", "label", "suggested", "quality");
                foreach (int item in ranked.Take(parsed.GetValue(top)))
                {
                    shown.Add(
                        table.Items[item],
                        table.Categories[table.Labels[item]],
                        table.Categories[table.Likeliest(item)],
                        TextTable.Short(issues.Quality[item], 4)
                    );
                }

                shown.Write(output);
            }
        );
        return command;
    }

    private static ResultTable Table(ProbabilityFile table, LabelIssues issues)
    {
        int[] items = [.. Enumerable.Range(0, table.Items.Count)];
        return new ResultTable()
            .Text("item", table.Items)
            .Text("label", items.Select(item => table.Categories[table.Labels[item]]))
            .Text("suggested", items.Select(item => table.Categories[table.Likeliest(item)]))
            .Number(
                "quality",
                issues.Quality.Select(quality =>
                    (double?)
                        double.Parse(quality.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
                )
            )
            .Flag("issue", issues.Suspect);
    }
}
