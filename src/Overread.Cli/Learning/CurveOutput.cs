using System.Globalization;
using System.Text.Json;
using Overread.Cli.Learning.Sets;
using Overread.Cli.Quality;
using Overread.Learning;
using Overread.Learning.Curves;
using Overread.Quality.Selection;

namespace Overread.Cli.Learning;

/// <summary>Learning curves for people and programs.</summary>
internal sealed class CurveOutput(string path, LoadedSet loaded, CurveOptions options, CurveReport report, string score)
{
    internal const string Covers =
        "low and high of differences: Student's 95 % interval over paired draws, shared out over all strategies held against one baseline (Bonferroni); it covers other draws of held-out items and start from this very set. lowElsewhere and highElsewhere also allow for draws that overlap (Nadeau and Bengio 2003): other sets of this kind and size. Verdicts are computed of them. low and high of areas and curves: 95 % over draws, each by itself.";

    internal static string Words(GainVerdict? verdict) =>
        verdict switch
        {
            GainVerdict.Gain => "gain",
            GainVerdict.Worse => "worse",
            GainVerdict.NoGainShown => "no gain shown",
            _ => "baseline",
        };

    /// <summary>One row per strategy and point of its curve.</summary>
    internal ResultTable Table()
    {
        (StrategyResult Strategy, (int Labels, double Mean, double Low, double High) Point)[] rows =
        [
            .. report.Strategies.SelectMany(strategy => strategy.Curve.Select(point => (strategy, point))),
        ];
        return new ResultTable()
            .Text("strategy", rows.Select(row => row.Strategy.Name))
            .Whole("labels", rows.Select(row => row.Point.Labels))
            .Number("score", rows.Select(row => (double?)row.Point.Mean))
            .Number("low", rows.Select(row => (double?)row.Point.Low))
            .Number("high", rows.Select(row => (double?)row.Point.High))
            .Number("area", rows.Select(row => (double?)row.Strategy.Area))
            .Text("verdict", rows.Select(row => Words(row.Strategy.Verdict)));
    }

