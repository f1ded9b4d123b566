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
    [InlineData(300, IntervalMethod.Jackknife)]
    [InlineData(20, IntervalMethod.Bootstrap)]
    public void Full_agreement_on_several_categories_has_no_interval_of_kappa(int items, IntervalMethod method)
    {
        Ratings ratings = Ratings.FromTable([.. Enumerable.Range(0, 2 * items).Select(i => i / 2 % 3)], 2, 3);
        foreach (Coefficient c in Kappas(ratings, new() { Method = method }))
        {
            Assert.Equal(1, c.Value!.Value, 1e-12);
            Assert.True(c.Interval is null, $"{c.Name} {c.Interval}");
            Assert.Equal(
                $"readers agree on all {items} items, so how sure the figure is cannot be estimated",
                c.NoInterval
            );
        }
    }

    // Wilson's lower limit of n of n is n / (n + z²).
    [Theory]
    [InlineData(1, 0.2065493143772375)]
    [InlineData(3, 0.4385029682449545)]
    [InlineData(20, 0.8388748419471806)]
    public void Full_agreement_in_percent_has_wilsons(int items, double low)
    {
        Ratings ratings = Ratings.FromTable([.. Enumerable.Range(0, 2 * items).Select(i => i / 2 % 3)], 2, 3);
        IntervalMethod[] methods = [IntervalMethod.Jackknife, IntervalMethod.Bootstrap];
        // One item cannot be drawn anew.
        foreach (IntervalMethod method in methods.Take(items))
        {
            Coefficient percent = PercentAgreement.Of(ratings, new() { Method = method });
            Assert.Equal("score", percent.Interval!.Value.Method);
            Assert.Equal(low, percent.Interval.Value.Low, 1e-9);
            Assert.Equal(1, percent.Interval.Value.High);
            Assert.Null(percent.NoInterval);
        }

        Assert.Null(PercentAgreement.Of(ratings, new() { Method = IntervalMethod.None }).Interval);
    }

    [Fact]
    public void Items_that_all_differ_alike_are_not_said_to_agree()
    {
        // Reader 0 says 0 1 2 …, reader 1 the next one: no item agrees, and none moves the figure of percent.
        Ratings ratings = Ratings.FromTable([0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2, 0], 2, 3);
        Coefficient percent = PercentAgreement.Of(ratings);
        Assert.Equal(0, percent.Value);
        Assert.True(percent.Interval!.Value.High > 0.3);
        Coefficient even = BrennanPrediger.Of(ratings);
        Assert.Equal(-0.5, even.Value!.Value, 1e-12);
        Assert.Null(even.Interval);
        Assert.Equal(
            "the figure is the same without any one of the 6 items, so how sure it is cannot be estimated",
            even.NoInterval
        );
    }

    [Fact]
    public void Too_few_items_are_the_reason_where_they_are()
    {
        Coefficient kappa = FleissKappa.Of(Ratings.FromTable([0, 0, 1, 2], 2, 3));
        Assert.Null(kappa.Interval);
        Assert.Equal("an interval needs three items or more", kappa.NoInterval);
    }

    [Fact]
    public void Two_categories_keep_their_score_interval()
    {
        Coefficient kappa = FleissKappa.Of(Ratings.FromTable([0, 0, 1, 1, 0, 0, 1, 1, 0, 0], 2, 2));
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
