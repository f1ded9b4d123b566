using System.Globalization;
using System.Text.Json;
using Overread.Quality.Agreement;
using Overread.Quality.Consensus;
using Overread.Quality.WeakSupervision;

namespace Overread.Cli.Quality.Weak;

/// <summary>Weak labels for people and programs; each is marked silver, since no person gave it.</summary>
internal sealed class WeakOutput(LabelFile votes, IReadOnlyList<WeakField> fields, WeakMoves? moves)
{
    /// <summary>What a label is that functions gave.</summary>
    internal const string Grade = "silver";

    /// <summary>The label of an item; empty for a tie, and where no function votes: the balance of classes alone is no label.</summary>
    internal static string Label(FieldConsensus field, int item) =>
        field.Ratings.ReadersOf(item).IsEmpty ? string.Empty : ConsensusFile.Label(field, item);

    /// <summary>One row per field and item.</summary>
    internal ResultTable Table()
    {
        (FieldConsensus Field, int Item)[] rows =
        [
            .. fields.SelectMany(weak =>
                Enumerable.Range(0, weak.Labels.Items.Count).Select(item => (weak.Labels, item))
            ),
        ];
        ResultTable table = new();
        table.Text("item", rows.Select(row => row.Field.Items[row.Item]));
        if (fields[0].Labels.Field is not null)
        {
            table.Text("field", rows.Select(row => row.Field.Field));
        }

        return table
            .Text("label", rows.Select(row => Label(row.Field, row.Item)))
            .Number("probability", rows.Select(row => Probability(row.Field, row.Item)))
            .Text("status", rows.Select(row => ConsensusFile.Status(row.Field.Result.Statuses[row.Item])))
            .Text("grade", rows.Select(_ => Grade));
    }

    internal void WriteText(TextWriter output)
    {
        TextTable table = new(
            "field",
            "function",
            "coverage",
            "overlap",
            "conflict",
            "accuracy",
            "low",
            "high",
            "right",
            "checked"
        );
        foreach (WeakField weak in fields)
        {
            foreach (FunctionSummary function in Shown(weak))
            {
                (int Right, int Checked, ConfidenceInterval? Interval)? found = weak.BorneOut(function.Function);
                table.Add(
                    weak.Labels.Field ?? string.Empty,
                    votes.Readers.Names[function.Function],
                    TextTable.Short(function.Coverage),
                    TextTable.Short(function.Overlap),
                    TextTable.Short(function.Conflict),
                    TextTable.Short(function.Accuracy),
                    TextTable.Short(function.Interval?.Low),
                    TextTable.Short(function.Interval?.High),
                    found is { } checkedVotes ? Number(checkedVotes.Right) : "–",
                    found is { } known ? Number(known.Checked) : "–"
                );
            }
        }

        table.Write(output);
        foreach (WeakField weak in fields)
        {
            WriteField(output, weak);
        }

        int labels = fields.Sum(weak =>
            Enumerable.Range(0, weak.Labels.Items.Count).Count(item => Label(weak.Labels, item).Length > 0)
        );
        output.WriteLine(
            $"{Number(labels)} labels of {Number(fields.Sum(weak => weak.Labels.Items.Count))} places; all are {Grade}: made by functions, given by nobody. accuracy is what the model takes it to be; right of checked is counted against --truth."
        );
        WriteMoves(output);
    }

    internal void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("grade", Grade);
        json.WriteStartArray("words");
        foreach (WeakField weak in fields)
        {
            json.WriteStringValue(
                (weak.Labels.Field is null ? string.Empty : weak.Labels.Field + ": ") + WeakWords.Of(weak)
            );
        }

