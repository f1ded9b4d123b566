using Overread.Quality.Agreement;
using Overread.Quality.Geometry;

namespace Overread.Quality.Tests.Agreement;

/// <summary>An interval is never surer than the data: where no spread can be seen there is none, and a reason.</summary>
public sealed class HonestIntervalTests
{
    private static IEnumerable<Coefficient> Kappas(Ratings ratings, AgreementOptions options)
    {
        AgreementOptions credit = options with { Weights = CategoryWeights.Quadratic(3) };
        return
        [
            CohenKappa.Of(ratings, 0, 1, options),
            CohenKappa.Of(ratings, 0, 1, credit),
            LightKappa.Of(ratings, credit),
            ScottPi.Of(ratings, 0, 1, options),
            FleissKappa.Of(ratings, options),
            CongerKappa.Of(ratings, options),
            KrippendorffAlpha.Of(ratings, AlphaMetric.Nominal, options: options),
            KrippendorffAlpha.Of(ratings, AlphaMetric.Ordinal, options: options),
            KrippendorffAlpha.Of(ratings, AlphaMetric.Interval, [1, 2, 3], options),
            GwetAc1.Of(ratings, options),
            GwetAc1.Of(ratings, credit),
            BrennanPrediger.Of(ratings, options),
        ];
    }

    [Theory]
    [InlineData(3, IntervalMethod.Jackknife)]
    [InlineData(20, IntervalMethod.Jackknife)]
    [InlineData(20, IntervalMethod.Bootstrap)]
    public void Methods_that_see_no_spread_give_no_interval(int items, IntervalMethod method)
    {
        foreach (Coefficient c in Kappas(Agreeing(items, 3), new() { Method = method }))
        {
            Assert.Equal(1, c.Value!.Value, 1e-12);
            Assert.True(c.Interval is null, $"{c.Name} {c.Interval}");
            Assert.Equal(
                $"readers agree on all {items} items, so how sure the figure is cannot be estimated",
                c.NoInterval
            );
        }
    }

    // However many agree, one more may not: the lower limit rises with the items and never reaches 1.
    [Fact]
    public void Full_agreement_is_as_sure_as_its_items_are_many()
    {
        Coefficient[][] found = [.. ((int[])[3, 20, 300, 3000]).Select(n => Kappas(Agreeing(n, 3), new()).ToArray())];
        for (int i = 0; i < found[0].Length; i++)
        {
            double[] low = [.. found.Select(of => of[i].Interval!.Value.Low)];
            Assert.All(found, of => Assert.Equal(1, of[i].Interval!.Value.High));
            Assert.Equal(low.Order(), low);
            Assert.InRange(low[0], -1, 0.5);
            Assert.InRange(low[1], 0.4, 0.9);
            Assert.InRange(low[3], 0.99, 0.9999);
        }
    }

    private static Ratings Agreeing(int items, int categories) =>
        Ratings.FromTable([.. Enumerable.Range(0, 2 * items).Select(i => i / 2 % categories)], 2, categories);

    // Clopper and Pearson's lower limit of n of n is the n-th root of .025.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public void Full_agreement_in_percent_is_exact(int items)
    {
        Coefficient percent = PercentAgreement.Of(Agreeing(items, 3));
        Assert.Equal("exact", percent.Interval!.Value.Method);
        Assert.Equal(Math.Pow(0.025, 1.0 / items), percent.Interval.Value.Low, 1e-9);
        Assert.Equal(1, percent.Interval.Value.High);
        Assert.Null(PercentAgreement.Of(Agreeing(items, 3), new() { Method = IntervalMethod.None }).Interval);
    }

    // Wilson's lower limit of n of n is n / (n + z²).
    [Theory]
    [InlineData(3, 0.4385029682449545)]
    [InlineData(20, 0.8388748419471806)]
    public void Without_a_spread_percent_has_wilsons(int items, double low)
    {
        foreach (IntervalMethod method in (IntervalMethod[])[IntervalMethod.Jackknife, IntervalMethod.Bootstrap])
        {
            Coefficient percent = PercentAgreement.Of(Agreeing(items, 3), new() { Method = method });
            Assert.Equal("score", percent.Interval!.Value.Method);
            Assert.Equal(low, percent.Interval.Value.Low, 1e-9);
            Assert.Null(percent.NoInterval);
        }
    }