    internal void WriteJson(Utf8JsonWriter json)
    {
        LearningSet set = loaded.Set;
        json.WriteStartObject();
        json.WriteStartObject("set");
        json.WriteString("path", path);
        json.WriteString("kind", loaded.Kind);
        json.WriteString("content", loaded.Content);
        json.WriteNumber("items", set.Items.Count);
        json.WriteNumber("groups", set.Groups.Distinct().Count());
        json.WriteNumber("features", set.Width);
        json.WriteStartObject("classes");
        for (int k = 0; k < set.Classes.Count; k++)
        {
            json.WriteNumber(set.Classes[k], set.Labels.Count(label => label == k));
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("score", score);
        json.WriteString("learner", "logistic");
        json.WriteNumber("ridge", options.Ridge);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("seeds", options.Seeds);
        json.WriteNumber("start", options.Start);
        json.WriteNumber("batch", options.Batch);
        json.WriteNumber("budget", report.Strategies[0].Curve[^1].Labels);
        json.WriteNumber("heldOut", options.HeldOut);
        json.WriteNumber("comparisons", report.Comparisons);
        json.WriteString("covers", Covers);
        json.WriteStartArray("strategies");
        foreach (StrategyResult strategy in report.Strategies)
        {
            WriteStrategy(json, strategy);
        }

        json.WriteEndArray();
        json.WriteString("proposed", report.Proposed);
        WriteForecast(json);
        json.WriteEndObject();
    }

    internal void WriteText(TextWriter output)
    {
        LearningSet set = loaded.Set;
        output.WriteLine(
            Line(
                $"{path}: {set.Items.Count} items ({loaded.Kind}, {loaded.Content}) in {set.Groups.Distinct().Count()} groups, {set.Width} features; {options.Seeds} draws, {score}."
            )
        );
        output.WriteLine(
            string.Join(", ", set.Classes.Select((name, k) => Line($"{name} {set.Labels.Count(label => label == k)}")))
        );
        TextTable table = new(
            "strategy",
            "area",
            "low",
            "high",
            "last",
            "- random",
            "low",
            "high",
            "- stratified",
            "low",
            "high",
            "this set",
            "other sets"
        );
        foreach (StrategyResult strategy in report.Strategies)
        {
            PairedDifference? random = Against(strategy, "random");
            PairedDifference? stratified = Against(strategy, "stratified");
            table.Add(
                strategy.Name,
                TextTable.Short(strategy.Area),
                TextTable.Short(strategy.Low),
                TextTable.Short(strategy.High),
                TextTable.Short(strategy.Curve[^1].Mean),
                TextTable.Short(random?.Mean),
                TextTable.Short(random?.Low),
                TextTable.Short(random?.High),
                TextTable.Short(stratified?.Mean),
                TextTable.Short(stratified?.Low),
                TextTable.Short(stratified?.High),
                Words(strategy.Verdict),
                Words(strategy.Elsewhere)
            );
        }

        table.Write(output);
        output.WriteLine(Covers);
        output.WriteLine(Advice());
    }

    /// <summary>What to do next, no larger than the data allow.</summary>
    internal string Advice()
    {
        LabelForecast forecast = report.Forecast;
        int last = report.Strategies[0].Curve[^1].Labels;
        string way =
            report.Proposed == "random"
                ? "Read on by chance: no strategy is shown to be better than both baselines on this set."
                    + BetterThanRandom()
                : Line($"Read on by {report.Proposed}: it is shown to be better than both baselines on this set.");
        string enough = forecast.EnoughAt is { } at
            ? Line(
                $" From {at} labels on, all others up to {last} are shown to bring less than {options.Worth}: reading could have stopped there."
            )
            : Line($" No point before {last} labels is shown to be enough (a rise below {options.Worth}).");
        string further = forecast.Gain is { } gain
            ? Line(
                $" {forecast.Further} labels more are expected to bring {gain:F3} ({forecast.Low:F3} to {forecast.High:F3}): {Worth(forecast)}."
            )
            : Line($" What {forecast.Further} labels more would bring is {forecast.Why}");
        return way + enough + further;
    }

    private string BetterThanRandom()
    {
        string[] names =
        [
            .. report
                .Strategies.Where(strategy =>
                    Against(strategy, "random") is { } difference
                    && PairedGain.Verdict([difference]) == GainVerdict.Gain
                )
                .Select(strategy => strategy.Name),
        ];
        return names.Length == 0
            ? ""
            : $" Better than random alone, but not shown to be better than stratified: {string.Join(", ", names)}.";
    }

    private string Worth(LabelForecast forecast) =>
        forecast.High < options.Worth ? "stop"
        : forecast.Low > options.Worth ? "read on"
        : "whether that is worth it is unknown";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static PairedDifference? Against(StrategyResult strategy, string baseline) =>
        strategy.Against.FirstOrDefault(pair => pair.Baseline == baseline).Difference;

    private static void WriteStrategy(Utf8JsonWriter json, StrategyResult strategy)
    {
        json.WriteStartObject();
        json.WriteString("strategy", strategy.Name);
        json.WriteNumber("area", strategy.Area);
        json.WriteNumber("low", strategy.Low);
        json.WriteNumber("high", strategy.High);
        json.WriteString("verdict", Words(strategy.Verdict));
        json.WriteString("verdictElsewhere", Words(strategy.Elsewhere));
        json.WriteStartObject("differences");
        foreach ((string baseline, PairedDifference difference) in strategy.Against)
        {
            json.WriteStartObject(baseline);
            json.WriteNumber("mean", difference.Mean);
            json.WriteNumber("low", difference.Low);
            json.WriteNumber("high", difference.High);
            json.WriteNumber("lowElsewhere", difference.LowElsewhere);
            json.WriteNumber("highElsewhere", difference.HighElsewhere);
            json.WriteString("verdict", Words(PairedGain.Verdict([difference])));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("curve");
        foreach ((int labels, double mean, double low, double high) in strategy.Curve)
        {
            json.WriteStartObject();
            json.WriteNumber("labels", labels);
            json.WriteNumber("score", mean);
            json.WriteNumber("low", low);
            json.WriteNumber("high", high);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteForecast(Utf8JsonWriter json)
    {
        LabelForecast forecast = report.Forecast;
        json.WriteStartObject("next");
        json.WriteNumber("further", forecast.Further);
        json.Number("gain", forecast.Gain);
        json.Number("low", forecast.Low);
        json.Number("high", forecast.High);
        json.WriteString("verdict", forecast.Gain is null ? "unknown" : Worth(forecast));
        json.WriteString("why", forecast.Why);
        json.Number("enoughAt", forecast.EnoughAt);
        json.WriteString("advice", Advice());
        json.WriteEndObject();
    }
}
