using Overread.Quality.Agreement;
using Overread.Quality.Selection;

namespace Overread.Learning.Curves;

/// <summary>Learning curves with intervals, what strategies gain over the baselines, and what to do next.</summary>
/// <param name="Strategies">In the order of the catalogue.</param>
/// <param name="Comparisons">Comparisons with one baseline, which share the level of 95 %.</param>
/// <param name="Proposed">The strategy to read on by: the one with the largest area among those that gain, else random.</param>
/// <param name="Forecast">What further labels would bring by it.</param>
public sealed record CurveReport(
    IReadOnlyList<StrategyResult> Strategies,
    int Comparisons,
    string Proposed,
    LabelForecast Forecast
)
{
    private static readonly string[] s_baselines = ["random", "stratified"];

    /// <summary>Judges what was measured.</summary>
    public static CurveReport Of(LearningSet set, CurveRuns runs, CurveOptions options)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(options);
        int others = runs.Strategies.Count(strategy => !s_baselines.Contains(strategy.Name));

        // What is held against one baseline shares its level. The two baselines need not share it: a gain must lie above both, so
        // that a false one is no likelier for there being two.
        int comparisons = others + 1;
        double ratio = (set.Items.Count - runs.MeanPool) / runs.MeanPool;
        Dictionary<string, double[]> areas = runs.Strategies.ToDictionary(
            strategy => strategy.Name,
            strategy => (double[])[.. runs.Of(strategy.Name).Select(curve => Area(runs.Labels, curve))]
        );
        List<StrategyResult> results = [];
        foreach (string name in runs.Strategies.Select(strategy => strategy.Name))
        {
            (string Baseline, PairedDifference Difference)[] against =
            [
                .. s_baselines
                    .TakeWhile(baseline => baseline != name)
                    .Select(baseline => (baseline, PairedGain.Of(areas[name], areas[baseline], ratio, comparisons))),
            ];
            PairedDifference[] differences = [.. against.Select(pair => pair.Difference)];
            ConfidenceInterval area = PairedGain.Mean(areas[name]);
            results.Add(
                new StrategyResult(
                    name,
                    s_baselines.Contains(name),
                    areas[name].Average(),
                    area.Low,
                    area.High,
                    Curve(runs, name),
                    against,
                    against.Length == 0 ? null : PairedGain.Verdict(differences),
                    against.Length == 0 ? null : PairedGain.Verdict(differences, elsewhere: true)
                )
            );
        }

        string proposed =
            results
                .Where(result => result.Verdict == GainVerdict.Gain)
                .OrderByDescending(result => result.Area)
                .FirstOrDefault()
                ?.Name
            ?? "random";
        return new CurveReport(
            results,
            comparisons,
            proposed,
            LabelForecast.Of(runs.Labels, runs.Of(proposed), options.Further, options.Worth)
        );
    }

    /// <summary>The area by trapezes over the width of the curve.</summary>
    internal static double Area(IReadOnlyList<int> labels, double[] curve)
    {
        double area = 0;
        for (int point = 1; point < curve.Length; point++)
        {
            area += (labels[point] - labels[point - 1]) * (curve[point] + curve[point - 1]) / 2;
        }

        return area / (labels[^1] - labels[0]);
    }

    private static (int, double, double, double)[] Curve(CurveRuns runs, string name)
    {
        double[][] curves = runs.Of(name);
        return
        [
            .. runs.Labels.Select(
                (labels, point) =>
                {
                    double[] scores = [.. curves.Select(curve => curve[point])];
                    ConfidenceInterval interval = PairedGain.Mean(scores);
                    return (labels, scores.Average(), interval.Low, interval.High);
                }
            ),
        ];
    }
}
