using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

public sealed class HierarchyTests
{
    // Euler's constant and the recurrence; ψ(1/2) = −γ − 2 ln 2.
    [Theory]
    [InlineData(1, -0.5772156649015329)]
    [InlineData(0.5, -1.9635100260214235)]
    [InlineData(2, 0.42278433509846714)]
    [InlineData(100, 4.600161852738087)]
    public void Digamma_has_its_known_values(double x, double expected) => Assert.Equal(expected, Digamma.Of(x), 1e-12);

    // π²/6, π²/2, and the recurrence from π²/6; 1/x + 1/2x² + 1/6x³ − 1/30x⁵ + 1/42x⁷ at 100.
    [Theory]
    [InlineData(1, 1.6449340668482264)]
    [InlineData(0.5, 4.934802200544679)]
    [InlineData(2, 0.6449340668482264)]
    [InlineData(100, 0.010050166663333571)]
    public void Trigamma_has_its_known_values(double x, double expected) =>
        Assert.Equal(expected, Trigamma.Of(x), 1e-13);

    [Fact]
    public void The_pool_is_where_the_likelihood_has_no_slope()
    {
        for (ulong seed = 1; seed <= 40; seed++)
        {
            SeededRandom random = new(seed);
            int q = 2 + random.Next(5);
            int readers = 3 + random.Next(60);
            double[] truth = [.. Enumerable.Range(0, q).Select(_ => 0.05 + (6 * random.NextDouble()))];
            double[] counts = new double[readers * q];
            for (int reader = 0; reader < readers; reader++)
            {
                double[] weights = [.. truth.Select(a => GammaDraw.Next(ref random, a))];
                double labels = 40 * random.NextDouble();
                for (int k = 0; k < q; k++)
                {
                    counts[(reader * q) + k] = labels * weights[k] / weights.Sum();
                }
            }

            double[] start = [.. Enumerable.Range(0, q).Select(_ => 0.1 + (3 * random.NextDouble()))];
            double[] found = DirichletPool.Fit(counts, q, start);
            if (found.Sum() > DirichletPool.MostStrength - 1e-6)
            {
                continue;
            }

            for (int k = 0; k < q; k++)
            {
                double gain = 0;
                double loss = 0;
                for (int reader = 0; reader < readers; reader++)
                {
                    double own = counts[(reader * q) + k];
                    double total = Enumerable.Range(0, q).Sum(i => counts[(reader * q) + i]);
                    gain += Digamma.Of(own + found[k]) - Digamma.Of(found[k]);
                    loss += Digamma.Of(total + found.Sum()) - Digamma.Of(found.Sum());
                }

                // What nobody does is held off nothing; all others are at rest.
                double slope = (gain - loss) * found[k] / readers;
                Assert.True(found[k] <= 0.001 ? slope < 1e-3 : Math.Abs(slope) < 1e-4, $"seed {seed}, {k}: {slope}");
            }
        }
    }

    [Fact]
    public void The_pool_of_drawn_readers_is_found_again()
    {
        double[] alpha = [8, 2, 1];
        SeededRandom random = new(5);
        double[] counts = new double[400 * 3];
        for (int reader = 0; reader < 400; reader++)
        {
            double[] weights = [.. alpha.Select(a => GammaDraw.Next(ref random, a))];
            double sum = weights.Sum();
            for (int label = 0; label < 60; label++)
            {
                double at = random.NextDouble() * sum;
                int k =
                    at < weights[0] ? 0
                    : at < weights[0] + weights[1] ? 1
                    : 2;
                counts[(reader * 3) + k]++;
            }
        }

        double[] found = DirichletPool.Fit(counts, 3, [1, 1, 1]);
        Assert.Equal(8 / 11.0, found[0] / found.Sum(), 0.02);
        Assert.Equal(2 / 11.0, found[1] / found.Sum(), 0.02);
        Assert.InRange(found.Sum(), 9, 13.5);

        // Readers who are all alike pool as far as they may.
        double[] same = [.. Enumerable.Range(0, 50).SelectMany(_ => new double[] { 20, 5 })];
        Assert.InRange(DirichletPool.Fit(same, 2, [1, 1]).Sum(), 50, DirichletPool.MostStrength + 1e-6);
    }

    [Fact]
    public void Readers_of_few_labels_gain_by_the_others()
    {
        // 200 readers of one population, five labels each of four categories: a table of one's own has one label a row.
        int gained = 0;
        double plain = 0;
        double pooled = 0;
        for (ulong seed = 1; seed <= 5; seed++)
        {
            (Ratings ratings, int[] truth) = Sparse(seed, 400, 240, 5, 4);
            double one = Simulate.Accuracy(DawidSkene.Infer(ratings), truth);
            double other = Simulate.Accuracy(HierarchicalDawidSkene.Infer(ratings), truth);
            (plain, pooled) = (plain + (one / 5), pooled + (other / 5));
            gained += other > one ? 1 : 0;
        }

        Assert.True(gained >= 4 && pooled > plain + 0.02, $"{gained} of 5, {plain:F3} to {pooled:F3}");
    }

