using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Cli.Quality.Plots;
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
            Description =
                "Labels: CSV, TSV, Parquet, Excel, JSON Lines or a tool's export; item,reader,label or item,reader,field,answer, or a "
                + "column for each reader.",
        };
        Option<double> level = new("--level")
        {
            Description = "Coverage of the intervals.",
            DefaultValueFactory = _ => 0.95,
        };
        level.Within(0, 1, open: true);
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
            DefaultValueFactory = _ => "posterior",
        };
        interval.AcceptOnlyFromAmong("posterior", "jackknife", "bootstrap", "none");
        Option<int> replicates = new("--replicates")
        {
            Description = "Bootstrap replicates.",
            DefaultValueFactory = _ => 1000,
        };
        replicates.AtLeast(100);
        Option<string> repeats = new("--repeats")
        {
            Description = "Which label counts when a reader gave several.",
            DefaultValueFactory = _ => "first",
        };
        repeats.AcceptOnlyFromAmong("first", "last", "refuse");
        Option<string[]> order = new("--order")
        {
            Description = "All categories, lowest first; those that nobody gave count too.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> onlyReaders = new("--readers")
        {
            Description = "Only these readers.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> onlyFields = new("--fields")
        {
            Description = "Only these fields.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> clusters = new("--clusters")
        {
            Description = "CSV item,cluster: whole clusters (patients) are left out or drawn.",
        };
        Option<string?> groups = new("--by")
        {
            Description = "CSV item,group: the coefficients of each group too, such as a site, a scanner, a month.",
        };
        Option<bool> pairs = new("--pairs") { Description = "Cohen's kappa of every pair of readers too." };
        Option<bool> leaveOut = new("--leave-one-out") { Description = "Fleiss' kappa without each reader too." };
        Option<bool> repeated = new("--intra") { Description = "Agreement of each reader with themselves too." };
        Option<string?> against = new("--against")
        {
            Description =
                "Another file of labels: the difference of each coefficient to it, paired where the items are the same.",
        };
        Option<string[]> againstReaders = new("--against-readers")
        {
            Description = "Other readers of the same file: the difference of each coefficient to theirs.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> differences = new("--differences")
        {
            Description = "With --by: the difference of each coefficient between every two groups.",
        };
        Option<string?> plot = new("--plot")
        {
            Description = "Draw the matrix of agreement between readers: a .svg or .png file.",
        };
        Command command = new(
            "agreement",
            "Measure how far readers agree: coefficients with intervals, prevalence beside them."
        )
        {
            file,
            level,
            weights,
            metric,
            interval,
            replicates,
            repeats,
            order,
            onlyReaders,
            onlyFields,
            clusters,
            groups,
            pairs,
            leaveOut,
            repeated,
            against,
            againstReaders,
            differences,
            plot,
        };
        command.Examples(
            "overread agreement reads.csv",
            "overread agreement reads.csv --weights quadratic --order none mild severe",
            "overread agreement reads.csv --clusters patients.csv --by sites.csv --differences",
            "overread agreement before.csv --against after.csv",
            "overread agreement reads.csv --readers senior1 senior2 --against-readers junior1 junior2 --json"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions files = ReadingOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                FileReading reading = files.Of(parsed);
                LabelFile labels = LabelFile.Load(
                    parsed.GetRequiredValue(file),
                    new LabelChoices
                    {
                        Order = parsed.GetValue(order) is { Length: > 0 } names ? names : null,
                        Readers = parsed.GetValue(onlyReaders) is { Length: > 0 } readers ? readers : null,
                        Fields = parsed.GetValue(onlyFields) is { Length: > 0 } fields ? fields : null,
                    },
                    reading
                );
                AgreementOptions options = new()
                {
                    Level = parsed.GetValue(level),
                    Method = Enum.Parse<IntervalMethod>(parsed.GetRequiredValue(interval), ignoreCase: true),
                    Replicates = parsed.GetValue(replicates),
                    Seed = shared.Seed(parsed),
                    Threads = shared.Threads(parsed),
                };
                RepeatPolicy policy = parsed.GetValue(repeats) switch
                {
                    "last" => RepeatPolicy.KeepLast,
                    "refuse" => RepeatPolicy.Refuse,
                    _ => RepeatPolicy.KeepFirst,
                };
                AlphaMetric alpha = Enum.Parse<AlphaMetric>(parsed.GetRequiredValue(metric), ignoreCase: true);
                Dictionary<string, string>? patients = parsed.GetValue(clusters) is { } path
                    ? KeyedFile.Load(path, reading, "cluster", "patient", "subject")
                    : null;
                AgreementDetails details = new(
                    parsed.GetValue(groups) is { } by
                        ? KeyedFile.Load(by, reading, "group", "site", "subgroup", "period")
                        : null,
                    parsed.GetValue(pairs),
                    parsed.GetValue(leaveOut),
                    parsed.GetValue(repeated)
                )
                {
                    Differ = parsed.GetValue(differences),
                };
                if (details is { Differ: true, Groups: null })
                {
                    throw new ArgumentException("--differences are those of the groups of --by FILE.");
                }

                string[] others = parsed.GetValue(againstReaders) ?? [];
                if (others.Length > 0 && parsed.GetValue(against) is not null)
                {
                    throw new ArgumentException("--against or --against-readers: name one.");
                }

                LabelChoices choices = new()
                {
                    Order = parsed.GetValue(order) is { Length: > 0 } declared ? declared : null,
                    Readers = others.Length > 0 ? others : null,
                    Fields = parsed.GetValue(onlyFields) is { Length: > 0 } wanted ? wanted : null,
                };
                AgreementContrast? contrast =
                    parsed.GetValue(against) is { } second
                        ? AgreementContrast.File(LabelFile.Load(second, choices, reading), patients, labels.Path)
                    : others.Length > 0
                        ? AgreementContrast.Readers(
                            LabelFile.Load(labels.Path, choices, reading),
                            patients,
                            parsed.GetValue(onlyReaders) is { Length: > 0 } these ? these : null,
                            others
                        )
                    : null;
                using ProgressLine progress = shared.Progress(parsed);
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
                            patients,
                            details,
                            contrast
                        )
                    );
                    progress.Report(field + 1, labels.FieldNames.Count, labels.FieldNames[field] ?? labels.Path);
                }

                progress.Dispose();
                if (parsed.GetValue(plot) is { } picture)
                {
                    PlotPanel.Write(
                        picture,
                        [
                            .. Enumerable
                                .Range(0, Math.Min(24, labels.FieldNames.Count))
                                .Select(field =>
                                    QualityPlots.Matrix(
                                        (labels.FieldNames[field] ?? "all") + ": Cohen's kappa by pair",
                                        labels.Field(field, policy).Ratings,
                                        labels.Readers.Names,
                                        options
                                    )
                                ),
                        ]
                    );
                }

                Print(parsed, output, shared, labels, found);
            }
        );
        return command;
    }

    private static void Print(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        LabelFile labels,
        List<FieldAgreement> found
    )
    {
        (FieldAgreement Field, AgreementRow Row)[] rows =
        [
            .. found.SelectMany(field => field.Rows.Select(row => (field, row))),
        ];
        bool printed = shared.Write(parsed, output, Table(rows));
        if (shared.Json(parsed))
        {
            CommandRun.WriteJson(output, writer => AgreementJson.Write(writer, labels, found));
            return;
        }

        if (printed)
        {
            return;
        }

        bool parts = rows.Any(row => row.Row.Part is not null);
        string[] header = ["field", "coefficient", "value", "low", "high", "items", "readers", "reading"];
        TextTable table = new(parts ? ["of", .. header] : header);
        foreach ((FieldAgreement field, AgreementRow row) in rows)
        {
            string[] cells =
            [
                field.Field ?? string.Empty,
                row.Coefficient.Name,
                TextTable.Short(row.Coefficient.Value),
                TextTable.Short(row.Coefficient.Interval?.Low),
                TextTable.Short(row.Coefficient.Interval?.High),
                row.Coefficient.Items.ToString(CultureInfo.InvariantCulture),
                row.Coefficient.Readers.ToString(CultureInfo.InvariantCulture),
                Reading(row.Coefficient),
            ];
            table.Add(parts ? [row.Part ?? string.Empty, .. cells] : cells);
        }

        table.Write(output);
        output.WriteLine();
        WriteDifferences(output, found);
        foreach (
            IGrouping<(string? Field, string Why), AgreementRow> none in rows.Where(row =>
                    row.Row.Coefficient.NoInterval is not null
                )
                .GroupBy(row => (row.Field.Field, row.Row.Coefficient.NoInterval!), row => row.Row)
        )
        {
            string names = string.Join(", ", none.Select(row => row.Coefficient.Name).Distinct());
            string of = none.Key.Field is null ? string.Empty : " of " + none.Key.Field;
            output.WriteLine($"no interval for {names}{of}: {none.Key.Why}.");
        }

        foreach (FieldAgreement field in found)
        {
            string shares = string.Join(
                ", ",
                field.Categories.Zip(field.Prevalence, (name, share) => $"{name} {TextTable.Short(share)}")
            );
            output.WriteLine($"prevalence{(field.Field is null ? string.Empty : " of " + field.Field)}: {shares}");
            foreach (string sentence in AgreementWords.Of(field))
            {
                output.WriteLine("  " + sentence);
            }

            if (field.Repeats > 0)
            {
                output.WriteLine($"  {field.Repeats} repeated labels were set aside (--repeats).");
            }
        }

        output.WriteLine(
            "Words follow Landis and Koch 1977 (alpha: Krippendorff 2004): conventions, not findings. Read kappa beside prevalence and AC1."
        );
    }

    private static void WriteDifferences(TextWriter output, List<FieldAgreement> found)
    {
        if (found.All(field => field.Differences.Count == 0))
        {
            return;
        }

        TextTable table = new("field", "difference", "coefficient", "value", "low", "high", "items");
        foreach (
            (FieldAgreement field, DifferenceRow row) in found.SelectMany(f => f.Differences.Select(row => (f, row)))
        )
        {
            table.Add(
                field.Field ?? string.Empty,
                $"{row.Second} - {row.First}",
                row.Difference.First.Name,
                TextTable.Short(row.Difference.Value),
                TextTable.Short(row.Difference.Interval?.Low),
                TextTable.Short(row.Difference.Interval?.High),
                row.Paired ? "same" : "different"
            );
        }

        table.Write(output);
        output.WriteLine();
        foreach (
            (FieldAgreement field, DifferenceRow row) in found.SelectMany(f => f.Differences.Select(row => (f, row)))
        )
        {
            if (row.Difference.First.Name is "fleiss-kappa" or "gwet-ac1")
            {
                output.WriteLine(row.Sentence(field.Field));
            }
        }

        output.WriteLine();
    }

    private static string Reading(Coefficient coefficient) =>
        coefficient.State == AgreementState.Computed
            ? coefficient.Reading?.Word ?? string.Empty
            : AgreementJson.Words(coefficient.State);

    private static ResultTable Table((FieldAgreement Field, AgreementRow Row)[] rows)
    {
        ResultTable table = new ResultTable()
            .Text("field", rows.Select(row => row.Field.Field))
            .Text("coefficient", rows.Select(row => row.Row.Coefficient.Name))
            .Number("value", rows.Select(row => row.Row.Coefficient.Value))
            .Number("low", rows.Select(row => row.Row.Coefficient.Interval?.Low))
            .Number("high", rows.Select(row => row.Row.Coefficient.Interval?.High))
            .Whole("items", rows.Select(row => row.Row.Coefficient.Items))
            .Whole("readers", rows.Select(row => row.Row.Coefficient.Readers))
            .Text("reading", rows.Select(row => Reading(row.Row.Coefficient)))
            .Text("no_interval", rows.Select(row => row.Row.Coefficient.NoInterval));
        return rows.Any(row => row.Row.Part is not null) ? table.Text("of", rows.Select(row => row.Row.Part)) : table;
    }
}
