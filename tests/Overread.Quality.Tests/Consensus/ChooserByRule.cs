using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>The chooser's rule, recomputed from the parts it looks at.</summary>
public sealed class ChooserByRule
{
    [Theory]
    [InlineData("graded", null)]
    [InlineData("habits", "habits")]
    [InlineData("misleading2", "item-effects")]
    [InlineData("turned", "item-effects")]
    public void Mixes_the_models_by_what_they_foretell(string kind, string? heaviest)
    {
        Ratings ratings = Data(kind, 1);
        ConsensusChoice found = ConsensusChooser.Infer(ratings);
        (string[] names, double[] weights) = StackedModels.Weigh(ratings, new());
        Assert.Equal(1, weights.Sum(), 1e-12);
        string first = names[Array.IndexOf(weights, weights.Max())];
        Assert.Equal(heaviest ?? first, first);
        Assert.StartsWith(
            $"stacked: labels that were held out are foretold best by {first} (",
            found.Reason,
            StringComparison.Ordinal
        );

        // No other mixture gives the held-out labels a higher likelihood: moving a little weight anywhere never helps.
        HeldOutPrediction heldOut = new(ratings, new());
        double[][] foretold =
        [
            .. names.Select(name =>
                name switch
                {
                    "hierarchical" => heldOut.OfHierarchy(),
                    "item-effects" => heldOut.OfItemEffects(),
                    _ => heldOut.OfHabits(name == "ordinal"),
                }
            ),
        ];
        double Likelihood(double[] mixture) =>
            Enumerable.Range(0, ratings.Count).Sum(i => Math.Log(mixture.Select((w, m) => w * foretold[m][i]).Sum()));
        for (int from = 0; from < weights.Length; from++)
        {
            for (int to = 0; to < weights.Length; to++)
            {
                double moved = Math.Min(0.03, weights[from]);
                double[] other = [.. weights];
                other[from] -= moved;
                other[to] += moved;
                Assert.True(Likelihood(other) <= Likelihood(weights) + 1e-2);
            }
        }

        double[][] own =
        [
            .. names.Select(
                (name, m) =>
                    weights[m] > 0
                        ? ConsensusMethod.Named(name).Infer(ratings, new()).Posteriors.ToArray()
                        : new double[ratings.ItemCount * ratings.CategoryCount]
            ),
        ];
        for (int cell = 0; cell < own[0].Length; cell++)
        {
            double mixed = weights.Select((weight, m) => weight * own[m][cell]).Sum();
            Assert.Equal(mixed, found.Result.Posteriors[cell], 1e-12);
        }
    }

    [Fact]
    public void Weights_have_the_highest_likelihood()
    {
        // (8/3, 1/2) and (1/3, 3/2) times a half, weights w and 1 − w: log likelihood log((1+7w)/6) + log((3−2w)/4), top at w = 19/28.
        double[] weights = StackedModels.Weights([
            [4 / 3.0, 0.25],
            [1 / 6.0, 0.75],
        ]);
        Assert.Equal(19 / 28.0, weights[0], 1e-3);
        Assert.Equal(
            [0, 1],
            StackedModels.Weights([
                [0.1, 0.2, 0.3],
                [0.4, 0.4, 0.4],
            ])
        );

        // What a model says nothing of has no say.
        Assert.Equal(
            [0, 1],
            StackedModels.Weights([
                [0.1, 0.9, 0.3],
                [0.4, double.NaN, 0.4],
            ])
        );
        Assert.Equal(
            [0.5, 0.5],
            StackedModels.Weights([
                [double.NaN],
                [0.3],
            ])
        );
    }

    [Fact]
    public void A_sample_of_items_learns_what_all_would_tell()
    {
        Ratings ratings = Data("misleading2", 4);
        int work = ratings.Count * 4;
        Assert.True(ItemSample.Of(ratings, new(), work).IsWhole);
        ItemSample half = ItemSample.Of(
            ratings,
            new ConsensusOptions { Gold = [.. Enumerable.Repeat(-1, 79), 1] },
            work / 2
        );
        Assert.False(half.IsWhole);
        Assert.InRange(half.Ratings.ItemCount, 25, 55);
        Assert.Equal(half.Ratings.ItemCount, half.Options.Gold!.Count);
        int[] ranks = [.. Enumerable.Range(0, 80).Select(half.RankOf).Where(rank => rank >= 0)];
        Assert.Equal(Enumerable.Range(0, half.Ratings.ItemCount), ranks);
        int drawn = Enumerable.Range(0, 80).First(item => half.RankOf(item) == 3);
        Assert.Equal(ratings.CategoriesOf(drawn), half.Ratings.CategoriesOf(3));

        // The posteriors of the items that were learnt from come out again, and all others are near those of a whole fit.
        (_, ItemEffectsFit? fit) = ItemEffects.Fit(half.Ratings, new());
        double[] again = fit!.Over(half.Ratings, new());
        for (int i = 0; i < again.Length; i++)
        {
            Assert.Equal(fit.Posteriors[i], again[i], 0.02);
        }

        double[] all = fit.Over(ratings, new());
        double[] whole = [.. ItemEffects.Infer(ratings).Posteriors];
        int same = Enumerable.Range(0, 80).Count(item => (all[2 * item] > 0.5) == (whole[2 * item] > 0.5));
        Assert.True(same >= 74, $"{same} of 80");
    }

