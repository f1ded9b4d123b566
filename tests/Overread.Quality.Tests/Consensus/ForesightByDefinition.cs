using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>Labels foretold from other labels, and from features.</summary>
public sealed class ForesightByDefinition
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Held_out_labels_are_foretold_from_the_rest(int q)
    {
        Ratings ratings = NaiveConsensus.Random(5, 40, 4, q);
        ConsensusOptions options = new() { Seed = 3, Smoothing = 0.2 };
        HeldOutPrediction heldOut = new(ratings, options);
        var rows = NaiveConsensus.Rows(ratings).ToArray();
        SeededRandom random = new(3);
        int[] fold = [.. rows.Select(_ => random.Next(4))];
        ConsensusOptions rough = options with { Tolerance = 1e-3, MaxIterations = 100 };
        Assert.Equal(Enumerable.Range(0, rows.Length), heldOut.Places);
        Same(
            Labels(
                t =>
                {
                    DawidSkeneFit fit = HierarchicalDawidSkene.Fit(t, rough);
                    return (fit.Posteriors, fit.Confusion, fit.Balance);
                },
                0
            ),
            heldOut.OfHierarchy()
        );

        // These readers are not misled by items: plain tables stand in, a fiftieth of them even.
        Same(
            Labels(
                t =>
                {
                    (DawidSkeneFit fit, ItemEffectsFit? effects) = ItemEffects.Fit(t, rough);
                    Assert.Null(effects);
                    return (fit.Posteriors, fit.Confusion, fit.Balance);
                },
                0.02
            ),
            heldOut.OfItemEffects()
        );
        foreach (bool ordered in (bool[])[false, true])
        {
            double[] habits = Labels(
                t =>
                {
                    AssociationFit fit = AssociationFit.Run(t, rough, ordered);
                    return (fit.Posteriors, fit.Confusion, fit.Balance);
                },
                0
            );
            Same(habits, heldOut.OfHabits(ordered));
        }

        double[] Labels(Func<Ratings, (double[] Posteriors, double[] Confusion, double[] Balance)> learn, double even)
        {
            double[] foretold = new double[rows.Length];
            for (int f = 0; f < 4; f++)
            {
                var kept = rows.Where((_, e) => fold[e] != f).ToArray();
                Ratings training = Ratings.FromTriples(
                    [.. kept.Select(r => r.Item)],
                    [.. kept.Select(r => r.Reader)],
                    [.. kept.Select(r => r.Label)],
                    40,
                    4,
                    q
                );
                (double[] posteriors, double[] confusion, double[] balance) = learn(training);
                for (int e = 0; e < rows.Length; e++)
                {
                    (int item, int reader, int label) = rows[e];
                    if (fold[e] != f)
                    {
                        continue;
                    }

                    double p = Enumerable
                        .Range(0, q)
                        .Sum(k =>
                            (kept.Any(r => r.Item == item) ? posteriors[(item * q) + k] : balance[k])
                            * confusion[(((reader * q) + k) * q) + label]
                        );
                    foretold[e] = (p * (1 - even)) + (even / q);
                }
            }

            return foretold;
        }

        static void Same(double[] wanted, double[] found)
        {
            for (int i = 0; i < wanted.Length; i++)
            {
                Assert.Equal(wanted[i], found[i], 1e-9);
            }
        }
    }

    [Fact]
    public void Learnable_readers_are_those_whose_labels_a_tree_foretells()
    {
        SeededRandom random = new(5);
        double[] features = [.. Enumerable.Range(0, 120).Select(_ => random.NextDouble())];
        int[] table =
        [
            .. Enumerable
                .Range(0, 240)
                .Select(cell =>
                    (cell % 4) switch
                    {
                        0 or 1 => features[cell / 4 * 2] > 0.5 ? 1 : 0,
                        2 => random.Next(2),
                        _ => cell / 4 < 9 ? 1 : -1,
                    }
                ),
        ];
        Ratings ratings = Ratings.FromTable(table, 4, 2);
        TopMajorityResult found = TopMajorityVote.Infer(ratings, features, 2, 0.7, 2, new() { Seed = 8 });
        Assert.Equal([60, 60, 60, 9], found.Readers.Select(r => r.Labels));
        Assert.Null(found.Readers[3].MicroF1);
        for (int reader = 0; reader < 3; reader++)
        {
            // Fisher and Yates with the reader's own stream, then five folds in turn.
            int[] order = [.. Enumerable.Range(0, 60)];
            SeededRandom own = SeededRandom.ForPart(8, (ulong)reader);
            for (int i = 59; i > 0; i--)
            {
                int j = own.Next(i + 1);
                (order[i], order[j]) = (order[j], order[i]);
            }

            int[] labels = [.. Enumerable.Range(0, 60).Select(i => table[(i * 4) + reader])];
            int right = 0;
            for (int fold = 0; fold < 5; fold++)
            {
                ShallowTree tree = ShallowTree.Grow(
                    features,
                    2,
                    [.. order.Where((_, i) => i % 5 != fold)],
                    labels,
                    2,
                    5,
                    2
                );
                right += order.Where((_, i) => i % 5 == fold).Count(item => tree.Predict(item) == labels[item]);
            }

            Assert.Equal(right / 60.0, found.Readers[reader].MicroF1!.Value, 1e-12);
            Assert.Equal(right >= 42, found.Readers[reader].Selected);

            // Clopper and Pearson: the bounds leave 2.5 % on either side.
            double low = found.Readers[reader].Low!.Value;
            double high = found.Readers[reader].High!.Value;
            Assert.Equal(0.025, SpecialFunctions.IncompleteBeta(low, right, 61 - right), 1e-9);
            Assert.Equal(
                right == 60 ? 1 : 0.975,
                right == 60 ? high : SpecialFunctions.IncompleteBeta(high, right + 1, 60 - right),
                1e-9
            );
        }

        Assert.Equal(MajorityVote.Infer(ratings.OfReaders(0, 1)).Posteriors, found.Result.Posteriors);
        Assert.Equal("2 of 4 readers are learnable and vote.", found.Result.Notice);
        Assert.Null(found.Result.FallbackFrom);
        Assert.Equal("top-majority", TopMajorityVote.Infer(ratings, features, 2, 0.7, 3).Result.FallbackFrom);
        Assert.Contains(
            "119 features",
            Assert.Throws<ArgumentException>(() => TopMajorityVote.Infer(ratings, features.AsMemory(1), 2)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => TopMajorityVote.Infer(ratings, features, 0));
        features[119] = double.PositiveInfinity;
        Assert.Contains(
            "item 59",
            Assert.Throws<ArgumentException>(() => TopMajorityVote.Infer(ratings, features, 2)).Message,
            StringComparison.Ordinal
        );
        Ratings ten = Ratings.FromTable([.. Enumerable.Range(0, 10).Select(i => i % 2)], 1, 2);
        Assert.NotNull(TopMajorityVote.Infer(ten, new double[10], 1).Readers[0].MicroF1);
    }
}
