using System.Globalization;
using System.Text.Json;
using Overread.Quality;
using Overread.Quality.Consensus;

namespace Overread.Cli.Quality;

/// <summary>What a consensus found, for people and for programs.</summary>
internal static class ConsensusReport
{
    private static readonly ItemStatus[] s_statuses =
    [
        ItemStatus.Accepted,
        ItemStatus.Disputed,
        ItemStatus.Tie,
        ItemStatus.Unread,
        ItemStatus.Gold,
    ];

    internal static void Print(
        TextWriter output,
        LabelFile labels,
        IReadOnlyList<FieldConsensus> fields,
        bool json,
        Action<Utf8JsonWriter>? more = null
    )
    {
        if (json)
        {
            CommandRun.WriteJson(output, writer => WriteJson(writer, labels, fields, more));
        }
        else
        {
            PrintTables(output, labels, fields);
        }
    }

    /// <summary>The pooled score of all fields: accuracy over all answers, macro F1 as the mean of fields.</summary>
    internal static (double Accuracy, double MacroF1, int Items)? Pooled(IReadOnlyList<FieldConsensus> fields)
    {
        ConsensusAccuracy[] scores = [.. fields.Select(field => field.Score).OfType<ConsensusAccuracy>()];
        int items = scores.Sum(score => score.Items);
        return items == 0
            ? null
            : (
                scores.Sum(score => score.Accuracy * score.Items) / items,
                scores.Average(score => score.MacroF1),
                items
            );
    }

    /// <summary>Mean over the fields that have the figure.</summary>
    internal static double? Mean(IReadOnlyList<FieldConsensus> fields, Func<FieldConsensus, double?> figure)
    {
        double[] known = [.. fields.Select(figure).OfType<double>()];
        return known.Length == 0 ? null : known.Average();
    }

