using Overread.Learning.Features;
using Overread.Learning.Strategies;

namespace Overread.Learning.Tests.Strategies;

public sealed class StrategyTests
{
    public static TheoryData<string> Names => [.. StrategyCatalogue.All.Select(strategy => strategy.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_strategy_chooses_that_many_different_places_and_the_same_for_a_seed(string name)
    {
        SelectionStrategy strategy = StrategyCatalogue.Named(name);
        foreach (int count in (int[])[1, 7, 40])
        {
            IReadOnlyList<int> chosen = strategy.Choose(Round(seed: 4), count);
            Assert.Equal(count, chosen.Distinct().Count());
            Assert.All(chosen, place => Assert.InRange(place, 0, 39));
            Assert.Equal(chosen, strategy.Choose(Round(seed: 4), count));
        }

        // More than there are: all that there are.
        Assert.Equal(40, strategy.Choose(Round(seed: 4), 41).Count);
    }

    [Theory]
    [InlineData("Random", "random")]
    [InlineData("class-stratified random", "stratified")]
    [InlineData("stratified_random", "stratified")]
    [InlineData("uncertainty", "entropy")]
    [InlineData("k-center", "k-centre")]
    [InlineData("noised class-stratified entropy", "noised-entropy")]
    [InlineData("label_issues", "label-issues")]
    public void A_strategy_is_found_by_what_the_field_calls_it(string said, string name) =>
        Assert.Equal(name, StrategyCatalogue.Named(said).Name);

    [Fact]
    public void What_is_no_strategy_is_refused_with_those_that_are() =>
        Assert.Contains(
            "k-centre",
            Assert.Throws<ArgumentException>(() => StrategyCatalogue.Named("oracle")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Margin_goes_where_two_classes_are_nearest_and_entropy_where_all_are_open()
    {
        // 0: two even classes; 1: three even ones; 2: certain.
        double[] shares = [0.5, 0.5, 0, 0.34, 0.33, 0.33, 1, 0, 0];
        SelectionRound round = Small(shares, classes: 3, [0, 1, 2], [1, 1, 1]);
        Assert.Equal([0], StrategyCatalogue.Named("margin").Choose(round, 1));
        Assert.Equal([1], StrategyCatalogue.Named("entropy").Choose(round, 1));
    }

    [Fact]
    public void Stratified_takes_from_each_predicted_class_in_turn()
    {
        double[] shares = [.. Enumerable.Range(0, 20).SelectMany(i => i < 17 ? (double[])[0.9, 0.1] : [0.2, 0.8])];
        SelectionRound round = Small(shares, classes: 2, [0, 1], [0, 1]);
        foreach (string name in (string[])["stratified", "noised-entropy"])
        {
            IReadOnlyList<int> chosen = StrategyCatalogue.Named(name).Choose(round, 6);
            Assert.Equal(3, chosen.Count(place => place >= 17));
            Assert.Equal(3, chosen.Count(place => place < 17));
        }
    }

    [Fact]
    public void Rare_spends_its_places_on_the_class_with_the_fewest_labels()
    {
        double[] shares = [.. Enumerable.Range(0, 10).SelectMany(i => (double[])[1 - (i / 10.0), i / 10.0])];

        // Five labels of class 0 and two of class 1: the next three places are for class 1, likeliest first.
        SelectionRound round = Small(shares, classes: 2, [0, 1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 1, 1]);
        Assert.Equal([9, 8, 7], StrategyCatalogue.Named("rare").Choose(round, 3));
    }

    [Fact]
    public void Disagreement_prefers_members_that_contradict_each_other_to_members_that_all_are_unsure()
    {
        LearningSet set = Made.Clouds(6, [0.5, 0.5], 1);
        SelectionRound round = new(
            ScaledFeatures.Of(set, [0, 1, 2, 3, 4, 5]),
            [4, 5],
            [0, 1],
            [0, 1],
            2,
            [0.5, 0.5, 0.5, 0.5],
            () =>
                [
                    [0.5, 0.5, 0.95, 0.05],
                    [0.5, 0.5, 0.05, 0.95],
                ],
            () => [0, 0],
            1
        );
        Assert.Equal([1], StrategyCatalogue.Named("disagreement").Choose(round, 1));
    }

    [Fact]
    public void K_centre_takes_what_is_farthest_from_all_that_is_read()
    {
        double[] line = [0, 1, 2, 9, 5];
        LearningSet set = Made.Set(line, 1, [0, 1, 0, 1, 0], 2, 1);
        SelectionRound round = Lined(set, [1, 2, 3, 4], [0]);
        Assert.Equal([2, 3], StrategyCatalogue.Named("k-centre").Choose(round, 2));
    }

    [Fact]
    public void Label_issues_goes_near_read_items_that_a_model_doubts()
    {
        double[] line =
        [
            .. Enumerable.Range(0, 5).Select(i => (double)i),
            .. Enumerable.Range(0, 5).Select(i => 100.0 + i),
            2.5,
            102.5,
        ];
        LearningSet set = Made.Set(line, 1, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1], 2, 1);
        double[] doubt = [0.1, 0.1, 0.1, 0.1, 0.1, 0.9, 0.9, 0.9, 0.9, 0.9];
        Assert.Equal([1], StrategyCatalogue.Named("label-issues").Choose(Lined(set, [10, 11], doubt), 1));
        Assert.Equal(
            [0],
            StrategyCatalogue.Named("label-issues").Choose(Lined(set, [10, 11], [.. doubt.Reverse()]), 1)
        );
    }

    [Fact]
    public void A_name_that_is_none_is_refused_with_those_that_are() =>
        Assert.Contains(
            "noised-entropy",
            Assert.Throws<ArgumentException>(() => StrategyCatalogue.Named("best")).Message,
            StringComparison.Ordinal
        );

    private static SelectionRound Lined(LearningSet set, int[] pool, double[] doubt)
    {
        int[] read = [.. Enumerable.Range(0, doubt.Length)];
        int[] all = [.. read, .. pool];
        return new SelectionRound(
            ScaledFeatures.Of(set, all),
            pool,
            read,
            [.. read.Select(item => set.Labels[item])],
            2,
            [.. pool.SelectMany(_ => (double[])[0.5, 0.5])],
            () => [],
            () => doubt,
            1
        );
    }

    private static SelectionRound Small(double[] shares, int classes, int[] read, int[] labels)
    {
        int pool = shares.Length / classes;
        LearningSet set = Made.Clouds(pool + read.Length, [0.5, 0.5], 2);
        return new SelectionRound(
            ScaledFeatures.Of(set, [.. Enumerable.Range(0, pool)]),
            [.. Enumerable.Range(read.Length, pool)],
            read,
            labels,
            classes,
            shares,
            () => [],
            () => new double[read.Length],
            1
        );
    }

    private static SelectionRound Round(ulong seed)
    {
        LearningSet set = Made.Clouds(60, [0.6, 0.3, 0.1], 3);
        int[] read = [.. Enumerable.Range(0, 20)];
        int[] pool = [.. Enumerable.Range(20, 40)];
        Quality.Numerics.SeededRandom random = new(9);
        double[] Shares()
        {
            double[] shares = new double[120];
            for (int i = 0; i < shares.Length; i += 3)
            {
                double[] raw = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
                raw.Select(value => value / raw.Sum()).ToArray().CopyTo(shares, i);
            }

            return shares;
        }

        return new SelectionRound(
            ScaledFeatures.Of(set, pool),
            pool,
            read,
            [.. read.Select(item => set.Labels[item])],
            3,
            Shares(),
            () => [Shares(), Shares()],
            () => [.. read.Select(_ => random.NextDouble())],
            seed
        );
    }
}
