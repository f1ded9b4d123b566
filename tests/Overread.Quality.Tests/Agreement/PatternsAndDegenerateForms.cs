using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

/// <summary>Items grouped by what was said of them, for few and for many categories, and forms at the edge of meaning.</summary>
public sealed class PatternsAndDegenerateForms
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(16, 15)]
    [InlineData(17, 15)]
    [InlineData(32, 3)]
    [InlineData(33, 3)]
    [InlineData(70, 2)]
    [InlineData(128, 3)]
    [InlineData(131, 3)]
    public void Any_number_of_categories_is_counted(int categories, int readers)
    {
        NaiveAgreement naive = NaiveAgreement.Random((ulong)categories, 40, readers, categories, null);
        Ratings ratings = naive.Ratings;
        CountPatterns patterns = CountPatterns.From(ratings, keepItems: true);
        string[] keys = [.. naive.Rows.Select(row => string.Join(' ', row.Where(l => l >= 0).Order()))];
        Assert.Equal(keys.Distinct().Count(), patterns.Count);
        for (int item = 0; item < keys.Length; item++)
        {
            int pattern = patterns.PatternOf(item);
            Assert.Equal(keys.Count(key => key == keys[item]), patterns.WeightOf(pattern));
            for (int k = 0; k < categories; k++)
            {
                Assert.Equal(naive.Rows[item].Count(l => l == k), patterns.CountsOf(pattern)[k]);
            }
        }

        Assert.Equal(naive.Fleiss().Value, FleissKappa.Of(ratings).Value!.Value, 1e-12);
        Assert.Equal(naive.Gwet().Value, GwetAc1.Of(ratings).Value!.Value, 1e-12);
        int[] clusters = [.. Enumerable.Range(0, 40).Select(i => i / 5)];
        double[] left = [.. Enumerable.Range(0, 8).Select(c => naive.Without(i => clusters[i] == c).Fleiss().Value)];
        ConfidenceInterval found = FleissKappa
            .Of(ratings, new() { Clusters = clusters, Method = IntervalMethod.Jackknife })
            .Interval!.Value;
        Assert.Equal(NaiveAgreement.Jackknife(naive.Fleiss().Value, left, true, -1, 0.95).Low, found.Low, 1e-9);
    }

    [Fact]
    public void Thousands_of_patterns_grow_the_table()
    {
        // 6,000 items of five labels out of twelve categories: the table of 1,024 slots grows twice.
        SeededRandom random = new(1);
        int[] table = [.. Enumerable.Range(0, 30_000).Select(_ => random.Next(12))];
        CountPatterns patterns = CountPatterns.From(Ratings.FromTable(table, 5, 12), keepItems: true);
        Dictionary<string, List<int>> groups = [];
        for (int item = 0; item < 6000; item++)
        {
            string key = string.Join(' ', table.AsSpan(item * 5, 5).ToArray().Order());
            groups.TryAdd(key, []);
            groups[key].Add(item);
        }

        Assert.Equal(groups.Count, patterns.Count);
        Assert.True(groups.Count > 2048);
        int first = 0;
        foreach (List<int> items in groups.Values)
        {
            // Patterns are numbered by first occurrence.
            Assert.All(items, item => Assert.Equal(first, patterns.PatternOf(item)));
            Assert.Equal(items.Count, patterns.WeightOf(first++));
        }
    }

    [Fact]
    public void A_single_declared_category_leaves_nothing_to_agree_on()
    {
        Ratings one = Ratings.FromTable([0, 0, 0, 0, 0, 0], 2, 1);
        Assert.Equal(AgreementState.SingleCategory, GwetAc1.Of(one).State);
        Assert.Equal(AgreementState.SingleCategory, BrennanPrediger.Of(one).State);
        Assert.Equal(AgreementState.SingleCategory, FleissKappa.Of(one).State);
        Assert.Equal(1, PercentAgreement.Of(one).Value);
        Assert.Equal(AgreementState.SingleCategory, CongerKappa.Of(one).State);
        Assert.Equal(AgreementState.SingleCategory, LightKappa.Of(one).State);
        foreach (AlphaMetric metric in Enum.GetValues<AlphaMetric>())
        {
            Assert.Equal(AgreementState.SingleCategory, KrippendorffAlpha.Of(one, metric).State);
        }
    }

    [Fact]
    public void Without_one_shared_item_the_rest_says_nothing()
    {
        // Left alone with items of one label, every form is undefined: the interval is open.
        Ratings ratings = Ratings.FromTable([0, 1, 0, -1, -1, 1], 2, 3);
        AgreementOptions left = new() { Method = IntervalMethod.Jackknife };
        foreach (
            Coefficient c in (Coefficient[])
                [
                    PercentAgreement.Of(ratings, left),
                    FleissKappa.Of(ratings, left),
                    GwetAc1.Of(ratings, left),
                    CongerKappa.Of(ratings, left),
                    LightKappa.Of(ratings, left),
                    KrippendorffAlpha.Of(ratings, options: left),
                ]
        )
        {
            Assert.Equal((AgreementState.Computed, 1, "undetermined"), (c.State, c.Items, c.Interval!.Value.Method));
            Assert.Equal((c.Name == "percent" ? 0 : -1, 1.0), (c.Interval.Value.Low, c.Interval.Value.High));
        }
    }

    [Fact]
    public void A_reader_without_labels_takes_no_part()
    {
        NaiveAgreement three = NaiveAgreement.Random(3, 20, 3, 3, null);
        NaiveAgreement four = three with { Rows = [.. three.Rows.Select(row => (int[])[row[0], -1, .. row[1..]])] };
        Assert.Equal(three.Conger().Value, CongerKappa.Of(four.Ratings).Value!.Value, 1e-12);
        Assert.Equal(three.Light().Value, LightKappa.Of(four.Ratings).Value!.Value, 1e-12);
        Assert.Equal((3, 4), (CongerKappa.Of(four.Ratings).Readers, four.Ratings.ReaderCount));
    }

    [Fact]
    public void Alpha_refuses_values_that_its_metric_cannot_take()
    {
        Ratings ratings = Ratings.FromTable([0, 1, 1, 1], 2, 2);
        Assert.Contains("3 values for 2", Refusal(AlphaMetric.Interval, [1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("Category 1", Refusal(AlphaMetric.Interval, [1, double.NaN]), StringComparison.Ordinal);
        Assert.Contains("Category 0", Refusal(AlphaMetric.Ratio, [-1, 2]), StringComparison.Ordinal);
        Assert.Equal(AgreementState.Computed, KrippendorffAlpha.Of(ratings, AlphaMetric.Interval, [-1, 2]).State);

        // Values 0 and 0 are equal on a ratio scale.
        Ratings zeros = Ratings.FromTable([0, 1, 1, 2, 2, 2], 2, 3);
        Assert.Equal(
            KrippendorffAlpha.Of(Ratings.FromTable([0, 0, 0, 1, 1, 1], 2, 2), AlphaMetric.Ratio, [0, 3]).Value!.Value,
            KrippendorffAlpha.Of(zeros, AlphaMetric.Ratio, [0, 0, 3]).Value!.Value,
            1e-12
        );
        Assert.Equal(
            [
                "krippendorff-alpha",
                "krippendorff-alpha-ordinal",
                "krippendorff-alpha-interval",
                "krippendorff-alpha-ratio",
            ],
            Enum.GetValues<AlphaMetric>().Select(metric => KrippendorffAlpha.Of(ratings, metric).Name)
        );
        string Refusal(AlphaMetric metric, double[] values) =>
            Assert.Throws<ArgumentException>(() => KrippendorffAlpha.Of(ratings, metric, values)).Message;
    }

    [Fact]
    public void Rows_kept_and_rows_made_again_are_the_same()
    {
        NaiveAgreement naive = NaiveAgreement.Random(6, 30, 3, 3, null);
        CongerKappa.Of(naive.Ratings);
        CountPatterns patterns = CountPatterns.From(naive.Ratings, keepItems: false);
        PooledForm form = new(patterns, null);
        UnitRows kept = UnitRows.OfItems(form, (long)form.Units * form.Width);
        UnitRows made = UnitRows.OfItems(form, ((long)form.Units * form.Width) - 1);
        double[] scratch = new double[form.Width];
        for (int unit = 0; unit < form.Units; unit++)
        {
            Assert.Equal(kept.Row(unit, scratch).ToArray(), made.Row(unit, scratch).ToArray());
        }

        Assert.Equal(kept.Totals(), made.Totals());
        Assert.Equal((30, 30), (kept.Observations, made.Observations));
    }
}