    private static void PrintTables(TextWriter output, LabelFile labels, IReadOnlyList<FieldConsensus> fields)
    {
        TextTable table = new(
            "field",
            "method",
            "items",
            "labels",
            "accepted",
            "disputed",
            "tie",
            "unread",
            "accuracy",
            "macroF1"
        );
        foreach (FieldConsensus field in fields)
        {
            ReadOnlySpan<ItemStatus> statuses = field.Result.Statuses;
            table.Add(
                field.Field ?? string.Empty,
                field.Result.Method,
                Number(field.Items.Count),
                Number(field.Ratings.Count),
                Number(statuses.Count(ItemStatus.Accepted) + statuses.Count(ItemStatus.Gold)),
                Number(statuses.Count(ItemStatus.Disputed)),
                Number(statuses.Count(ItemStatus.Tie)),
                Number(statuses.Count(ItemStatus.Unread)),
                TextTable.Short(field.Score?.Accuracy, 4),
                TextTable.Short(field.Score?.MacroF1, 4)
            );
        }

        table.Write(output);
        if (Pooled(fields) is { } pooled)
        {
            output.WriteLine();
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"accuracy {pooled.Accuracy:F4}, macroF1 {pooled.MacroF1:F4} over {pooled.Items} items with a truth"
                )
            );
            if (fields is [{ Score: { } only }])
            {
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"95 % interval of the accuracy: {only.AccuracyInterval.Low:F4} to {only.AccuracyInterval.High:F4}"
                    )
                );
            }

            output.WriteLine(
                $"mean F1 of the second category {TextTable.Short(Mean(fields, field => field.Score?.PositiveF1), 4)}, "
                    + $"AUROC of doubt for wrong labels {TextTable.Short(Mean(fields, field => field.WrongAuroc), 4)}"
            );
        }

        foreach (FieldConsensus field in fields)
        {
            string where = field.Field is null ? string.Empty : field.Field + ": ";
            if (field.Reason is { } reason)
            {
                output.WriteLine($"{where}{reason}");
            }

            if (field.Result.Notice is { } notice)
            {
                output.WriteLine($"{where}note: {notice}");
            }

            if (TooFew(field) is { } few)
            {
                output.WriteLine($"{where}note: {few}");
            }

            foreach (string sentence in Calibrated(field))
            {
                output.WriteLine($"{where}{sentence}");
            }

            if (field.Errors is { } errors)
            {
                output.WriteLine($"{where}{Claim(errors, field)}");
            }
        }

        if (fields.Count == 1)
        {
            PrintReaders(output, labels, fields[0]);
        }
    }

    /// <summary>What the accepted labels claim, in words; that nothing supports it where nothing does.</summary>
    internal static string Claim(AcceptedError errors, FieldConsensus? field = null)
    {
        if (errors.Expected is not { } expected)
        {
            return "no label is accepted.";
        }

        if (errors.Actual is null && field is not null && ReadAlone(field))
        {
            return $"{errors.Accepted} labels are accepted, each on the word of one reader: nothing here says how often such labels are wrong.";
        }

        // A model of few labels is as sure as can be; that is no rate of nothing.
        string rate = expected < 0.0005 ? "below 0.001" : "of " + expected.ToString("F3", CultureInfo.InvariantCulture);
        string claim = $"{errors.Accepted} accepted labels claim an error rate {rate}";
        return errors.Actual is { } actual
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{claim}; {errors.Wrong} of {errors.Checked} checked are wrong ({actual:F3}, at most {errors.UpperBound:F3} with 95 % confidence)"
                ) + (errors.Overclaims ? ": uncalibrated, the claim is too good." : ".")
            : field?.Calibration is { } calibration ? claim + $", calibrated by {calibration.Gold} gold answers."
            : claim
                + (
                    field?.GoldAnswers > 0
                        ? $": uncalibrated, {field.GoldAnswers} gold answers were not used for it (from {PosteriorCalibration.Fewest} on they are)."
                        : ": uncalibrated, no truth was given to hold it against (--truth)."
                );
    }

    /// <summary>Whether no item was read by two, and nothing else says what is right.</summary>
    private static bool ReadAlone(FieldConsensus field) =>
        field.GoldAnswers == 0
        && field.Result.Method != "model-fusion"
        && (field.Ratings.Conditions & (RatingsConditions.SingleReader | RatingsConditions.NoOverlap)) != 0;

    /// <summary>
    /// That a model learns more numbers than there are labels, where it does: a table of confusions per reader and the balance of
    /// categories. Its sureness is then its own.
    /// </summary>
    internal static string? TooFew(FieldConsensus field)
    {
        int readers = field.Result.Readers.Count(reader => reader.Confusion is not null && reader.Labels > 0);
        int q = field.Ratings.CategoryCount;
        long numbers = ((long)readers * q * (q - 1)) + q - 1;
        return readers > 0 && numbers > field.Ratings.Count
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{numbers} numbers are learnt of {field.Ratings.Count} labels: how sure this model is says little; --method majority claims less."
            )
            : null;
    }

    /// <summary>What gold says of the probabilities and of the accept rule.</summary>
    internal static IEnumerable<string> Calibrated(FieldConsensus field)
    {
        if (field.Calibration is not { } found)
        {
            yield break;
        }

        RiskPoint whole = found.Curve[^1];
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{found.Gold} gold answers, each held out in turn: {whole.Wrong} of {whole.Checked} labels were wrong ({whole.Risk:F3}, at most {whole.UpperBound:F3} with 95 % confidence); log odds are corrected to {found.Offset:F2} + {found.Slope:F2} x the claimed ones."
        );
        if (found.Rule is not { } rule)
        {
            yield break;
        }

        int accepted = field.Result.Statuses.Count(ItemStatus.Accepted);
        yield return rule.Threshold is { } threshold
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"accepted from probability {threshold:F3} ({accepted} labels): with 95 % confidence no more than {rule.Target} of such labels are wrong ({rule.Wrong} of {rule.Checked} gold answers were)."
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"no label is accepted: gold does not show an error rate of at most {rule.Target} ({rule.Wrong} wrong among the surest {rule.Checked}; without a wrong one {rule.Needed} are needed)."
            );
    }

    private static void PrintReaders(TextWriter output, LabelFile labels, FieldConsensus field)
    {
        const int Shown = 12;
        ReaderEstimate[] readers =
        [
            .. field.Result.Readers.Where(reader => reader.Labels > 0).OrderBy(reader => reader.Accuracy),
        ];
        TextTable table = new("reader", "labels", "accuracy", "low", "high");
        foreach (ReaderEstimate reader in readers.Take(Shown))
        {
            table.Add(
                labels.Readers.Names[reader.Reader],
                Number(reader.Labels),
                TextTable.Short(reader.Accuracy),
                TextTable.Short(reader.AccuracyLow),
                TextTable.Short(reader.AccuracyHigh)
            );
        }

        output.WriteLine();
        output.WriteLine(
            readers.Length > Shown
                ? $"the {Shown} lowest of {readers.Length} readers (--readers-out for all)"
                : "readers"
        );
        table.Write(output);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void WriteJson(
        Utf8JsonWriter json,
        LabelFile labels,
        IReadOnlyList<FieldConsensus> fields,
        Action<Utf8JsonWriter>? more
    )
    {
        json.WriteStartObject();
        json.WriteString("file", labels.Path);
        more?.Invoke(json);
        if (Pooled(fields) is { } pooled)
        {
            json.Number("accuracy", pooled.Accuracy);
            json.Number("macroF1", pooled.MacroF1);
            json.Number("f1", Mean(fields, field => field.Score?.PositiveF1));
            json.Number("wrongAuroc", Mean(fields, field => field.WrongAuroc));
        }

        json.WriteStartArray("fields");
        foreach (FieldConsensus field in fields)
        {
            WriteField(json, labels, field);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, LabelFile labels, FieldConsensus field)
    {
        json.WriteStartObject();
        json.WriteString("field", field.Field);
        json.WriteString("method", field.Result.Method);
        json.WriteString("reason", field.Reason);
        json.WriteString("fallbackFrom", field.Result.FallbackFrom);
        json.WriteString("notice", field.Result.Notice);
        json.WriteString("tooFew", TooFew(field));
        json.WriteNumber("seed", field.Result.Seed);
        json.Number("acceptAt", field.Result.AcceptAt);
        json.WriteNumber("items", field.Items.Count);
        json.WriteNumber("labels", field.Ratings.Count);
        json.WriteStartObject("statuses");
        foreach (ItemStatus status in s_statuses)
        {
            json.WriteNumber(ConsensusFile.Status(status), field.Result.Statuses.Count(status));
        }

        json.WriteEndObject();
        json.Number("accuracy", field.Score?.Accuracy);
        json.Number("accuracyLow", field.Score?.AccuracyInterval.Low);
        json.Number("accuracyHigh", field.Score?.AccuracyInterval.High);
        json.Number("macroF1", field.Score?.MacroF1);
        json.Number("f1", field.Score?.PositiveF1);
        json.Number("wrongAuroc", field.WrongAuroc);
        if (field.Errors is { } errors)
        {
            json.WriteStartObject("accepted");
            json.WriteNumber("count", errors.Accepted);
            json.WriteString("words", Claim(errors, field));
            json.Number("expectedError", errors.Expected);
            json.WriteNumber("checked", errors.Checked);
            json.WriteNumber("wrong", errors.Wrong);
            json.Number("actualError", errors.Actual);
            json.Number("upperBound", errors.UpperBound);
            json.WriteString(
                "calibration",
                errors.Checked == 0
                    ? field.Calibration is null
                        ? "unknown"
                        : "gold"
                    : errors.Overclaims
                        ? "over-claims"
                        : "not contradicted"
            );
            json.WriteEndObject();
        }

        if (field.Calibration is { } calibrated)
        {
            json.WriteStartObject("calibration");
            json.WriteNumber("gold", calibrated.Gold);
            json.Number("offset", calibrated.Offset);
            json.Number("slope", calibrated.Slope);
            if (calibrated.Rule is { } rule)
            {
                json.WriteStartObject("acceptRule");
                json.Number("targetError", rule.Target);
                json.Number("threshold", rule.Threshold);
                json.WriteNumber("checked", rule.Checked);
                json.WriteNumber("wrong", rule.Wrong);
                json.WriteNumber("needed", rule.Needed);
                json.WriteEndObject();
            }

            json.WriteStartArray("selectiveRisk");
            foreach (RiskPoint point in calibrated.Curve)
            {
                json.WriteStartObject();
                json.Number("coverage", point.Coverage);
                json.Number("threshold", point.Threshold);
                json.WriteNumber("checked", point.Checked);
                json.WriteNumber("wrong", point.Wrong);
                json.Number("risk", point.Risk);
                json.Number("upperBound", point.UpperBound);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteNumber("iterations", field.Result.Trace.Iterations);
        json.WriteBoolean("converged", field.Result.Trace.Converged);
        json.Number("logLikelihood", field.Result.Trace.LogLikelihood);
        json.WriteStartArray("readers");
        foreach (ReaderEstimate reader in field.Result.Readers.Where(reader => reader.Labels > 0))
        {
            json.WriteStartObject();
            json.WriteString("reader", labels.Readers.Names[reader.Reader]);
            json.WriteNumber("labels", reader.Labels);
            json.Number("accuracy", reader.Accuracy);
            json.Number("low", reader.AccuracyLow);
            json.Number("high", reader.AccuracyHigh);
            json.Number("skill", reader.Skill);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
