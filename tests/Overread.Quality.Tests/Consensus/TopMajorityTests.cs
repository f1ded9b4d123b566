using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

public sealed class TopMajorityTests
{
    /// <summary>Five readers follow the features; six share an opinion that has nothing to do with them.</summary>
    private static (Ratings Ratings, double[] Features, int[] Truth) Shared(ulong seed, int items)
    {
        SeededRandom random = new(seed);
        double[] features = [.. Enumerable.Range(0, items * 6).Select(_ => random.NextDouble())];
        int[] truth = new int[items];
        int[] table = new int[items * 11];
        for (int item = 0; item < items; item++)
        {
            truth[item] = Math.Min(4, (int)(features[item * 6] * 5));
            int opinion = random.Next(5);
            for (int reader = 0; reader < 11; reader++)
            {
                table[(item * 11) + reader] =
                    random.NextDouble() < 0.08 ? random.Next(5)
                    : reader < 5 ? truth[item]
                    : opinion;
            }
        }

        return (Ratings.FromTable(table, 11, 5), features, truth);
    }

    [Fact]
    public void Learnable_readers_outvote_a_shared_opinion()
    {
        double votes = 0;
        double learnable = 0;
        for (ulong seed = 1; seed <= 5; seed++)
        {
            (Ratings ratings, double[] features, int[] truth) = Shared(seed, 120);
            TopMajorityResult found = TopMajorityVote.Infer(ratings, features, 6);
            votes += Simulate.Accuracy(MajorityVote.Infer(ratings), truth) / 5;
            learnable += Simulate.Accuracy(found.Result, truth) / 5;
            Assert.All(found.Readers.Where(reader => reader.Selected), reader => Assert.True(reader.Reader < 5));
            Assert.All(
                found.Readers,
                reader => Assert.True(reader.Low <= reader.MicroF1 && reader.MicroF1 <= reader.High)
            );
        }

        Assert.True(learnable > 0.95 && votes < 0.6, $"{learnable} {votes}");
    }

    [Fact]
    public void Without_a_learnable_set_all_vote_and_it_says_so()
    {
        (Ratings ratings, double[] features, _) = Shared(1, 120);
        TopMajorityResult found = TopMajorityVote.Infer(ratings, features, 6, threshold: 0.999);
        Assert.Equal("top-majority", found.Result.FallbackFrom);
        Assert.Contains("no learnable set", found.Result.Notice, StringComparison.Ordinal);
        Assert.Equal(MajorityVote.Infer(ratings).Posteriors, found.Result.Posteriors);
        Assert.All(found.Readers, reader => Assert.False(reader.Selected));
        Assert.True(found.ModelKappa.Value > 0 && found.ModelKappa.Value < 0.8);
        TopMajorityResult few = TopMajorityVote.Infer(Ratings.FromTable([0, 1, 1, 0], 2, 2), new double[] { 1, 2 }, 1);
        Assert.All(few.Readers, reader => Assert.Null(reader.MicroF1));
        Assert.Throws<ArgumentException>(() => TopMajorityVote.Infer(ratings, features, 5));
        features[13] = double.NaN;
        Assert.Contains(
            "item 2",
            Assert.Throws<ArgumentException>(() => TopMajorityVote.Infer(ratings, features, 6)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Learnability_does_not_depend_on_threads()
    {
        (Ratings ratings, double[] features, _) = Shared(2, 80);
        TopMajorityResult one = TopMajorityVote.Infer(ratings, features, 6);
        TopMajorityResult two = TopMajorityVote.Infer(
            ratings,
            features,
            6,
            options: new ConsensusOptions { Threads = 2 }
        );
        Assert.Equal(one.Readers, two.Readers);
        Assert.Equal(one.Result.Posteriors, two.Result.Posteriors);
    }

    [Fact]
    public void A_tree_splits_where_classes_part()
    {
        double[] features = [1, 9, 2, 8, 3, 7, 4, 6, 5, 5, 6, 4];
        int[] labels = [0, 0, 0, 1, 1, 2];
        int[] rows = [0, 1, 2, 3, 4, 5];
        ShallowTree tree = ShallowTree.Grow(features, 2, rows, labels, 3, 3, 1);
        Assert.Equal(labels, rows.Select(tree.Predict));

        // Depth 1 can tell two sides only; a leaf of three keeps the halves.
        ShallowTree stump = ShallowTree.Grow(features, 2, rows, labels, 3, 1, 3);
        Assert.Equal([0, 0, 0, 1, 1, 1], rows.Select(stump.Predict));
        ShallowTree root = ShallowTree.Grow(features, 2, rows, labels, 3, 0, 1);
        Assert.Single(rows.Select(root.Predict).Distinct());

        // Classes count alike: one of a kind weighs as much as many of another.
        ShallowTree rare = ShallowTree.Grow([0, 0, 0, 0, 0], 1, [0, 1, 2, 3, 4], [1, 1, 1, 1, 0], 2, 3, 1);
        Assert.Equal(0, rare.Predict(0));
    }
}
