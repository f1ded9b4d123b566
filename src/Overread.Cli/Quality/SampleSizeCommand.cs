using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Overread.Quality.Agreement;
using Overread.Quality.Selection;

namespace Overread.Cli.Quality;

/// <summary><c>overread sample-size</c>: items for a κ with a narrow interval, or labels to re-check for a claim.</summary>
internal static class SampleSizeCommand
{
    internal static Command Create()
    {
        Option<double> kappa = new("--kappa")
        {
            Description = "The kappa to be expected.",
            DefaultValueFactory = _ => 0.6,
        };
        Option<double> prevalence = new("--prevalence")
        {
            Description = "Share of the finding.",
            DefaultValueFactory = _ => 0.3,
        };
        Option<int> readers = new("--readers") { Description = "Readers per item.", DefaultValueFactory = _ => 2 };
        Option<double> width = new("--width")
        {
            Description = "Full width of the interval.",
            DefaultValueFactory = _ => 0.2,
        };
        Option<double> level = new("--level") { Description = "Coverage.", DefaultValueFactory = _ => 0.95 };
        Option<double?> good = new("--good")
        {
            Description = "Plan a re-check instead: share of wrong labels that must be accepted.",
        };
        Option<double?> bad = new("--bad") { Description = "Share of wrong labels that must be refused." };
        Command command = new("sample-size", "Plan a study of agreement, or a re-check of labels.")
        {
            kappa,
            prevalence,
            readers,
            width,
            level,
            good,
            bad,
        };
        command.Examples(
            "overread sample-size --kappa 0.7 --prevalence 0.1 --readers 3 --width 0.2",
            "overread sample-size --good 0 --bad 0.05",
            "overread reader-study pilot.csv --plan 0.04   (reader studies are planned from a pilot)"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        level.Within(0, 1, open: true);
        kappa.Within(0, 0.9999);
        prevalence.Within(0, 1, open: true);
        readers.AtLeast(2);
        width.Within(1e-4, 2);
        good.Within(0, 1);
        bad.Within(0, 1);
        command.Do(
            (parsed, output) =>
            {
                if (parsed.GetValue(good) is null != parsed.GetValue(bad) is null)
                {
                    (string given, string absent) = parsed.GetValue(good) is null
                        ? ("--bad", "--good")
                        : ("--good", "--bad");
                    throw new ArgumentException(
                        $"{given} plans a re-check, which needs {absent} too: the share of wrong labels that must be "
                            + (absent == "--good" ? "accepted (0 for none)." : "refused.")
                    );
                }

                string? foreign = ((string[])["--kappa", "--prevalence", "--readers", "--width"]).FirstOrDefault(name =>
                    parsed.GetValue(good) is not null && parsed.GetResult(name) is { } r && !((OptionResult)r).Implicit
                );
                if (foreign is not null)
                {
                    throw new ArgumentException(
                        $"{foreign} plans a study of agreement, --good and --bad a re-check; ask for one."
                    );
                }

                if (parsed.GetValue(good) is { } accepted && parsed.GetValue(bad) is { } refused)
                {
                    if (accepted >= refused)
                    {
                        throw new ArgumentException(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"--good {accepted} must be below --bad {refused}: a share cannot have to be accepted and refused."
                            )
                        );
                    }

                    (int sample, int accept) = DefectRate.Plan(accepted, refused);
                    if (
                        shared.Write(
                            parsed,
                            output,
                            new ResultTable().Whole("sample", [sample]).Whole("accept", [accept])
                        )
                    )
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
                                writer.WriteNumber("sample", sample);
                                writer.WriteNumber("accept", accept);
                                writer.WriteString(
                                    "words",
                                    SampleSizeWords.OfRecheck(accepted, refused, sample, accept)
                                );
                                writer.WriteEndObject();
                            }
                        );
                        return;
                    }

                    output.WriteLine(
                        $"re-check {sample} labels; accept with at most {accept} wrong, refuse with more."
                    );
                    output.WriteLine(SampleSizeWords.OfRecheck(accepted, refused, sample, accept));
                    return;
                }

                int items = SampleSize.ForKappa(
                    parsed.GetValue(kappa),
                    parsed.GetValue(prevalence),
                    parsed.GetValue(readers),
                    parsed.GetValue(width),
                    parsed.GetValue(level)
                );
                string words = SampleSizeWords.OfKappa(
                    parsed.GetValue(kappa),
                    parsed.GetValue(prevalence),
                    parsed.GetValue(readers),
                    parsed.GetValue(width),
                    parsed.GetValue(level)
                );
                if (shared.Write(parsed, output, new ResultTable().Whole("items", [items])))
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
                            writer.WriteNumber("items", items);
                            writer.WriteString("words", words);
                            writer.WriteEndObject();
                        }
                    );
                    return;
                }

                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{items} items, each read by {parsed.GetValue(readers)} readers, for a {100 * parsed.GetValue(level)} % interval of kappa no wider than {parsed.GetValue(width)}."
                    )
                );
                output.WriteLine(words);
            }
        );
        return command;
    }
}
