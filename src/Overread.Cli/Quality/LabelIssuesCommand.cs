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
            Description =
                "CSV: item,label, then one column of probabilities per category; for boxes item,reader,label,x0,y0,x1,y1[,score]; for masks item,mask,model or item,reader,mask.",
        };
        Option<string?> outFile = new("--out")
        {
            Description = "Write item,label,suggested,quality,issue for every item.",
        };
        Option<int> top = new("--top") { Description = "How many issues to show.", DefaultValueFactory = _ => 20 };
        Option<string> kind = new("--kind")
        {
            Description =
                "What a label is: one of the categories; a set of them (parted by --sets); that of a token, a row for each; a number (item,label,prediction); boxes; masks (NIfTI).",
            DefaultValueFactory = _ => "classes",
        };
        kind.AcceptOnlyFromAmong("classes", "multi-label", "tokens", "numbers", "boxes", "masks");
        Option<string> sets = new("--sets")
        {
            Description = "For --kind multi-label: the text that parts the labels of a set.",
            DefaultValueFactory = _ => ";",
        };
        Option<string[]> models = new("--model")
        {
            Description =
                "For --kind boxes: the readers in the file that are models; without one each reader is judged by the others.",
            AllowMultipleArgumentsPerToken = true,
        };
        Command command = new("label-issues", "Find labels that are probably wrong (confident learning).")
        {
            file,
            kind,
            sets,
            models,
            outFile,
            top,
        };
        command.Examples(
            "overread label-issues probabilities.csv --top 50",
            "overread label-issues findings.csv --kind multi-label --sets \";\"",
            "overread label-issues tokens.csv --kind tokens --json",
            "overread label-issues measurements.csv --kind numbers",
            "overread label-issues boxes.csv --kind boxes --model detector",
            "overread label-issues masks.csv --kind masks --json"
        );
        top.AtLeast(0);
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                string chosen = parsed.GetRequiredValue(kind);
                if (chosen != "classes" && parsed.GetValue(outFile) is not null)
                {
                    throw new ArgumentException(
                        $"--out is not taken by --kind {chosen}; --csv prints what is suspect."
                    );
                }

                if (chosen == "multi-label")
                {
                    OtherIssues.Sets(
                        parsed,
                        output,
                        shared,
                        parsed.GetRequiredValue(file),
                        parsed.GetRequiredValue(sets),
                        files.Of(parsed),
                        parsed.GetValue(top)
                    );
                    return;
                }

                if (parsed.GetValue(models) is { Length: > 0 } && chosen != "boxes")
                {
                    throw new ArgumentException($"--model is for --kind boxes, not {chosen}.");
                }

                if (chosen == "boxes")
                {
                    BoxIssuesReport.Write(
                        parsed,
                        output,
                        shared,
                        parsed.GetRequiredValue(file),
                        files.Of(parsed, marks: true),
                        parsed.GetValue(models) ?? [],
                        parsed.GetValue(top)
                    );
                    return;
                }

                if (chosen == "masks")
                {
                    MaskIssuesReport.Write(
                        parsed,
                        output,
                        shared,
                        parsed.GetRequiredValue(file),
                        files.Of(parsed),
                        parsed.GetValue(top)
                    );
                    return;
                }

                if (chosen == "numbers")
                {
                    OtherIssues.Numbers(
                        parsed,
                        output,
                        shared,
                        parsed.GetRequiredValue(file),
                        files.Of(parsed),
                        parsed.GetValue(top)
                    );
                    return;
                }

                ProbabilityFile table = ProbabilityFile.Load(parsed.GetRequiredValue(file), files.Of(parsed));
                if (chosen == "tokens")
                {
                    OtherIssues.Tokens(parsed, output, shared, table, parsed.GetValue(top));
                    return;
                }

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

                LabelNoise? noise = LabelNoise.Of(
                    table.Labels,
                    table.Probabilities,
                    table.Categories.Count,
                    shared.Threads(parsed)
                );
                if (shared.Json(parsed))
                {
                    CommandRun.WriteJson(
                        output,
                        writer =>
                        {
                            writer.WriteStartObject();
                            writer.WriteNumber("items", table.Items.Count);
                            writer.Number("noiseRate", noise?.Rate);
                            writer.Number("noiseLow", noise?.Interval?.Low);
                            writer.Number("noiseHigh", noise?.Interval?.High);
                            writer.WriteString("words", LabelNoiseWords.Of(noise, table.Items.Count));
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
                output.WriteLine(LabelNoiseWords.Of(noise, table.Items.Count));
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