    // 7 of 9 items agree; limits by the F distribution, as R's binom.test(7, 9) prints them.
    [Fact]
    public void The_agreement_of_two_readers_is_a_binomial_share()
    {
        int[] table = [.. Enumerable.Range(0, 9).SelectMany(i => (int[])[0, i < 7 ? 0 : 1])];
        ConfidenceInterval found = PercentAgreement.Of(Ratings.FromTable(table, 2, 2)).Interval!.Value;
        Assert.Equal(0.3999064, found.Low, 1e-7);
        Assert.Equal(0.9718550, found.High, 1e-7);
    }

    // The figure of Brennan and Prediger is the percent on another scale, and so are its limits but for the draws.
    [Theory]
    [InlineData(30, 3)]
    [InlineData(60, 20)]
    public void Drawn_limits_are_the_exact_ones_where_these_are_known(int items, int differ)
    {
        int[] table = [.. Enumerable.Range(0, items).SelectMany(i => (int[])[i % 2, i < differ ? 1 - (i % 2) : i % 2])];
        Ratings ratings = Ratings.FromTable(table, 2, 2);
        AgreementOptions options = new() { Level = 0.95 };
        ConfidenceInterval exact = PercentAgreement.Of(ratings, options).Interval!.Value;
        ConfidenceInterval drawn = BrennanPrediger.Of(ratings, options).Interval!.Value;

        // Student's t widens the drawn ones: at most by its ratio to the normal quantile, some 4 %.
        Assert.InRange(drawn.Low, (2 * exact.Low) - 1 - 0.07, (2 * exact.Low) - 1 + 0.02);
        Assert.InRange(drawn.High, (2 * exact.High) - 1 - 0.02, (2 * exact.High) - 1 + 0.05);
    }

    [Fact]
    public void Items_that_all_differ_alike_are_not_said_to_agree()
    {
        // Reader 0 says 0 1 2 …, reader 1 the next one: no item agrees, and none moves the figure of percent.
        Ratings ratings = Ratings.FromTable([0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2, 0], 2, 3);
        AgreementOptions left = new() { Method = IntervalMethod.Jackknife };
        Coefficient percent = PercentAgreement.Of(ratings);
        Assert.Equal(0, percent.Value);
        Assert.True(percent.Interval!.Value.High > 0.3);
        Assert.InRange(BrennanPrediger.Of(ratings).Interval!.Value.High, 0, 0.9);
        Coefficient even = BrennanPrediger.Of(ratings, left);
        Assert.Equal(-0.5, even.Value!.Value, 1e-12);
        Assert.Null(even.Interval);
        Assert.Equal(
            "the figure is the same without any one of the 6 items, so how sure it is cannot be estimated",
            even.NoInterval
        );
    }

    // One finding of three classes, unlike habits: what is drawn must not depend on who is named first.
    [Fact]
    public void Kappa_of_a_pair_has_one_interval_whoever_comes_first()
    {
        int[] table = [0, 0, 0, 1, 0, 1, 1, 1, 2, 2, 2, 0, 1, 2, 0, 0, 0, 2, 2, 1, 0, 1, 1, 1];
        Ratings ratings = Ratings.FromTable(table, 2, 3);
        foreach (CategoryWeights? weights in (CategoryWeights?[])[null, CategoryWeights.Quadratic(3)])
        {
            AgreementOptions options = new() { Weights = weights };
            ConfidenceInterval one = CohenKappa.Of(ratings, 0, 1, options).Interval!.Value;
            ConfidenceInterval other = CohenKappa.Of(ratings, 1, 0, options).Interval!.Value;
            Assert.Equal("posterior", one.Method);
            Assert.Equal(one.Low, other.Low, 1e-12);
            Assert.Equal(one.High, other.High, 1e-12);
            Assert.Equal(one, LightKappa.Of(ratings, options).Interval);
        }
    }

    [Fact]
    public void Too_few_items_are_the_reason_where_they_are()
    {
        Ratings two = Ratings.FromTable([0, 0, 1, 2], 2, 3);
        Assert.True(FleissKappa.Of(two).Interval!.Value.Width > 1.5);
        Coefficient kappa = FleissKappa.Of(two, new() { Method = IntervalMethod.Jackknife });
        Assert.Null(kappa.Interval);
        Assert.Equal("an interval needs three items or more", kappa.NoInterval);
    }

    [Fact]
    public void Two_categories_keep_their_score_interval()
    {
        Coefficient kappa = FleissKappa.Of(
            Ratings.FromTable([0, 0, 1, 1, 0, 0, 1, 1, 0, 0], 2, 2),
            new() { Method = IntervalMethod.Jackknife }
        );
        Assert.Equal("score", kappa.Interval!.Value.Method);
        Assert.True(kappa.Interval.Value.Low < 0.8);
        Assert.Null(kappa.NoInterval);
    }

