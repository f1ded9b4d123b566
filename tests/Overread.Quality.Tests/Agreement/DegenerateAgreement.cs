using Overread.Quality.Agreement;

namespace Overread.Quality.Tests.Agreement;

/// <summary>Inputs without an answer have a name, never NaN.</summary>
public sealed class DegenerateAgreement
{
    public static TheoryData<string, int[], int, int, AgreementState> Cases =>
        new()
        {
            { "no label", [-1, -1, -1, -1], 2, 2, AgreementState.NoLabels },
            { "one reader", [0, -1, 1, -1], 2, 2, AgreementState.SingleReader },
            { "no overlap", [0, -1, -1, 1], 2, 2, AgreementState.NoOverlap },
            { "one category", [1, 1, 1, 1, 1, 1], 2, 2, AgreementState.SingleCategory },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Has_a_named_state(string what, int[] table, int readers, int categories, AgreementState expected)
    {
        Ratings ratings = Ratings.FromTable(table, readers, categories);
        foreach (Coefficient coefficient in (Coefficient[])[FleissKappa.Of(ratings), KrippendorffAlpha.Of(ratings)])
        {
            Assert.True(expected == coefficient.State, what);
            Assert.Null(coefficient.Value);
            Assert.Null(coefficient.Interval);
            Assert.Null(coefficient.Reading);
        }
    }

    [Fact]
    public void One_category_leaves_percent_and_ac1_defined()
    {
        Ratings ratings = Ratings.FromTable([1, 1, 1, 1, 1, 1, 1, 1], 2, 2);
        Assert.Equal(1, PercentAgreement.Of(ratings).Value);
        Assert.Equal(1, GwetAc1.Of(ratings).Value);
        Assert.Equal(1, BrennanPrediger.Of(ratings).Value);
    }

    [Fact]
    public void Repeats_are_named_not_counted_as_readers()
    {
        Ratings ratings = Ratings.FromTriples([0, 0, 0], [0, 0, 1], [1, 1, 1], 1, 2, 2);
        Assert.Equal(RatingsConditions.Repeats, ratings.Conditions & RatingsConditions.Repeats);
        Assert.Equal(AgreementState.RepeatedReads, FleissKappa.Of(ratings).State);
    }

    [Fact]
    public void A_single_positive_item_leaves_kappa_wide_open()
    {
        Ratings binary = Ratings.FromTable([0, 0, 0, 0, 0, 0, 0, 1], 2, 2);
        Coefficient kappa = FleissKappa.Of(binary);
        Assert.Equal(AgreementState.Computed, kappa.State);
        Assert.True(kappa.Interval!.Value.Width > 0.9);
        AgreementOptions left = new() { Method = IntervalMethod.Jackknife };
        Assert.Equal("score", FleissKappa.Of(binary, left).Interval!.Value.Method);
        Ratings three = Ratings.FromTable([0, 0, 0, 0, 0, 0, 0, 1], 2, 3);
        ConfidenceInterval widest = FleissKappa.Of(three, left).Interval!.Value;
        Assert.Equal(("undetermined", -1.0, 1.0), (widest.Method, widest.Low, widest.High));
    }

    [Theory]
    [InlineData(RepeatPolicy.KeepFirst, 1)]
    [InlineData(RepeatPolicy.KeepLast, 0)]
    public void Repeats_follow_the_policy(RepeatPolicy policy, int expected)
    {
        Ratings ratings = Ratings.FromTriples([1, 0, 1, 1], [0, 0, 0, 1], [1, 1, 0, 1], 2, 2, 2, policy);
        Assert.Equal(3, ratings.Count);
        Assert.Equal([expected, 1], ratings.CategoriesOf(1).ToArray());
        Assert.Equal([0], ratings.ReadersOf(0).ToArray());
    }

    [Fact]
    public void Refused_repeats_name_item_and_reader()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            Ratings.FromTriples([0, 4, 4], [0, 1, 1], [0, 0, 1], 5, 2, 2, RepeatPolicy.Refuse)
        );
        Assert.Contains("Reader 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("item 4", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, Ratings.FromTriples([0, 4, 4], [0, 1, 1], [0, 1, 1], 5, 2, 2, RepeatPolicy.Refuse).Count);
    }

    [Theory]
    [InlineData(5, 0, 0)]
    [InlineData(0, 2, 0)]
    [InlineData(0, 0, 2)]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 0, -2)]
    public void Numbers_out_of_range_are_refused(int item, int reader, int category) =>
        Assert.Throws<ArgumentException>(() => Ratings.FromTriples([item], [reader], [category], 5, 2, 2));
}
