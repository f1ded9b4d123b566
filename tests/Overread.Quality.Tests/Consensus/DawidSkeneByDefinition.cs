using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>The vectorised iteration against the plain one, step for step.</summary>
public sealed class DawidSkeneByDefinition
{
    [Theory]
    [InlineData(2, 5, 30, 0.01)]
    [InlineData(2, 3, 300, 0.5)]
    [InlineData(3, 4, 60, 0.0)]
    [InlineData(4, 6, 40, 0.2)]
    [InlineData(7, 5, 80, 0.05)]
    [InlineData(8, 3, 50, 1.0)]
    [InlineData(9, 4, 60, 0.1)]
    [InlineData(17, 4, 90, 0.1)]
    public void Every_iteration_is_the_textbooks(int categories, int readers, int items, double smoothing)
    {
        Ratings ratings = NaiveConsensus.Random((ulong)items, items, readers, categories, repeats: items % 4 == 0);
        foreach (int iterations in (int[])[0, 1, 3])
        {
            Check(
                ratings,
                new()
                {
                    Smoothing = smoothing,
                    MaxIterations = iterations,
                    Tolerance = 0,
                },
                iterations
            );
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(10)]
    public void Gold_priors_and_balance_enter_as_written(int categories)
    {
        Ratings ratings = NaiveConsensus.Random(3, 40, 4, categories);
        int[] gold = [.. Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? i / 3 % categories : -1)];
        double[,] prior = new double[categories, categories];
        for (int t = 0; t < categories; t++)
        {
            for (int g = 0; g < categories; g++)
            {
                prior[t, g] = t == g ? 5 : 0.25 * (t + 1) * (g % 2);
            }
        }

        double[] balance = [.. Enumerable.Range(1, categories).Select(k => k * 2.0 / (categories * (categories + 1)))];
        ConsensusOptions options = new() { MaxIterations = 4, Tolerance = 0 };
        Check(ratings, options with { Gold = gold }, 4);
        Check(ratings, options with { ReaderPriors = [prior, null, prior, null] }, 4);
        Check(ratings, options with { ReaderPriors = [prior, null, prior, null], Smoothing = 0, Gold = gold }, 4);
        Check(ratings, options with { ClassBalance = balance }, 4);
    }

    [Fact]
    public void A_spectral_start_replaces_the_votes()
    {
        (Ratings ratings, _) = Simulate.Readers(4, 200, [0.9, 0.85, 0.8, 0.75, 0.7, 0.8], 2, 0.8);
        ConsensusOptions options = new()
        {
            Start = ConsensusStart.Spectral,
            Seed = 3,
            MaxIterations = 2,
            Tolerance = 0,
        };
        double[] start = SpectralStart.Posteriors(ratings, [.. Enumerable.Repeat(1.0, 200)], 3)!;
        double[][] rows = [.. Enumerable.Range(0, 200).Select(i => start[(i * 2)..((i * 2) + 2)])];
        ConsensusResult found = DawidSkene.Infer(ratings, options);
        Assert.Null(found.Notice);
        NaiveConsensus.Same(NaiveConsensus.DawidSkene(ratings, options, 2, rows).Posteriors, found, 1e-9);
        Assert.False(
            DawidSkene
                .Infer(ratings, options with { Start = ConsensusStart.Votes })
                .Posteriors.SequenceEqual(found.Posteriors)
        );
        Assert.Equal([0.5, 0.5], DawidSkene.Infer(Ratings.FromTriples([], [], [], 0, 2, 2)).ClassBalance);
    }

    [Fact]
    public void Many_readers_are_fitted_in_single_precision()
    {
        // 900 tables of 8 × 8 do not stay in the cache.
        Ratings ratings = NaiveConsensus.Random(5, 150, 900, 8, 0.02);
        NaiveConsensus.Fit wanted = NaiveConsensus.DawidSkene(ratings, new() { Smoothing = 0.3 }, 2);
        ConsensusResult found = DawidSkene.Infer(ratings, new() { Smoothing = 0.3, MaxIterations = 2 });
        NaiveConsensus.Same(wanted.Posteriors, found, 2e-3);
        Assert.Equal(wanted.Objective[1], found.Trace.Objective[1], 1e-3 * Math.Abs(wanted.Objective[1]));
    }

    [Fact]
    public void Iteration_ends_when_nothing_moves_more_than_the_tolerance()
    {
        Ratings ratings = NaiveConsensus.Random(7, 60, 4, 3);
        ConsensusResult found = DawidSkene.Infer(ratings, new() { Tolerance = 1e-3 });
        int n = found.Trace.Iterations;
        Assert.True(found.Trace.Converged && n > 2);
        Assert.True(Change(n) <= 1e-3 && Change(n - 1) > 1e-3);
        Assert.False(DawidSkene.Infer(ratings, new() { Tolerance = 1e-3, MaxIterations = n - 1 }).Trace.Converged);
        double Change(int iteration)
        {
            NaiveConsensus.Fit before = NaiveConsensus.DawidSkene(ratings, new(), iteration - 1);
            NaiveConsensus.Fit after = NaiveConsensus.DawidSkene(ratings, new(), iteration);
            return Math.Max(
                before.Balance.Zip(after.Balance).Max(p => Math.Abs(p.First - p.Second)),
                before
                    .Confusion.SelectMany(c => c)
                    .SelectMany(row => row)
                    .Zip(after.Confusion.SelectMany(c => c).SelectMany(row => row))
                    .Max(p => Math.Abs(p.First - p.Second))
            );
        }
    }