    [Fact]
    public void Marks_that_all_match_have_wilsons()
    {
        MarkMatching same = MarkMatching.Of(1, 1, (_, _) => 1, 0.5);
        Coefficient f1 = MarkAgreement.MatchedF1(
            [
                [same],
                [same],
                [same],
            ],
            2
        );
        Assert.Equal(0.4385029682449545, f1.Interval!.Value.Low, 1e-9);
    }

    [Fact]
    public void Equal_differences_have_no_limits_around_them()
    {
        BlandAltman same = BlandAltman.Of([4, 5, 6, 9], [4, 5, 6, 9])!;
        Assert.Equal((0.0, 0.0, 0.0), (same.Bias, same.Low, same.High));
        Assert.Null(same.BiasInterval);
        Assert.Null(same.LowInterval);
        Assert.Null(same.HighInterval);
        Assert.Null(same.Trend);

        // Tenths have no end in binary: the differences are all 0.1 but for their last digits.
        BlandAltman shifted = BlandAltman.Of([0.3, 0.4, 0.7, 1.1], [0.2, 0.3, 0.6, 1.0])!;
        Assert.Equal(0.1, shifted.Bias, 1e-12);
        Assert.Equal(shifted.Bias, shifted.High);
        Assert.Null(shifted.BiasInterval);
    }

    [Fact]
    public void A_bias_of_the_last_digits_is_none()
    {
        // Differences 0.1, −0.3, 0.2 sum to 2.8e−17 in binary.
        BlandAltman found = BlandAltman.Of([1.1, 2.0, 3.2, 4], [1.0, 2.3, 3.0, 4])!;
        Assert.Equal(0, found.Bias);
        Assert.True(found.BiasInterval!.Value.Width > 0.1);
    }

    [Fact]
    public void Measurements_that_are_equal_have_no_interval()
    {
        foreach (IccModel model in Enum.GetValues<IccModel>())
        {
            Coefficient icc = IntraclassCorrelation.Of([1, 1, 2, 2, 3, 3], 2, model);
            Assert.Equal(1, icc.Value);
            Assert.Null(icc.Interval);
            Assert.StartsWith("readers agree on all 3 items", icc.NoInterval, StringComparison.Ordinal);
        }

        Coefficient w = KendallW.Of([1, 10, 2, 20, 3, 30, 4, 40], 2);
        Assert.Equal(1, w.Value!.Value, 1e-12);
        Assert.Null(w.Interval);
        Assert.StartsWith("readers agree on all 4 items", w.NoInterval, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_too_large_for_squares_have_a_state()
    {
        double[] table = [1e200, -1e200, 5, 5.5, 6, 6.5, 7, 7.5];
        foreach (IccModel model in Enum.GetValues<IccModel>())
        {
            Coefficient icc = IntraclassCorrelation.Of(table, 2, model);
            Assert.Equal((AgreementState.OutOfRange, null), (icc.State, icc.Value));
        }

        Assert.Equal(
            AgreementState.OutOfRange,
            IntraclassCorrelation
                .OneWay(
                    [
                        [1e200, -1e200],
                        [5, 6, 7],
                    ],
                    3
                )
                .State
        );
        Assert.Null(BlandAltman.Of([1e200, 5, 6, 7], [-1e200, 5, 6, 8]));
        Assert.Null(BlandAltman.Of([double.MaxValue, 5, 6, 7], [double.MinValue, 5, 6, 8]));
        double[] values = [-1e200, 5, 5.5, 6, 6.5, 1e200];
        Coefficient alpha = KrippendorffAlpha.Of(
            Ratings.FromTable([5, 0, 1, 2, 3, 4], 2, 6),
            AlphaMetric.Interval,
            values
        );
        Assert.Equal((AgreementState.OutOfRange, null, null), (alpha.State, alpha.Value, alpha.NoInterval));
    }

    [Fact]
    public void Alpha_of_small_numbers_is_that_of_the_same_numbers_in_another_unit()
    {
        Ratings ratings = Ratings.FromTable([0, 0, 1, 2, 2, 2, 3, 3, 3, 2], 2, 4);
        double[] metres = [1, 2, 2.5, 4];
        double[] tiny = [.. metres.Select(v => v * 1e-9)];
        Coefficient large = KrippendorffAlpha.Of(ratings, AlphaMetric.Interval, metres);
        Assert.Equal(large.Value!.Value, KrippendorffAlpha.Of(ratings, AlphaMetric.Interval, tiny).Value!.Value, 1e-9);
    }
}
