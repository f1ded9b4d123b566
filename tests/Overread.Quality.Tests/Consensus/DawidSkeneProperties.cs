using CsCheck;
using Overread.Quality.Consensus;

namespace Overread.Quality.Tests.Consensus;

public sealed class DawidSkeneProperties
{
    [Fact]
    public void The_objective_never_falls()
    {
        Gen.Select(Gen.ULong, Gen.Int[2, 5], Gen.Int[2, 12], Gen.Double[0, 1])
            .Sample(
                (seed, categories, readers, smoothing) =>
                {
                    double[] accuracies = [.. Enumerable.Range(0, readers).Select(i => 0.3 + (0.65 * i / readers))];
                    (Ratings ratings, _) = Simulate.Readers(seed, 120, accuracies, categories, 0.6);
                    ConsensusResult result = DawidSkene.Infer(
                        ratings,
                        new() { Smoothing = smoothing, MaxIterations = 60 }
                    );
                    IReadOnlyList<double> objective = result.Trace.Objective;
                    for (int i = 1; i < objective.Count; i++)
                    {
                        Assert.True(objective[i] >= objective[i - 1] - (1e-9 * Math.Abs(objective[i - 1])));
                    }
                },
                iter: 60
            );
    }

    [Theory]
    [InlineData(40_000, 12, 3)]
    [InlineData(30_000, 400, 10)]
    public void Two_threads_and_any_row_order_give_the_same_bits(int items, int readers, int categories)
    {
        double[] accuracies = [.. Enumerable.Range(0, readers).Select(i => 0.4 + (0.55 * i / readers))];
        (Ratings ratings, _) = Simulate.Readers(7, items, accuracies, categories, 6.0 / readers);
        ConsensusOptions options = new() { MaxIterations = 8 };
        ConsensusResult one = DawidSkene.Infer(ratings, options);
        ConsensusResult two = DawidSkene.Infer(ratings, options with { Threads = 2 });
        Assert.True(one.Posteriors.SequenceEqual(two.Posteriors));
        ConsensusResult shuffled = DawidSkene.Infer(Simulate.Shuffle(ratings, 3), options);
        Assert.True(one.Posteriors.SequenceEqual(shuffled.Posteriors));
        Assert.Equal(one.Trace.Objective, shuffled.Trace.Objective);
    }

    [Fact]
    public void Grouping_like_rows_changes_nothing_but_the_time()
    {
        (Ratings ratings, _) = Simulate.Readers(5, 2000, [0.9, 0.8, 0.7, 0.6], 2);
        ConsensusResult grouped = DawidSkene.Infer(ratings);

        // Unknown gold keeps the rows apart.
        ConsensusResult plain = DawidSkene.Infer(ratings, new() { Gold = [.. Enumerable.Repeat(-1, 2000)] });
        Assert.Equal(plain.Trace.LogLikelihood!.Value, grouped.Trace.LogLikelihood!.Value, 1e-6);
        for (int i = 0; i < grouped.Posteriors.Length; i++)
        {
            Assert.Equal(plain.Posteriors[i], grouped.Posteriors[i], 1e-7);
        }
    }

    [Fact]
    public void Recovers_the_readers_who_made_the_data()
    {
        (Ratings ratings, int[] truth) = Simulate.Readers(11, 20_000, [0.95, 0.85, 0.75, 0.65, 0.55], 3);
        ConsensusResult result = DawidSkene.Infer(ratings);
        double[] accuracies = [0.95, 0.85, 0.75, 0.65, 0.55];
        for (int reader = 0; reader < 5; reader++)
        {
            Assert.Equal(accuracies[reader], result.Readers[reader].Accuracy!.Value, 0.02);
            Assert.Equal(accuracies[reader], result.Readers[reader].Confusion![1, 1], 0.03);
        }

        Assert.True(Simulate.Accuracy(result, truth) > Simulate.Accuracy(MajorityVote.Infer(ratings), truth));
    }

    [Fact]
    public void Gold_items_keep_their_truth_and_teach()
    {
        (Ratings ratings, int[] truth) = Simulate.Readers(13, 400, [0.9, 0.3, 0.3], 2);
        int[] gold = [.. truth.Select((label, i) => i < 100 ? label : -1)];
        ConsensusResult result = DawidSkene.Infer(ratings, new() { Gold = gold });
        Assert.Equal(truth[..100], result.Labels[..100].ToArray());
        Assert.All(result.Statuses[..100].ToArray(), status => Assert.Equal(ItemStatus.Gold, status));
        Assert.True(Simulate.Accuracy(result, truth) > 0.85);
    }

    [Fact]
    public void Reader_priors_count_as_labels_seen_before()
    {
        (Ratings ratings, int[] truth) = Simulate.Readers(17, 60, [0.9, 0.2, 0.2], 2);
        double[,] good =
        {
            { 90, 10 },
            { 10, 90 },
        };
        double[,] bad =
        {
            { 20, 80 },
            { 80, 20 },
        };
        ConsensusResult informed = DawidSkene.Infer(ratings, new() { ReaderPriors = [good, bad, bad] });
        Assert.True(Simulate.Accuracy(informed, truth) > 0.85);
        Assert.True(Simulate.Accuracy(DawidSkene.Infer(ratings), truth) < 0.3);
    }

    [Fact]
    public void A_new_label_is_scored_as_the_full_run_would()
    {
        (Ratings ratings, _) = Simulate.Readers(19, 500, [0.9, 0.8, 0.7, 0.6], 3, 0.8);
        ConsensusResult fitted = DawidSkene.Infer(ratings);
        OnlineDawidSkene online = new(fitted);
        double[] posterior = new double[3];
        for (int item = 0; item < 500; item++)
        {
            online.Score(ratings.ReadersOf(item), ratings.CategoriesOf(item), posterior);
            for (int k = 0; k < 3; k++)
            {
                Assert.Equal(fitted.PosteriorOf(item)[k], posterior[k], 1e-9);
            }
        }

        online.Score([99], [2], posterior);
        Assert.True(posterior[2] > 0.5 && posterior[2] < 1);
        Assert.Throws<ArgumentException>(() => online.Score([0], [3], posterior));
        Assert.Throws<ArgumentException>(() => new OnlineDawidSkene(MajorityVote.Infer(ratings)));
    }

    [Fact]
    public void Nothing_to_infer_is_a_status()
    {
        ConsensusResult empty = DawidSkene.Infer(Ratings.FromTriples([], [], [], 3, 2, 2));
        Assert.All(empty.Statuses.ToArray(), status => Assert.Equal(ItemStatus.Unread, status));
        Assert.DoesNotContain(double.NaN, empty.Posteriors.ToArray());
        ConsensusResult tie = MajorityVote.Infer(Ratings.FromTable([0, 1], 2, 2));
        Assert.Equal(ItemStatus.Tie, tie.Statuses[0]);
        Assert.Equal(-1, tie.Labels[0]);
        Assert.Equal([0, 1], tie.LeadersOf(0));
    }
}