    [Fact]
    public void Like_rows_are_grouped_when_few_are_different()
    {
        Ratings few = Ratings.FromTable(
            [.. Enumerable.Range(0, 40).SelectMany(i => (int[])[i % 2, i / 2 % 2, -1])],
            3,
            2
        );
        RowPatterns patterns = RowPatterns.Of(few, allowed: true);
        Assert.Equal((4, 40), (patterns.Rows.ItemCount, patterns.PatternOfItem!.Length));
        Assert.Equal([10.0, 10, 10, 10], patterns.Weights);
        Assert.Equal([.. Enumerable.Range(0, 40).Select(i => i % 4)], patterns.PatternOfItem);
        Assert.Equal([5.0, 6, 7, 8, 9, 10, 11, 12], patterns.Spread([5, 6, 7, 8, 9, 10, 11, 12], 2)[..8]);
        Assert.Equal(80, patterns.Spread([5, 6, 7, 8, 9, 10, 11, 12], 2).Length);
        Assert.Null(RowPatterns.Of(few, allowed: false).PatternOfItem);
        Assert.All(RowPatterns.Of(few, allowed: false).Weights, w => Assert.Equal(1, w));

        // One in four may be different; one more, and it is not worth it. Four items never are.
        int[] Table(int items, int different) =>
            [.. Enumerable.Range(0, items).Select(i => Math.Min(i, different - 1))];
        Assert.NotNull(RowPatterns.Of(Ratings.FromTable(Table(16, 4), 1, 9), true).PatternOfItem);
        Assert.Null(RowPatterns.Of(Ratings.FromTable(Table(16, 5), 1, 9), true).PatternOfItem);
        Assert.Null(RowPatterns.Of(Ratings.FromTable(Table(4, 1), 1, 9), true).PatternOfItem);
        Assert.NotNull(RowPatterns.Of(Ratings.FromTable(Table(5, 1), 1, 9), true).PatternOfItem);

        // Many items are looked at by sample first.
        Assert.NotNull(
            RowPatterns
                .Of(Ratings.FromTable([.. Enumerable.Range(0, 9000).Select(i => i % 7)], 1, 7), true)
                .PatternOfItem
        );
        Assert.Null(RowPatterns.Of(Ratings.FromTable([.. Enumerable.Range(0, 9000)], 1, 9000), true).PatternOfItem);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    public void Rows_of_logarithms_become_shares(int length)
    {
        SeededRandom random = new((ulong)length);
        double[] logs = [.. Enumerable.Range(0, length).Select(_ => -40 * random.NextDouble())];
        (double[] shares, double sum) = NaiveConsensus.Normal(logs);
        Assert.Equal(sum, PosteriorRows.Normalise(logs), 1e-12);
        for (int k = 0; k < length; k++)
        {
            Assert.Equal(shares[k], logs[k], 1e-13);
        }

        Assert.Equal(3, PosteriorRows.Change([1, 2, 3], [1, 5, 2.5]));
    }

    [Fact]
    public void Logarithms_of_products_do_not_overflow()
    {
        LogProduct product = default;
        Assert.Equal(0, product.Total);
        double wanted = 0;
        for (int i = 1; i < 400; i++)
        {
            double weight = i % 7 == 0 ? 2.5 : 1;
            product.Add(-i, 1 + (i % 8), weight);
            wanted += weight * (-i + Math.Log(1 + (i % 8)));
            Assert.Equal(wanted, product.Total, 1e-9 * Math.Max(1, -wanted));
        }
    }

    private static void Check(Ratings ratings, ConsensusOptions options, int iterations)
    {
        ConsensusResult found = DawidSkene.Infer(ratings, options);
        NaiveConsensus.Fit wanted = NaiveConsensus.DawidSkene(ratings, options, iterations);
        NaiveConsensus.Same(wanted.Posteriors, found, 1e-9);
        Assert.Equal(iterations, found.Trace.Iterations);
        for (int i = 0; i < iterations; i++)
        {
            Assert.Equal(wanted.Objective[i], found.Trace.Objective[i], 1e-9 * Math.Abs(wanted.Objective[i]));
        }

        Assert.Equal(wanted.Objective[^1], found.Trace.LogLikelihood!.Value, 1e-9 * Math.Abs(wanted.Objective[^1]));
        for (int r = 0; r < ratings.ReaderCount; r++)
        {
            for (int t = 0; t < ratings.CategoryCount; t++)
            {
                Assert.Equal(wanted.Balance[t], found.ClassBalance[t], 1e-9);
                for (int g = 0; g < ratings.CategoryCount; g++)
                {
                    Assert.Equal(wanted.Confusion[r][t][g], found.Readers[r].Confusion![t, g], 1e-9);
                }
            }
        }
    }
}
