using Overread.Learning.Curves;
using Overread.Learning.Strategies;
using Overread.Quality.Selection;

namespace Overread.Learning.Tests.Curves;

public sealed class CurveTests
{
    private static readonly CurveOptions s_short = new()
    {
        Seeds = 4,
        Start = 10,
        Batch = 10,
        Budget = 50,
    };

    [Fact]
    public void Scores_are_those_counted_by_hand()
    {
        // Truth 0 0 0 1 1 2; said 0 0 1 1 1 0.
        int[] labels = [0, 0, 0, 1, 1, 2];
        double[] shares =
        [
            .. new[] { 0, 0, 1, 1, 1, 0 }.SelectMany(k => Enumerable.Range(0, 4).Select(c => c == k ? 0.7 : 0.1)),
        ];

        // F1: 2·2/(3+3), 2·2/(2+3), 0; the fourth class is not among the labels.
        Assert.Equal(((4.0 / 6) + (4.0 / 5) + 0) / 3, Scoring.Of(CurveScore.MacroF1, labels, shares, 4), 1e-12);
        Assert.Equal(((2.0 / 3) + 1 + 0) / 3, Scoring.Of(CurveScore.BalancedAccuracy, labels, shares, 4), 1e-12);

        // Positives 0.9, 0.4, negatives 0.4, 0.1: 1 + 1 + ½ + 1 of 4 pairs, for either class.
        Assert.Equal(
            3.5 / 4,
            Scoring.Of(CurveScore.Auc, [1, 0, 1, 0], [0.1, 0.9, 0.6, 0.4, 0.6, 0.4, 0.9, 0.1], 2),
            1e-12
        );
        Assert.Throws<ArgumentException>(() => Scoring.Of(CurveScore.Auc, [1, 1], [0, 1, 0, 1], 2));
    }

    [Fact]
    public void A_group_is_never_on_both_sides_and_all_draws_differ()
    {
        LearningSet set = Made.Clouds(200, [0.6, 0.4], 3, groupSize: 7);
        HashSet<string> seen = [];
        for (int number = 0; number < 5; number++)
        {
            CurveDraw draw = CurveDraw.Of(set, s_short, number);
            Assert.Empty(draw.HeldOut.Select(i => set.Groups[i]).Intersect(draw.Pool.Select(i => set.Groups[i])));
            Assert.Equal(Enumerable.Range(0, 200), draw.HeldOut.Concat(draw.Pool).Order());
            Assert.InRange(draw.HeldOut.Count, 60, 66);
            Assert.Equal(10, draw.Start.Distinct().Count());
            Assert.Empty(draw.Start.Except(draw.Pool));
            Assert.True(seen.Add(string.Join(',', draw.HeldOut)));
        }
    }

    [Fact]
    public void The_result_depends_neither_on_threads_nor_on_the_other_strategies()
    {
        LearningSet set = Made.Clouds(150, [0.7, 0.2, 0.1], 4, spread: 2);
        CurveRuns one = LearningCurve.Measure(set, StrategyCatalogue.All, s_short);
        CurveRuns many = LearningCurve.Measure(set, StrategyCatalogue.All, s_short with { Threads = 3 });
        CurveRuns alone = LearningCurve.Measure(set, [StrategyCatalogue.Named("margin")], s_short);
        foreach (SelectionStrategy strategy in StrategyCatalogue.All)
        {
            Assert.Equal(one.Of(strategy.Name), many.Of(strategy.Name));
        }

        Assert.Equal(["random", "stratified", "margin"], alone.Strategies.Select(strategy => strategy.Name));
        Assert.Equal(one.Of("margin"), alone.Of("margin"));
        Assert.NotEqual(one.Of("random"), LearningCurve.Measure(set, [], s_short with { Seed = 2 }).Of("random"));

        // All strategies of a draw begin at the same point; the labels are where the options say.
        Assert.All(one.Scores, draw => Assert.Single(draw.Select(curve => curve[0]).Distinct()));
        Assert.Equal([10, 20, 30, 40, 50], one.Labels);
    }

    [Fact]
    public void A_rare_class_far_away_is_a_gain_for_who_looks_for_it_and_noise_is_none_for_anybody()
    {
        CurveOptions options = s_short with { Seeds = 10, Budget = 100 };
        LearningSet rare = Made.Clouds(900, [0.96, 0.02, 0.02], 5, spread: 0.6);
        CurveReport found = CurveReport.Of(
            rare,
            LearningCurve.Measure(rare, [StrategyCatalogue.Named("k-centre")], options),
            options
        );
        Assert.Equal(GainVerdict.Gain, found.Strategies.Single(s => s.Name == "k-centre").Verdict);
        Assert.Equal("k-centre", found.Proposed);

        LearningSet noise = Made.Noise(300, 6);
        CurveReport none = CurveReport.Of(noise, LearningCurve.Measure(noise, StrategyCatalogue.All, options), options);
        Assert.All(none.Strategies, strategy => Assert.NotEqual(GainVerdict.Gain, strategy.Verdict));
        Assert.Equal("random", none.Proposed);
    }

    [Fact]
    public void The_area_is_the_mean_height_of_the_curve()
    {
        Assert.Equal(0.75, CurveReport.Area([10, 20, 40], [0.5, 0.5, 1.25]), 1e-12);
    }

    [Fact]
    public void A_report_shares_its_level_over_all_comparisons_and_holds_the_baselines_against_less()
    {
        LearningSet set = Made.Clouds(150, [0.7, 0.3], 4, spread: 2);
        CurveReport report = CurveReport.Of(
            set,
            LearningCurve.Measure(set, [StrategyCatalogue.Named("margin")], s_short),
            s_short
        );
        Assert.Equal(2, report.Comparisons);
        Assert.Null(report.Strategies[0].Verdict);
        Assert.Equal(["random"], report.Strategies[1].Against.Select(pair => pair.Baseline));
        Assert.Equal(["random", "stratified"], report.Strategies[2].Against.Select(pair => pair.Baseline));
    }

    [Fact]
    public void What_cannot_be_measured_is_said_before_anything_runs()
    {
        LearningSet set = Made.Clouds(40, [0.5, 0.5], 4);
        Assert.Contains(
            "to choose from",
            Assert.Throws<ArgumentException>(() => LearningCurve.Measure(set, [], s_short with { Start = 30 })).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => LearningCurve.Measure(set, [], s_short with { Seeds = 2 }));
        Assert.Throws<ArgumentException>(() => LearningCurve.Measure(set, [], s_short with { Budget = 10 }));
        Assert.Throws<ArgumentException>(() => new LearningSet(["a"], [0], [0], ["only"], [1], 1, default));
        Assert.Throws<ArgumentException>(() =>
            new LearningSet(["a", "b"], [0, 0], [0, 1], ["x", "y"], [1, double.NaN], 1, default)
        );
    }
}
