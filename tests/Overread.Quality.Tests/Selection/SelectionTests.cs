using Overread.Quality.Consensus;
using Overread.Quality.Numerics;
using Overread.Quality.Selection;

namespace Overread.Quality.Tests.Selection;

public sealed class SelectionTests
{
    [Fact]
    public void Uncertainty_by_hand()
    {
        double[] rows = [0.5, 0.5, 1, 0, 0.8, 0.2];
        Assert.Equal(
            [1, 0, 0.4],
            Uncertainty.Score(rows, 2, UncertaintyMeasure.LeastConfident).Select(v => Math.Round(v, 12))
        );
        Assert.Equal([1, 0, 0.4], Uncertainty.Score(rows, 2, UncertaintyMeasure.Margin).Select(v => Math.Round(v, 12)));
        double[] entropy = Uncertainty.Score(rows, 2, UncertaintyMeasure.Entropy);
        Assert.Equal(1, entropy[0], 1e-12);
        Assert.Equal(0, entropy[1]);
        Assert.Equal(0.7219280948873623, entropy[2], 1e-12);
        Assert.Throws<ArgumentException>(() => Uncertainty.Score([1], 1, UncertaintyMeasure.Margin));
    }

    [Fact]
    public void What_to_read_next_prefers_doubt_and_few_reads()
    {
        Ratings ratings = Ratings.FromTriples(
            [0, 0, 0, 0, 1, 2, 2, 2, 2],
            [0, 1, 2, 3, 0, 0, 1, 2, 3],
            [1, 1, 1, 1, 1, 0, 0, 1, 1],
            4,
            4,
            2
        );
        double[] scores = Uncertainty.NextRead(MajorityVote.Infer(ratings), ratings);
        Assert.True(scores[0] < scores[1] && scores[1] < scores[2] && scores[2] <= scores[3]);
        Assert.Equal(1, Uncertainty.Committee(ratings)[2], 1e-12);
    }

    [Fact]
    public void K_centre_covers_within_twice_the_best_radius()
    {
        SeededRandom random = new(8);
        float[] features = [.. Enumerable.Range(0, 12 * 3).Select(_ => (float)random.NextDouble())];
        int[] chosen = KCentre.Select(features, 3, 3);
        Assert.Equal(3, chosen.Distinct().Count());
        double best = double.MaxValue;
        for (int a = 0; a < 12; a++)
        {
            for (int b = a + 1; b < 12; b++)
            {
                for (int c = b + 1; c < 12; c++)
                {
                    best = Math.Min(best, Radius(features, [a, b, c]));
                }
            }
        }

        Assert.True(Radius(features, chosen) <= (2 * best) + 1e-6);
        Assert.Single(KCentre.Select([1, 1, 1, 1], 2, 5));
    }

    [Fact]
    public void Clopper_pearson_published_values()
    {
        Overread.Quality.Agreement.ConfidenceInterval five = DefectRate.Interval(5, 100);
        Assert.Equal(0.01643, five.Low, 5e-5);
        Assert.Equal(0.11283, five.High, 5e-5);
        Assert.Equal(1 - Math.Pow(0.025, 0.01), DefectRate.Interval(0, 100).High, 1e-10);
        Assert.Equal(1 - Math.Pow(0.05, 1.0 / 59), DefectRate.UpperBound(0, 59), 1e-10);
    }

    [Theory]
    [InlineData(0.01, 0.05, 0.05, 0.05)]
    [InlineData(0.005, 0.02, 0.05, 0.1)]
    [InlineData(0, 0.05, 0.05, 0.05)]
    public void Acceptance_plans_keep_both_risks_and_are_the_smallest(
        double good,
        double bad,
        double producer,
        double consumer
    )
    {
        (int sample, int accept) = DefectRate.Plan(good, bad, producer, consumer);
        Assert.True(Binomial(sample, accept, good) >= 1 - producer);
        Assert.True(Binomial(sample, accept, bad) <= consumer);
        Assert.True(Binomial(sample - 1, accept, bad) > consumer);
        if (good == 0)
        {
            Assert.Equal((59, 0), (sample, accept));
        }
    }

