using System.CommandLine;
using System.Globalization;
using Overread.Quality;
using Overread.Quality.Agreement;

namespace Overread.Cli.Quality;

/// <summary><c>overread agreement FILE</c>: every coefficient that fits the file, with interval and prevalence.</summary>
internal static class AgreementCommand
{
    internal static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description = "Labels: CSV or Parquet with item,reader,label or item,reader,field,answer.",
        };
        Option<bool> json = new("--json") { Description = "Print JSON with all digits." };
        Option<bool> csv = new("--csv") { Description = "Print CSV with all digits." };
        Option<double> level = new("--level")
        {
            Description = "Coverage of the intervals.",
            DefaultValueFactory = _ => 0.95,
        };
        Option<string> weights = new("--weights")
        {
            Description = "Partial credit between ordered categories.",
            DefaultValueFactory = _ => "none",
        };
        weights.AcceptOnlyFromAmong("none", "linear", "quadratic");
        Option<string> metric = new("--metric")
        {
            Description = "Distance of Krippendorff's alpha.",
            DefaultValueFactory = _ => "nominal",
        };
        metric.AcceptOnlyFromAmong("nominal", "ordinal", "interval", "ratio");
        Option<string> interval = new("--interval")
        {
            Description = "How intervals are made.",
            DefaultValueFactory = _ => "jackknife",
        };
        interval.AcceptOnlyFromAmong("jackknife", "bootstrap", "none");
        Option<int> replicates = new("--replicates")
        {
            Description = "Bootstrap replicates.",
            DefaultValueFactory = _ => 1000,
        };
        Option<ulong> seed = new("--seed") { Description = "Seed of the bootstrap.", DefaultValueFactory = _ => 1 };
        Option<int> threads = new("--threads")
        {
            Description = "Threads; the result does not depend on it.",
            DefaultValueFactory = _ => 1,
        };
        Option<string> repeats = new("--repeats")
        {
            Description = "Which label counts when a reader gave several.",
            DefaultValueFactory = _ => "first",
        };
        repeats.AcceptOnlyFromAmong("first", "last", "refuse");
        Option<string[]> order = new("--order")
        {
            Description = "Order of the categories, lowest first.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> clusters = new("--clusters")
        {
            Description = "CSV item,cluster: whole clusters (patients) are left out or drawn.",
        };
        Command command = new(
            "agreement",
            "Measure how far readers agree: coefficients with intervals, prevalence beside them."
        )
        {
            file,
            json,
            csv,
            level,
            weights,
            metric,
            interval,
            replicates,
            seed,
            threads,
            repeats,
            order,
            clusters,
        };
        command.Do(
            (parsed, output) =>
            {
                LabelFile labels = LabelFile.Load(
                    parsed.GetRequiredValue(file),
                    parsed.GetValue(order) is { Length: > 0 } names ? names : null
                );
                AgreementOptions options = new()
                {
                    Level = parsed.GetValue(level),
                    Method = Enum.Parse<IntervalMethod>(parsed.GetRequiredValue(interval), ignoreCase: true),
                    Replicates = parsed.GetValue(replicates),
                    Seed = parsed.GetValue(seed),
                    Threads = parsed.GetValue(threads),
                };
                RepeatPolicy policy = parsed.GetValue(repeats) switch
                {
                    "last" => RepeatPolicy.KeepLast,
                    "refuse" => RepeatPolicy.Refuse,
                    _ => RepeatPolicy.KeepFirst,
                };
                AlphaMetric alpha = Enum.Parse<AlphaMetric>(parsed.GetRequiredValue(metric), ignoreCase: true);
                Dictionary<string, string>? groups = parsed.GetValue(clusters) is { } path
                    ? KeyedFile.Load(path, "cluster", "patient", "subject")
                    : null;
                List<FieldAgreement> found = [];
                for (int field = 0; field < labels.FieldNames.Count; field++)
                {
                    found.Add(
                        FieldAgreement.Measure(
                            labels,
                            field,
                            policy,
                            options,
                            parsed.GetRequiredValue(weights),
                            alpha,
                            groups
                        )
                    );
                }

                Print(output, labels, found, parsed.GetValue(json), parsed.GetValue(csv));
            }
        );
        return command;
    }

    private static void Print(TextWriter output, LabelFile labels, List<FieldAgreement> found, bool json, bool csv)
    {
        if (json)
        {
            CommandRun.WriteJson(output, writer => AgreementJson.Write(writer, labels, found));
            return;
        }

        TextTable table = new("field", "coefficient", "value", "low", "high", "items", "readers", "reading");
        string Digits(double? value) =>
            csv ? value?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty : TextTable.Short(value);
        foreach (FieldAgreement field in found)
        {
            foreach (Coefficient coefficient in field.Coefficients)
            {
                table.Add(
                    field.Field ?? string.Empty,
                    coefficient.Name,
                    Digits(coefficient.Value),
                    Digits(coefficient.Interval?.Low),
                    Digits(coefficient.Interval?.High),
                    coefficient.Items.ToString(CultureInfo.InvariantCulture),
                    coefficient.Readers.ToString(CultureInfo.InvariantCulture),
                    coefficient.State == AgreementState.Computed
                        ? coefficient.Reading?.Word ?? string.Empty
                        : AgreementJson.Words(coefficient.State)
                );
            }
        }

        if (csv)
        {
            table.WriteCsv(output);
            return;
        }

        table.Write(output);
        output.WriteLine();
        foreach (FieldAgreement field in found)
        {
            string shares = string.Join(
                ", ",
                field.Categories.Zip(field.Prevalence, (name, share) => $"{name} {TextTable.Short(share)}")
            );
            output.WriteLine($"prevalence{(field.Field is null ? string.Empty : " of " + field.Field)}: {shares}");
            if (field.Repeats > 0)
            {
                output.WriteLine($"  {field.Repeats} repeated labels were set aside (--repeats).");
            }
        }

        output.WriteLine(
            "Words follow Landis and Koch 1977 (alpha: Krippendorff 2004): conventions, not findings. Read kappa beside prevalence and AC1."
        );
    }
}