    [Fact]
    public void Without_two_readers_on_an_item_the_vote_is_all_there_is()
    {
        ConsensusOptions options = new() { AcceptAt = 0.6 };
        foreach (
            int[] table in (int[][])
                [
                    [-1, -1, -1, -1],
                    [0, -1, 1, -1],
                    [0, -1, -1, 1],
                ]
        )
        {
            ConsensusChoice found = ConsensusChooser.Infer(Ratings.FromTable(table, 2, 2), options);
            Assert.Equal(("majority", "majority", 0.6), (found.Method, found.Result.Method, found.Result.AcceptAt));
        }

        Assert.NotEqual("majority", ConsensusChooser.Infer(Ratings.FromTable([0, 1, 1, -1], 2, 2)).Method);

        // Of a thousand categories only tables are learnt: other models would take a million operations a label.
        ConsensusChoice large = ConsensusChooser.Infer(Ratings.FromTable([0, 0, 999, 999], 2, 1000), options);
        Assert.Equal(("stacked", 0.6), (large.Method, large.Result.AcceptAt));
        Assert.EndsWith("by hierarchical (100 %).", large.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("misleading2", 1)]
    [InlineData("misleading2", 2)]
    [InlineData("misleading2", 3)]
    [InlineData("turned", 1)]
    [InlineData("turned", 2)]
    [InlineData("even", 1)]
    public void Item_effects_widen_while_the_evidence_rises(string kind, int seed)
    {
        Ratings ratings = Data(kind, (ulong)seed);
        DawidSkeneFit plain = DawidSkeneFit.Run(ratings, new());
        ItemEffectsFit? best = null;
        foreach (double spread in (double[])[0.4, 0.8, 1.2, 1.6])
        {
            ItemEffectsFit fit = ItemEffectsFit.Run(ratings, plain, spread, new());
            if (fit.Evidence <= (best?.Evidence ?? plain.Trace.LogLikelihood!.Value))
            {
                break;
            }

            best = fit;
        }

        ConsensusResult found = ItemEffects.Infer(ratings);
        Assert.Equal(kind == "even", best is null);
        Assert.Equal(best?.Posteriors ?? plain.Posteriors, found.Posteriors);
        Assert.Equal(
            best is null ? null : $"items push their readers with a spread of {best.Spread:F1} logits.",
            found.Notice
        );
        Assert.Equal("item-effects", found.Method);
    }

    private static Ratings Data(string kind, ulong seed)
    {
        switch (kind)
        {
            case "graded":
                return Cells(
                    seed,
                    120,
                    24,
                    4,
                    4,
                    (ref SeededRandom r, int truth, int reader) =>
                    {
                        int label = truth + (r.NextDouble() < 0.35 ? (r.Next(2) * 2) - 1 : 0);
                        return Math.Clamp(label, 0, 3);
                    }
                );
            case "habits":
                return Cells(
                    seed,
                    200,
                    60,
                    5,
                    5,
                    (ref SeededRandom r, int truth, int reader) =>
                        r.NextDouble() < (reader % 4 == 0 ? 0.0 : 0.8) ? truth
                        : reader % 2 == 0 ? reader % 5
                        : r.Next(5)
                );
            case "even":
                return Cells(
                    seed,
                    60,
                    5,
                    3,
                    5,
                    (ref SeededRandom r, int truth, int reader) =>
                        r.NextDouble() < 0.8 - (0.05 * reader) ? truth : r.Next(3)
                );
            case "misleading2":
                return Misleading(seed, 2, 0.15);
            case "misleading3":
                return Misleading(seed, 3, 0.15);
            default:
                return Misleading(seed, 2, 0.45);
        }
    }

    private static Ratings Misleading(ulong seed, int q, double share)
    {
        SeededRandom random = new(seed);
        int[] table = new int[80 * 12];
        for (int item = 0; item < 80; item++)
        {
            int truth = random.Next(q);
            bool misleads = random.NextDouble() < share;
            int pull = (truth + 1) % q;
            for (int r = 0; r < 12; r++)
            {
                table[(item * 12) + r] =
                    misleads ? (random.NextDouble() < 0.6 ? pull : truth)
                    : random.NextDouble() < 0.95 ? truth
                    : random.Next(q);
            }
        }

        return Ratings.FromTable(table, 12, q);
    }

    private delegate int Label(ref SeededRandom random, int truth, int reader);

    private static Ratings Cells(ulong seed, int items, int readers, int q, int reads, Label label)
    {
        SeededRandom random = new(seed);
        List<(int Item, int Reader, int Label)> rows = [];
        for (int item = 0; item < items; item++)
        {
            int truth = random.Next(q);
            HashSet<int> chosen = [];
            while (chosen.Count < reads)
            {
                chosen.Add(random.Next(readers));
            }

            foreach (int reader in chosen)
            {
                rows.Add((item, reader, label(ref random, truth, reader)));
            }
        }

        return Ratings.FromTriples(
            [.. rows.Select(r => r.Item)],
            [.. rows.Select(r => r.Reader)],
            [.. rows.Select(r => r.Label)],
            items,
            readers,
            q
        );
    }
}