    [Fact]
    public void A_budget_goes_where_it_teaches_most()
    {
        int[] split = DefectRate.Allocate([1000, 1000, 50], [0.5, 0.02, 0.2], [1, 1, 1], 200);
        Assert.Equal(200, split.Sum());
        Assert.True(split[0] > 2 * split[1]);
        Assert.True(split[2] >= 1);
        Assert.Equal([3, 2], DefectRate.Allocate([3, 2], [0.5, 0.5], [1, 1], 100));
    }

    [Fact]
    public void Bounds_of_a_share_at_its_ends()
    {
        Assert.Equal(0, DefectRate.Interval(0, 20).Low);
        Assert.Equal(1, DefectRate.Interval(20, 20).High);
        Assert.Equal(Math.Pow(0.025, 0.05), DefectRate.Interval(20, 20).Low, 1e-10);
        Assert.Equal(1, DefectRate.UpperBound(20, 20));
        Assert.Equal(1 - Math.Pow(0.05, 1.0 / 20), DefectRate.UpperBound(0, 20), 1e-10);
        Assert.Equal(Math.Pow(0.95, 1.0 / 20), DefectRate.UpperBound(19, 20), 1e-10);

        // What an upper bound means: at it, as few defects have a chance of 5 %.
        Assert.Equal(0.05, Binomial(50, 3, DefectRate.UpperBound(3, 50)), 1e-10);
        Assert.Throws<ArgumentOutOfRangeException>(() => DefectRate.Interval(21, 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => DefectRate.Interval(-1, 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => DefectRate.UpperBound(0, 0));
    }

    [Theory]
    [InlineData(-0.01, 0.05, 0.05, 0.05)]
    [InlineData(0.05, 0.05, 0.05, 0.05)]
    [InlineData(0.06, 0.05, 0.05, 0.05)]
    [InlineData(0.01, 1, 0.05, 0.05)]
    [InlineData(0.01, 0.05, 0, 0.05)]
    [InlineData(0.01, 0.05, 0.05, 0)]
    [InlineData(0.01, 0.05, 1, 0.05)]
    [InlineData(0.01, 0.05, 0.05, 1)]
    [InlineData(0.0100000, 0.0100001, 0.05, 0.05)]
    public void Plans_that_make_no_sense_or_are_too_large_are_refused(
        double good,
        double bad,
        double producer,
        double consumer
    ) => Assert.Throws<ArgumentException>(() => DefectRate.Plan(good, bad, producer, consumer));

    [Fact]
    public void The_chance_of_acceptance_is_binomial()
    {
        Assert.Equal(1, DefectRate.AcceptProbability(10, 10, 0.9));
        Assert.Equal(1, DefectRate.AcceptProbability(10, 11, 0.9));
        Assert.Equal(1, DefectRate.AcceptProbability(10, 0, 0));
        Assert.Equal(1 - Math.Pow(0.9, 10), DefectRate.AcceptProbability(10, 9, 0.9), 1e-12);
        Assert.Equal(Binomial(40, 2, 0.07), DefectRate.AcceptProbability(40, 2, 0.07), 1e-12);
    }

    [Fact]
    public void A_budget_follows_size_spread_and_the_root_of_the_cost()
    {
        // Neyman with costs: n in proportion to 1000·√(p(1−p)/c): 500·1, 500·½ and 300·1; the budget is 1·n + 4·n + 1·n.
        int[] split = DefectRate.Allocate([1000, 1000, 1000], [0.5, 0.5, 0.1], [1, 4, 1], 1800);
        Assert.Equal([500, 250, 300], split);

        // What rounding leaves goes first to strata that have least, the weightier before.
        Assert.Equal(
            [1, 1, 0],
            DefectRate
                .Allocate([10, 30, 20], [0.2, 0.2, 0.2], [5, 1, 100], 6.5)
                .Select((n, i) => i < 2 ? Math.Min(n, 1) : n)
        );
        Assert.Equal([0, 1], DefectRate.Allocate([10, 30], [0.5, 0.5], [1, 1], 1));
        Assert.Equal([0, 0], DefectRate.Allocate([0, 0], [0.5, 0.5], [1, 1], 10));
        Assert.Equal(
            DefectRate.Allocate([50, 50], [0.01, 0.5], [1, 1], 20),
            DefectRate.Allocate([50, 50], [0, 0.5], [1, 1], 20)
        );
        Assert.Throws<ArgumentException>(() => DefectRate.Allocate([1], [0.5, 0.5], [1], 1));
        Assert.Throws<ArgumentException>(() => DefectRate.Allocate([1], [0.5], [1, 1], 1));
        Assert.Throws<ArgumentException>(() => DefectRate.Allocate([1, 1], [0.5, 0.5], [1, 0], 1));
    }

    [Fact]
    public void Uncertainty_of_three_categories_by_hand()
    {
        double[] row = [0.5, 0.2, 0.3];
        Assert.Equal(0.75, Uncertainty.Score(row, 3, UncertaintyMeasure.LeastConfident)[0], 1e-12);
        Assert.Equal(0.8, Uncertainty.Score(row, 3, UncertaintyMeasure.Margin)[0], 1e-12);
        Assert.Equal(0.8, Uncertainty.Score([0.3, 0.5, 0.2], 3, UncertaintyMeasure.Margin)[0], 1e-12);
        Assert.Throws<ArgumentException>(() => Uncertainty.Score([1, 0, 0], 2, UncertaintyMeasure.Margin));
        Assert.Equal([0, 0], Uncertainty.Committee(Ratings.FromTable([0, 0, 0, 0], 2, 1)));

        // One label of two: between 2/2 of its own and an even half. None: wholly even.
        Ratings ratings = Ratings.FromTable([1, -1, -1, -1, 1, 1], 2, 3);
        double[] next = Uncertainty.NextRead(MajorityVote.Infer(ratings), ratings);
        Assert.Equal(1 - ((1 + (1 / 3.0)) / 2), next[0], 1e-12);
        Assert.Equal(1 - (1 / 3.0), next[1], 1e-12);
        Assert.Equal(1 - ((2 + (1 / 3.0)) / 3), next[2], 1e-12);
    }

    [Fact]
    public void Centres_are_the_farthest_whatever_the_width()
    {
        Assert.Equal([0, 3, 2], KCentre.Select([0, 1, 5, 9], 1, 3));
        Assert.Equal([3, 0], KCentre.Select([0, 1, 5, 9], 1, 2, [2]).Order().Reverse());
        Assert.DoesNotContain(2, KCentre.Select([0, 1, 5, 9], 1, 4, [2]));

        // Wider than a vector register: all numbers count, those beyond the last whole vector too.
        for (int width = 1; width < 40; width++)
        {
            for (int at = 0; at < width; at++)
            {
                float[] features = new float[4 * width];
                features[(1 * width) + at] = 2;
                features[(2 * width) + at] = -5;
                features[(3 * width) + at] = 3;
                Assert.Equal([0, 2, 3], KCentre.Select(features, width, 3));
            }
        }

        Assert.Throws<ArgumentException>(() => KCentre.Select([1, 2, 3], 2, 1));
        Assert.Throws<ArgumentException>(() => KCentre.Select([1, 2, 3], 0, 1));
    }

    private static double Binomial(int n, int most, double p)
    {
        double sum = 0;
        for (int x = 0; x <= most; x++)
        {
            sum +=
                Math.Exp(
                    SpecialFunctions.LogGamma(n + 1)
                        - SpecialFunctions.LogGamma(x + 1)
                        - SpecialFunctions.LogGamma(n - x + 1)
                )
                * Math.Pow(p, x)
                * Math.Pow(1 - p, n - x);
        }

        return sum;
    }

    private static double Radius(float[] features, int[] centres)
    {
        double radius = 0;
        for (int item = 0; item < features.Length / 3; item++)
        {
            double nearest = centres.Min(c =>
                Math.Sqrt(
                    Enumerable.Range(0, 3).Sum(i => Math.Pow(features[(item * 3) + i] - features[(c * 3) + i], 2))
                )
            );
            radius = Math.Max(radius, nearest);
        }

        return radius;
    }
}