        json.WriteEndArray();
        json.WriteStartArray("functions");
        foreach (WeakField weak in fields)
        {
            foreach (FunctionSummary function in Shown(weak))
            {
                WriteFunction(json, weak, function);
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("labels");
        foreach (FieldConsensus field in fields.Select(weak => weak.Labels))
        {
            for (int item = 0; item < field.Items.Count; item++)
            {
                json.WriteStartObject();
                json.WriteString("item", field.Items[item]);
                json.WriteString("field", field.Field);
                json.WriteString("label", Label(field, item));
                json.Number("probability", Probability(field, item));
                json.WriteString("grade", Grade);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        if (moves is not null)
        {
            json.WriteNumber("compared", moves.Compared);
            json.WriteStartArray("moved");
            foreach ((string? field, string item, string before, double p, string after, double q) in moves.Moved)
            {
                json.WriteStartObject();
                json.WriteString("item", item);
                json.WriteString("field", field);
                json.WriteString("before", before);
                json.Number("beforeProbability", before.Length == 0 ? null : p);
                json.WriteString("after", after);
                json.Number("afterProbability", after.Length == 0 ? null : q);
                json.WriteString("grade", Grade);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("changedFunctions");
            foreach ((string? field, string function, string what) in moves.Functions)
            {
                json.WriteStartObject();
                json.WriteString("function", function);
                json.WriteString("field", field);
                json.WriteString("what", what);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private void WriteField(TextWriter output, WeakField weak)
    {
        string where = weak.Labels.Field is null ? string.Empty : weak.Labels.Field + ": ";
        if (weak.Notice is { } notice)
        {
            output.WriteLine($"note: {where}{notice}");
        }

        foreach (
            FunctionSummary against in weak.Functions.Where(function => function.Interval is { } i && i.High < 0.5)
        )
        {
            output.WriteLine(
                $"warning: {where}{votes.Readers.Names[against.Function]} is taken to be wrong more often than right, so that its votes count against what they say; look at it."
            );
        }

        foreach ((int first, int second, double excess) in weak.Dependencies)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"warning: {where}{votes.Readers.Names[first]} and {votes.Readers.Names[second]} agree {excess:F0} times more than their accuracies explain; they are counted twice."
                )
            );
        }

        foreach (FunctionSummary function in Shown(weak))
        {
            output.WriteLine(
                where + WeakWords.Of(votes.Readers.Names[function.Function], function, weak.BorneOut(function.Function))
            );
        }

        output.WriteLine(where + WeakWords.Balance(weak));
        output.WriteLine(where + WeakWords.Of(weak));
        if (weak.Labels.Score is { } score)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{where}accuracy {score.Accuracy:F4} ({score.AccuracyInterval.Low:F4} to {score.AccuracyInterval.High:F4}), macroF1 {score.MacroF1:F4}"
                )
            );
        }
    }

    private void WriteMoves(TextWriter output)
    {
        if (moves is null)
        {
            return;
        }

        foreach ((string? field, string function, string what) in moves.Functions)
        {
            output.WriteLine($"{what}: {(field is null ? "" : field + ": ")}{function}");
        }

        output.WriteLine($"{Number(moves.Moved.Count)} of {Number(moves.Compared)} {Grade} labels move.");
        if (moves.Moved.Count == 0)
        {
            return;
        }

        TextTable table = new("field", "item", "before", "p", "after", "p", "grade");
        foreach ((string? field, string item, string before, double p, string after, double q) in moves.Moved)
        {
            table.Add(
                field ?? string.Empty,
                item,
                before.Length == 0 ? "(none)" : before,
                TextTable.Short(before.Length == 0 ? null : p),
                after.Length == 0 ? "(none)" : after,
                TextTable.Short(after.Length == 0 ? null : q),
                Grade
            );
        }

        table.Write(output);
    }

    private void WriteFunction(Utf8JsonWriter json, WeakField weak, FunctionSummary function)
    {
        json.WriteStartObject();
        json.WriteString("function", votes.Readers.Names[function.Function]);
        json.WriteString("field", weak.Labels.Field);
        json.WriteNumber("coverage", function.Coverage);
        json.WriteNumber("overlap", function.Overlap);
        json.WriteNumber("conflict", function.Conflict);
        json.Number("accuracy", function.Accuracy);
        json.Number("low", function.Interval?.Low);
        json.Number("high", function.Interval?.High);
        if (weak.BorneOut(function.Function) is { } found)
        {
            json.WriteNumber("right", found.Right);
            json.WriteNumber("checked", found.Checked);
            json.Number("rightLow", found.Interval?.Low);
            json.Number("rightHigh", found.Interval?.High);
        }

        json.WriteString(
            "words",
            WeakWords.Of(votes.Readers.Names[function.Function], function, weak.BorneOut(function.Function))
        );

        json.WriteEndObject();
    }

    /// <summary>All functions where there is one field; else those that vote in this one.</summary>
    private static IEnumerable<FunctionSummary> Shown(WeakField weak) =>
        weak.Functions.Where(function => weak.Labels.Field is null || weak.Votes(function.Function));

    private static double? Probability(FieldConsensus field, int item) =>
        field.Ratings.ReadersOf(item).IsEmpty ? null : field.Result.ProbabilityOf(item);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