    [Fact]
    public void Readers_of_many_labels_keep_their_own_tables()
    {
        (Ratings ratings, int[] truth) = Simulate.Readers(3, 2000, [0.9, 0.8, 0.7, 0.3], 3);
        ConsensusResult found = HierarchicalDawidSkene.Infer(ratings);
        Assert.Equal("hierarchical", found.Method);
        Assert.Equal(0.9, found.Readers[0].Accuracy!.Value, 0.03);
        Assert.Equal(0.3, found.Readers[3].Accuracy!.Value, 0.05);
        Assert.True(Simulate.Accuracy(found, truth) >= Simulate.Accuracy(DawidSkene.Infer(ratings), truth) - 0.005);
    }

    [Theory]
    [InlineData("bluebirds", 0.89)]
    [InlineData("rte", 0.92)]
    [InlineData("dog", 0.83)]
    [InlineData("ecg", 0.99)]
    public void Foretells_held_out_labels_of_public_sets_as_well_or_better(string set, double least)
    {
        (Ratings ratings, int[] gold) = SharedData.Crowd(set);
        ConsensusResult found = HierarchicalDawidSkene.Infer(ratings);
        HeldOutPrediction heldOut = new(ratings, ConsensusOptions.Default);
        double pooled = heldOut.OfHierarchy().Sum();
        double tables = heldOut.OfDawidSkene().Sum();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{set}: {Simulate.Accuracy(found, gold):F4} (Dawid-Skene {Simulate.Accuracy(DawidSkene.Infer(ratings), gold):F4}); held-out log likelihood per label {pooled / ratings.Count:F4} (Dawid-Skene {tables / ratings.Count:F4})"
        );

        // Where readers have many labels the two are the same but for a few units of the log likelihood.
        Assert.True(pooled > tables - 3, $"{set}: {pooled:F1} against {tables:F1}");
        Assert.True(Simulate.Accuracy(found, gold) >= least, $"{set}: {Simulate.Accuracy(found, gold):F4}");
    }

    [Fact]
    public void Expected_errors_are_held_against_those_found()
    {
        // Three readers copy one another's errors: the model takes their agreement for certainty.
        SeededRandom random = new(9);
        int[] truth = [.. Enumerable.Range(0, 400).Select(_ => random.Next(2))];
        int[] table = new int[400 * 3];
        for (int item = 0; item < 400; item++)
        {
            int said = random.NextDouble() < 0.75 ? truth[item] : 1 - truth[item];
            for (int r = 0; r < 3; r++)
            {
                table[(item * 3) + r] = random.NextDouble() < 0.97 ? said : 1 - said;
            }
        }

        ConsensusResult found = DawidSkene.Infer(Ratings.FromTable(table, 3, 2));
        AcceptedError all = AcceptedError.Of(found, truth);
        Assert.True(all.Overclaims);
        Assert.InRange(all.Actual!.Value, 0.2, 0.3);
        Assert.InRange(all.Expected!.Value, 0, 0.05);
        Assert.InRange(all.UpperBound!.Value, all.Actual.Value, 0.35);
        int[] none = new int[400];
        Array.Fill(none, -1);
        AcceptedError unknown = AcceptedError.Of(found, none);
        Assert.Equal((0, null, null, false), (unknown.Checked, unknown.Actual, unknown.UpperBound, unknown.Overclaims));
        Assert.Throws<ArgumentException>(() => AcceptedError.Of(found, [1]));
        (Ratings honest, int[] real) = Simulate.Readers(4, 500, [0.9, 0.85, 0.8, 0.85], 2);
        Assert.False(AcceptedError.Of(DawidSkene.Infer(honest), real).Overclaims);
    }

    private static (Ratings Ratings, int[] Truth) Sparse(ulong seed, int items, int readers, int labels, int q)
    {
        SeededRandom random = new(seed);
        int[] truth = [.. Enumerable.Range(0, items).Select(_ => random.Next(q))];
        List<int> at = [];
        List<int> who = [];
        List<int> said = [];
        for (int r = 0; r < readers; r++)
        {
            double right = 0.55 + (0.2 * random.NextDouble());
            foreach (int item in Enumerable.Range(0, labels).Select(_ => random.Next(items)).Distinct())
            {
                at.Add(item);
                who.Add(r);

                // The common error: the next category.
                said.Add(random.NextDouble() < right ? truth[item] : (truth[item] + 1) % q);
            }
        }

        return (Ratings.FromTriples([.. at], [.. who], [.. said], items, readers, q), truth);
    }
}
