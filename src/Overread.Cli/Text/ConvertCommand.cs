using System.CommandLine;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Files;
using Overread.Text.Documents;
using Overread.Text.Formats;

namespace Overread.Cli.Text;

/// <summary><c>overread text convert IN --from F --to F OUT</c>: annotated text from one format into another, with a report of what is lost.</summary>
/// <remarks>Exit codes: 0 done, 2 the input or an option is wrong, 3 <c>--strict</c> refused, 4 written, but parts of the input could not be read.</remarks>
internal static class ConvertCommand
{
    private const int Refused = 3;
    private const int Partly = 4;

    internal static Command Create()
    {
        Argument<string> input = new("in") { Description = "File or folder." };
        Argument<string> output = new("out")
        {
            Description = "File, or folder for formats of several files (brat, xmi, webanno, csv, omop, parquet).",
        };
        Option<string> from = new("--from")
        {
            Description = "Format of IN; auto sees it from the content.",
            DefaultValueFactory = _ => "auto",
        };
        from.AcceptOnlyFromAmong(["auto", .. TextFiles.Names]);
        Option<string> to = new("--to") { Description = "Format of OUT.", Required = true };
        to.AcceptOnlyFromAmong(TextFiles.Names);
        Option<bool> strict = new("--strict")
        {
            Description = "Write nothing where the format would lose anything (exit code 3).",
        };
        Option<string?> labels = new("--labels")
        {
            Description = "How tags of CoNLL columns begin and end entities (read: seen from the tags; written: iob2).",
        };
        labels.AcceptOnlyFromAmong("iob1", "iob2", "bioes");
        Option<bool> two = new("--two-columns") { Description = "Write CoNLL columns without the offsets of tokens." };
        Option<bool> repair = new("--repair")
        {
            Description = "Put a span whose words are elsewhere to the nearest place where they are.",
        };
        Option<bool> force = new("--force") { Description = "Replace what is at OUT." };
        Option<bool> json = new("--json") { Description = "Print the counts, losses and findings as JSON." };
        Command command = new(
            "convert",
            "Convert annotated text between formats and report what the target cannot hold. Exit codes: 0 done, 2 wrong input, 3 refused by --strict, 4 parts of the input left out."
        )
        {
            input,
            output,
            from,
            to,
            strict,
            labels,
            two,
            repair,
            force,
            json,
        };
        command.Examples(
            "overread text convert corpus/ --to bioc corpus.xml",
            "overread text convert corpus.txt --from pubtator --to conll --labels bioes corpus.conll",
            "overread text convert export.json --from labelstudio --to brat brat/ --strict --json"
        );
        command.SetAction(parsed =>
        {
            TextWriter said = parsed.InvocationConfiguration.Error;
            TagScheme? tags = parsed.GetValue(labels) is { } scheme
                ? Enum.Parse<TagScheme>(scheme, ignoreCase: true)
                : null;
            try
            {
                TextConversion conversion = new(
                    parsed.GetRequiredValue(to),
                    parsed.GetValue(strict),
                    parsed.GetValue(force)
                )
                {
                    Reading = new ReadingChoices { Repair = parsed.GetValue(repair), Tags = tags },
                    Writing = new WritingChoices(TimeProvider.System.GetUtcNow())
                    {
                        Tags = tags ?? TagScheme.Iob2,
                        TwoColumns = parsed.GetValue(two),
                    },
                };
                bool written = conversion.Run(
                    parsed.GetRequiredValue(input),
                    parsed.GetRequiredValue(from),
                    parsed.GetRequiredValue(output)
                );
                Print(
                    parsed.InvocationConfiguration.Output,
                    said,
                    conversion,
                    parsed.GetValue(json),
                    written,
                    parsed.GetRequiredValue(output)
                );
                return !written ? Refused
                    : conversion.Findings.All.Any(f => f.Grade == FindingGrade.LeftOut) ? Partly
                    : 0;
            }
            catch (Exception refused)
                when (refused is FileError or ArgumentException or IOException or UnauthorizedAccessException)
            {
                said.WriteLine($"overread text convert: {refused.Message}");
                return 2;
            }
        });
        return command;
    }

    private static void Print(
        TextWriter output,
        TextWriter said,
        TextConversion conversion,
        bool json,
        bool written,
        string to
    )
    {
        if (json)
        {
            Json(output, conversion, written);
            return;
        }

        foreach (Finding finding in conversion.Findings.All)
        {
            string grade = finding.Grade switch
            {
                FindingGrade.LeftOut => "left out",
                FindingGrade.Doubt => "doubt",
                _ => "note",
            };
            said.WriteLine($"{grade}: {finding}");
        }

        output.WriteLine(
            string.Join(
                ", ",
                conversion
                    .Count.All.Where(c => c.Count > 0 || c.Name is "documents" or "spans")
                    .Select(c => $"{c.Count} {c.Name}")
            )
                + (
                    written
                        ? $" written as {conversion.To} to {to}."
                        : $": nothing is written, since {conversion.To} would lose what follows."
                )
        );
        foreach ((string aspect, int count, IReadOnlyList<string> examples, string? because) in conversion.Losses)
        {
            output.WriteLine($"lost: {count} {aspect}{(because is null ? "" : $" ({because})")}");
            foreach (string example in examples)
            {
                output.WriteLine($"  {example}");
            }
        }
    }

    private static void Json(TextWriter output, TextConversion conversion, bool written) =>
        CommandRun.WriteJson(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("files");
                foreach ((string format, int files) in conversion.Files)
                {
                    json.WriteNumber(format, files);
                }

                json.WriteEndObject();
                json.WriteString("to", conversion.To);
                json.WriteBoolean("written", written);
                json.WriteStartObject("read");
                foreach ((string name, int count) in conversion.Count.All)
                {
                    json.WriteNumber(name, count);
                }

                json.WriteEndObject();
                json.WriteStartArray("losses");
                foreach (
                    (string aspect, int count, IReadOnlyList<string> examples, string? because) in conversion.Losses
                )
                {
                    json.WriteStartObject();
                    json.WriteString("what", aspect);
                    json.WriteNumber("count", count);
                    json.WriteString("because", because);
                    json.WriteStartArray("examples");
                    foreach (string example in examples)
                    {
                        json.WriteStringValue(example);
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("findings");
                foreach (Finding finding in conversion.Findings.All)
                {
                    json.WriteStartObject();
                    json.WriteString("grade", finding.Grade.ToString());
                    json.WriteString("file", finding.Path);
                    json.WriteNumber("line", finding.Line);
                    json.WriteString("what", finding.What);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        );
}
