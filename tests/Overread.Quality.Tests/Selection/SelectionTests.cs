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
