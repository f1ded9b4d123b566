using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Overread.Cli.Quality.Files;
using Overread.Quality.Agreement;
using Overread.Quality.Masks;

namespace Overread.Cli.Quality.Masks;

/// <summary><c>overread compare-masks A B</c>, or <c>--pairs FILE</c>: how far two readers' masks agree, where they lie in the world.</summary>
internal static class CompareMasksCommand
{
    private sealed record Row(
        string Case,
        byte Label,
        MaskOverlap Overlap,
        SurfaceDistance Distance,
        double FirstMl,
        double SecondMl
    );

    internal static Command Create()
    {
        Argument<string[]> files = new("masks")
        {
            Description = "Two NIfTI masks (.nii or .nii.gz): the reference, and the mask to be compared with it.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> pairs = new("--pairs")
        {
            Description = "Table first,second (and case): one pair of masks per case, paths from the table's folder.",
        };
        Option<double> tolerance = new("--tolerance")
        {
            Description = "Tolerance of the surface Dice (NSD) in millimetres: what two careful readers may differ by.",
            DefaultValueFactory = _ => 1,
        };
        tolerance.Within(0, double.PositiveInfinity);
        Option<bool> byArea = new("--by-area")
        {
            Description = "Weigh surface voxels by the area of their open faces; for voxels that are no cubes.",
        };
        Option<bool> instances = new("--instances")
        {
            Description = "Labels are numbers of instances, such as nodules: panoptic quality.",
        };
        Option<string?> label = new("--label")
        {
            Description = "Compare one label alone (a number), or 'any' to take every label as the same foreground.",
        };
        Option<bool> resample = new("--resample")
        {
            Description = "Resample masks of other grids onto that of the first, by the nearest voxel.",
        };
        Option<bool> byIndex = new("--ignore-affine")
        {
            Description = "Compare voxel by voxel, whatever the files say of where these lie.",
        };
        Command command = new(
            "compare-masks",
            "Compare masks in millimetres: Dice, surface Dice at a tolerance, HD95, mean distance, volumes, instances."
        )
        {
            files,
            pairs,
            tolerance,
            byArea,
            instances,
            label,
            resample,
            byIndex,
        };
        command.Examples(
            "overread compare-masks reader1.nii.gz reader2.nii.gz --tolerance 2",
            "overread compare-masks --pairs cases.csv --label 1 --json",
            "overread compare-masks truth.nii.gz model.nii.gz --instances",
            "overread compare-masks ct.nii.gz other-grid.nii.gz --resample"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        ReadingOptions reads = ReadingOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                FileReading reading = reads.Of(parsed);
                List<(string Case, string First, string Second)> cases = Cases(
                    parsed.GetValue(files) ?? [],
                    parsed.GetValue(pairs),
                    reading
                );
                MaskPlacement placement = new(parsed.GetValue(resample), parsed.GetValue(byIndex));
                List<Row> rows = [];
                List<(string Case, PanopticQuality Found)> panoptic = [];
                using ProgressLine progress = shared.Progress(parsed);
                foreach ((string name, string first, string second) in cases)
                {
                    MaskSet set = MaskSet.Load([first, second], placement, reading);
                    if (parsed.GetValue(instances))
                    {
                        panoptic.Add(
                            (
                                name,
                                PanopticQuality.Of([.. set.Masks[0].Span.ToArray()], [.. set.Masks[1].Span.ToArray()])
                            )
                        );
                    }
                    else
                    {
                        set.Keep(parsed.GetValue(label));
                        rows.AddRange(
                            Measure(
                                name,
                                set,
                                parsed.GetValue(tolerance),
                                parsed.GetValue(byArea),
                                shared.Threads(parsed)
                            )
                        );
                    }

                    progress.Report(rows.Count + panoptic.Count, cases.Count, name);
                }

                progress.Dispose();
                if (panoptic.Count > 0)
                {
                    PanopticReport.Print(parsed, output, shared, panoptic);
                    return;
                }

                Print(parsed, output, shared, rows, reading);
            }
        );
        return command;
    }

