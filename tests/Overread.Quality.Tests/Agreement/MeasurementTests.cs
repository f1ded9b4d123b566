using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

public sealed class MeasurementTests
{
    [Fact]
    public void Anxiety_intraclass_correlations()
    {
        double[] values = [.. SharedData.Rows("agreement", "anxiety.csv").SelectMany(row => row.Select(double.Parse))];
        Assert.Equal(0.175022381378693, IntraclassCorrelation.Of(values, 3, IccModel.OneWay).Value!.Value, 1e-12);
        Assert.Equal(0.216049382716049, IntraclassCorrelation.Of(values, 3, IccModel.Consistency).Value!.Value, 1e-12);
        Assert.Equal(0.197998259355962, IntraclassCorrelation.Of(values, 3, IccModel.Absolute).Value!.Value, 1e-12);
        Assert.Equal(
            0.425498753117207,
            IntraclassCorrelation.Of(values, 3, IccModel.Absolute, averaged: true).Value!.Value,
            1e-12
        );
    }

    // Shrout and Fleiss 1979, table 4, and the intervals that R's psych::ICC prints for the same table.
    [Theory]
    [InlineData(IccModel.OneWay, false, 0.17, -0.13, 0.72)]
    [InlineData(IccModel.Absolute, false, 0.29, 0.02, 0.76)]
    [InlineData(IccModel.Consistency, false, 0.71, 0.34, 0.95)]
    [InlineData(IccModel.OneWay, true, 0.44, -0.88, 0.91)]
    [InlineData(IccModel.Absolute, true, 0.62, 0.07, 0.93)]
    [InlineData(IccModel.Consistency, true, 0.91, 0.68, 0.99)]
    public void Shrout_and_fleiss(IccModel model, bool averaged, double value, double low, double high)
    {
        Coefficient icc = IntraclassCorrelation.Of(PublishedTables.ShroutFleiss, 4, model, averaged);
        Assert.Equal(value, icc.Value!.Value, 2);
        Assert.Equal(low, icc.Interval!.Value.Low, 2);
        Assert.Equal(high, icc.Interval!.Value.High, 2);
        Assert.Equal("Koo and Li 2016", icc.Reading!.Scale);
    }

    [Fact]
    public void Kendall_w_by_hand()
    {
        // Rank sums 4, 6, 9, 11: W = 12·29 / (9·60).
        double[] values = [1, 2, 1, 2, 1, 3, 3, 4, 2, 4, 3, 4];
        Assert.Equal(348.0 / 540, KendallW.Of(values, 3).Value!.Value, 1e-12);
        Assert.Equal(1, KendallW.Of([1, 10, 2, 20, 3, 30], 2).Value!.Value, 1e-12);

        // With ties (1, 1, 2) and (1, 2, 3): sums 2.5, 3.5, 6; correction 2·6.
        Assert.Equal(12 * 6.5 / ((4 * 24) - (2 * 6)), KendallW.Of([1, 1, 1, 2, 2, 3], 2).Value!.Value, 1e-12);
        Assert.Equal(AgreementState.NoVariance, KendallW.Of([1, 1, 1, 1], 2).State);
    }

    [Fact]
    public void Bland_altman_limits()
    {
        BlandAltman found = BlandAltman.Of([1, 2, 3, 4, 5], [2, 2, 2, 6, 3])!;

        // Differences −1, 0, 1, −2, 2: mean 0, standard deviation √2.5.
        Assert.Equal(0, found.Bias, 1e-12);
        Assert.Equal(1.959963984540054 * Math.Sqrt(2.5), found.High, 1e-9);
        Assert.Equal(-found.High, found.Low, 1e-12);
        Assert.Equal(2.7764451051977987 * Math.Sqrt(2.5 / 5), found.BiasInterval!.Value.High, 1e-8);
        Assert.Null(BlandAltman.Of([1, 2], [1, 2]));
    }

    [Fact]
    public void Degenerate_measurements_have_names()
    {
        Assert.Equal(AgreementState.NoVariance, IntraclassCorrelation.Of([1, 1, 1, 1], 2, IccModel.Absolute).State);
        Assert.Equal(
            AgreementState.MissingReads,
            IntraclassCorrelation.Of([1, double.NaN, 1, 2], 2, IccModel.OneWay).State
        );
        Assert.Equal(AgreementState.NoLabels, IntraclassCorrelation.Of([], 2, IccModel.OneWay).State);
        Assert.Equal(1, IntraclassCorrelation.Of([1, 1, 2, 2, 3, 3], 2, IccModel.Absolute).Value);
        Assert.Throws<ArgumentException>(() => IntraclassCorrelation.Of([1, 2, 3], 2, IccModel.OneWay));
    }

    [Fact]
    public void Planned_items_give_the_planned_width()
    {
        int items = SampleSize.ForKappa(0.5, 0.3, 3, 0.2);
        double width = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            width += FleissKappa.Of(Correlated(seed, items, 3, 0.3, 0.5)).Interval!.Value.Width / 60;
        }

        Assert.Equal(0.2, width, 0.015);
    }

    [Fact]
    public void Tables_break_agreement_down()
    {
        (Ratings ratings, _) = Simulate.Readers(3, 200, [0.95, 0.95, 0.9, 0.5], 2);
        Coefficient[] without = AgreementTables.LeaveOneReaderOut(ratings, r => FleissKappa.Of(r));
        Assert.Equal(3, Array.IndexOf(without, without.MaxBy(c => c.Value)));
        Coefficient?[,] pairs = AgreementTables.Pairwise(ratings);
        Assert.Null(pairs[1, 1]);
        Assert.Equal(pairs[0, 3], pairs[3, 0]);
        Assert.Equal(CohenKappa.Of(ratings, 0, 1).Value, pairs[0, 1]!.Value);
        int[] months = [.. Enumerable.Range(0, 200).Select(i => i / 100)];
        Coefficient[] drift = AgreementTables.ByGroup(ratings, months, r => FleissKappa.Of(r));
        Assert.Equal([100, 100], drift.Select(c => c.Items));
    }

    [Fact]
    public void Readers_are_compared_with_themselves()
    {
        Ratings ratings = Ratings.FromTriples(
            [0, 0, 1, 1, 2, 2, 0],
            [0, 0, 0, 0, 0, 0, 1],
            [0, 0, 1, 1, 1, 0, 1],
            3,
            2,
            2
        );
        Coefficient[] own = AgreementTables.Repeats(ratings);

        // Pairs 00, 11, 01: agreement 2/3, shares one half each.
        Assert.Equal((2 / 3.0 - 0.5) / 0.5, own[0].Value!.Value, 1e-12);
        Assert.Equal(AgreementState.NoOverlap, own[1].State);
    }

    internal static Ratings Correlated(ulong seed, int items, int readers, double prevalence, double kappa)
    {
        // With probability √κ a reader repeats the item's own draw, else draws anew: pairs then correlate by κ.
        SeededRandom random = new(seed);
        double keep = Math.Sqrt(kappa);
        int[] table = new int[items * readers];
        for (int item = 0; item < items; item++)
        {
            int own = random.NextDouble() < prevalence ? 1 : 0;
            for (int reader = 0; reader < readers; reader++)
            {
                table[(item * readers) + reader] =
                    random.NextDouble() < keep ? own
                    : random.NextDouble() < prevalence ? 1
                    : 0;
            }
        }

        return Ratings.FromTable(table, readers, 2);
    }
}