    private static List<(string Case, string First, string Second)> Cases(
        string[] files,
        string? table,
        FileReading reading
    )
    {
        if (table is null)
        {
            return files.Length == 2
                ? [(MaskSet.Short(files[1]), files[0], files[1])]
                : throw new ArgumentException("two masks are needed, or --pairs FILE.");
        }

        if (files.Length > 0)
        {
            throw new ArgumentException("masks stand on the command line or in --pairs, not in both.");
        }

        using TableRows rows = TableRows.Open(table, reading);
        int first = ColumnRoles.Find(rows.Header, "first", "reference", "truth");
        int second = ColumnRoles.Find(rows.Header, "second", "other", "prediction", "mask");
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading);
        if (first < 0 || second < 0)
        {
            throw new FileError(
                table,
                1,
                $"the columns first and second are needed; the header is {string.Join(',', rows.Header)}."
            );
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(table)) ?? ".";
        List<(string, string, string)> cases = [];
        while (rows.Next())
        {
            string one = Path.Combine(folder, rows.Cell(first).ToString());
            string two = Path.Combine(folder, rows.Cell(second).ToString());
            foreach (string path in (string[])[one, two])
            {
                if (!File.Exists(path))
                {
                    throw new FileError(table, rows.Line, $"{path} is not there.");
                }
            }

            cases.Add((item < 0 ? MaskSet.Short(two) : rows.Cell(item).ToString(), one, two));
        }

        return cases;
    }

    private static IEnumerable<Row> Measure(string name, MaskSet set, double tolerance, bool byArea, int threads)
    {
        double voxel = set.Grid.SpacingX * set.Grid.SpacingY * set.Grid.SpacingZ / 1000;
        foreach (byte one in set.Labels)
        {
            byte[] first = Only(set.Masks[0].Span, one);
            byte[] second = Only(set.Masks[1].Span, one);
            MaskOverlap overlap = MaskOverlap.Of(first, second);
            yield return new Row(
                name,
                one,
                overlap,
                byArea
                    ? SurfaceDistance.ByArea(first, second, set.Grid, tolerance, threads)
                    : SurfaceDistance.Of(first, second, set.Grid, tolerance, threads),
                overlap.First * voxel,
                overlap.Second * voxel
            );
        }
    }

    private static byte[] Only(ReadOnlySpan<byte> mask, byte label)
    {
        byte[] only = new byte[mask.Length];
        for (int i = 0; i < only.Length; i++)
        {
            only[i] = mask[i] == label ? (byte)1 : (byte)0;
        }

        return only;
    }

    private static void Print(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        List<Row> rows,
        FileReading reading
    )
    {
        if (rows.Count == 0)
        {
            throw new ArgumentException("neither mask has any foreground: there is nothing to compare.");
        }

        if (shared.Write(parsed, output, Table(rows)))
        {
            return;
        }

        if (shared.Json(parsed))
        {
            CommandRun.WriteJson(output, json => Json(json, rows, reading));
            return;
        }

        TextTable table = new("case", "label", "Dice", "NSD", "HD mm", "HD95 mm", "mean mm", "first ml", "second ml");
        foreach (Row row in rows)
        {
            table.Add(
                row.Case,
                row.Label.ToString(CultureInfo.InvariantCulture),
                TextTable.Short(row.Overlap.Dice),
                TextTable.Short(row.Distance.SurfaceDice),
                TextTable.Short(row.Distance.Hausdorff, 2),
                TextTable.Short(row.Distance.Hausdorff95, 2),
                TextTable.Short(row.Distance.AverageSymmetric, 2),
                TextTable.Short(row.FirstMl),
                TextTable.Short(row.SecondMl)
            );
        }

        table.Write(output);
        output.WriteLine();
        foreach (IGrouping<byte, Row> label in rows.GroupBy(row => row.Label).OrderBy(group => group.Key))
        {
            foreach (string sentence in Sentences(label.Key, [.. label]))
            {
                output.WriteLine(sentence);
            }
        }
    }

    private static IEnumerable<string> Sentences(byte label, Row[] rows)
    {
        double tolerance = rows[0].Distance.Tolerance;
        if (rows.Length == 1)
        {
            Row row = rows[0];
            yield return row.Distance is { Defined: true, SurfaceDice: { } near }
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"label {label}: {100 * near:F0} % of both borders lie within {tolerance} mm of the other; the volume differs by {row.SecondMl - row.FirstMl:+0.000;-0.000;0} ml. One case says nothing of others."
                )
                : $"label {label}: one of the two masks has none of it, so there is no distance.";
            yield break;
        }

        if (MeanInterval([.. rows.Select(row => row.Overlap.Dice).OfType<double>()]) is { } dice)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"label {label}: mean Dice {dice.Mean:F3} ({dice.Low:F3} to {dice.High:F3}) over {dice.Count} cases."
            );
        }

        if (MeanInterval([.. rows.Select(row => row.Distance.SurfaceDice).OfType<double>()]) is { } near95)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"label {label}: mean NSD at {tolerance} mm {near95.Mean:F3} ({near95.Low:F3} to {near95.High:F3})."
            );
        }

        if (Volumes(rows) is { LowInterval: not null } volumes)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"label {label}: for 95 of 100 cases the second volume lies from {volumes.Low:+0.000;-0.000;0} to {volumes.High:+0.000;-0.000;0} ml of the first (mean {volumes.Bias:+0.000;-0.000;0}; Bland and Altman)."
            );
        }
    }

    /// <summary>Limits of agreement of second − first.</summary>
    private static BlandAltman? Volumes(Row[] rows) =>
        BlandAltman.Of([.. rows.Select(row => row.SecondMl)], [.. rows.Select(row => row.FirstMl)]);

    /// <summary>A mean over cases with Student's interval, cut to 0 and 1; null with fewer than three or without spread.</summary>
    private static (double Mean, double Low, double High, int Count)? MeanInterval(double[] values)
    {
        if (MeanOfCases.Of(values) is not { Interval: { } interval } found)
        {
            return null;
        }

        return (found.Mean, interval.Low, interval.High, values.Length);
    }

    private static ResultTable Table(List<Row> rows) =>
        new ResultTable()
            .Text("case", rows.Select(row => row.Case))
            .Whole("label", rows.Select(row => (int)row.Label))
            .Number("dice", rows.Select(row => row.Overlap.Dice))
            .Number("iou", rows.Select(row => row.Overlap.IntersectionOverUnion))
            .Number("nsd", rows.Select(row => row.Distance.SurfaceDice))
            .Number("hd_mm", rows.Select(row => row.Distance.Hausdorff))
            .Number("hd95_mm", rows.Select(row => row.Distance.Hausdorff95))
            .Number("assd_mm", rows.Select(row => row.Distance.AverageSymmetric))
            .Number("first_ml", rows.Select(row => (double?)row.FirstMl))
            .Number("second_ml", rows.Select(row => (double?)row.SecondMl));

    private static void Json(Utf8JsonWriter json, List<Row> rows, FileReading reading)
    {
        json.WriteStartObject();
        json.Number("toleranceMm", rows[0].Distance.Tolerance);
        json.WriteStartArray("cases");
        foreach (Row row in rows)
        {
            json.WriteStartObject();
            json.WriteString("case", row.Case);
            json.WriteNumber("label", row.Label);
            json.Number("dice", row.Overlap.Dice);
            json.Number("iou", row.Overlap.IntersectionOverUnion);
            json.Number("nsd", row.Distance.SurfaceDice);
            json.Number("hdMm", row.Distance.Hausdorff);
            json.Number("hd95Mm", row.Distance.Hausdorff95);
            json.Number("assdMm", row.Distance.AverageSymmetric);
            json.Number("firstMl", row.FirstMl);
            json.Number("secondMl", row.SecondMl);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("labels");
        foreach (IGrouping<byte, Row> label in rows.GroupBy(row => row.Label).OrderBy(group => group.Key))
        {
            Row[] own = [.. label];
            MeanOfCases? dice = MeanOfCases.Of([.. own.Select(row => row.Overlap.Dice).OfType<double>()]);
            MeanOfCases? near = MeanOfCases.Of([.. own.Select(row => row.Distance.SurfaceDice).OfType<double>()]);
            BlandAltman? volumes = Volumes(own);
            json.WriteStartObject();
            json.WriteNumber("label", label.Key);
            json.WriteNumber("cases", own.Length);
            json.Number("meanDice", dice?.Mean);
            json.Number("meanDiceLow", dice?.Interval?.Low);
            json.Number("meanDiceHigh", dice?.Interval?.High);
            json.Number("meanNsd", near?.Mean);
            json.Number("meanNsdLow", near?.Interval?.Low);
            json.Number("meanNsdHigh", near?.Interval?.High);
            json.Number("volumeBiasMl", volumes?.Bias);
            json.Number("volumeLowMl", volumes?.Low);
            json.Number("volumeHighMl", volumes?.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (string note in reading.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
