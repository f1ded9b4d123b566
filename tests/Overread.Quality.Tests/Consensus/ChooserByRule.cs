using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>The chooser's rule, recomputed from the parts it looks at.</summary>
public sealed class ChooserByRule
{
    [Theory]
    [InlineData("graded", 1, "ordinal")]
    [InlineData("habits", 1, "averaged: readers have too few labels")]
    [InlineData(
        "even",
        1,
        "dawid-skene: readers share items, so that their confusions can be learnt; the labels do not show items"
    )]
    [InlineData("misleading2", 1, "item-effects")]
    [InlineData("misleading2", 2, "item-effects")]
    [InlineData("misleading3", 1, "averaged: the evidence")]
    [InlineData(
        "misleading3",
        2,
        "dawid-skene: readers share items, so that their confusions can be learnt; the labels do not show items"
    )]
    [InlineData("turned", 2, "item-effects")]
    [InlineData("turned", 3, "dawid-skene: a model of misleading items")]
    public void Takes_what_its_rule_says(string kind, int seed, string reason)
    {
        Ratings ratings = Data(kind, (ulong)seed);
        ConsensusChoice found = ConsensusChooser.Infer(ratings);
        Assert.StartsWith(reason, found.Reason, StringComparison.Ordinal);
        Assert.StartsWith(found.Method, found.Reason, StringComparison.Ordinal);
        Assert.Equal(Rule(ratings), found.Reason[..found.Reason.IndexOf(' ', StringComparison.Ordinal)].TrimEnd(':'));
        ConsensusResult plain = DawidSkene.Infer(ratings);
        ConsensusResult wanted = found.Method switch
        {
            "ordinal" => OrdinalDawidSkene.Infer(ratings),
            "item-effects" => ItemEffects.Infer(ratings),
            "averaged" => AveragedModels.Of(
                ratings,
                plain,
                kind == "habits" ? ReaderHabits.Infer(ratings) : ItemEffects.Infer(ratings),
                new()
            ),
            _ => plain,
        };
        Assert.Equal(wanted.Posteriors, found.Result.Posteriors);
        Assert.Equal(wanted.Method, found.Result.Method);
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

        // Four labels of a thousand categories would be four million numbers.
        ConsensusChoice large = ConsensusChooser.Infer(Ratings.FromTable([0, 0, 999, 999], 2, 1000), options);
        Assert.Contains("too many labels", large.Reason, StringComparison.Ordinal);
        Assert.Equal(("dawid-skene", 0.6), (large.Method, large.Result.AcceptAt));
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

    private static string Rule(Ratings ratings)
    {
        if (ratings.CategoryCount > 2)
        {
            HeldOutPrediction heldOut = new(ratings, new());
            double[] tables = heldOut.OfDawidSkene();
            double[] habits = heldOut.OfHabits(ordered: false);
            double[] ordered = heldOut.OfHabits(ordered: true);
            if (HeldOutPrediction.Lead(ordered, tables) > 3 && HeldOutPrediction.Lead(ordered, habits) > 3)
            {
                return "ordinal";
            }

            if (HeldOutPrediction.Lead(habits, tables) > 6)
            {
                return "averaged";
            }
        }

        ConsensusResult plain = DawidSkene.Infer(ratings);
        ConsensusResult effects = ItemEffects.Infer(ratings);
        int[] both =
        [
            .. Enumerable.Range(0, ratings.ItemCount).Where(i => plain.Labels[i] >= 0 && effects.Labels[i] >= 0),
        ];
        bool alike = both.Count(i => plain.Labels[i] == effects.Labels[i]) >= 0.8 * both.Length;
        return effects.Notice is null || !alike ? "dawid-skene"
            : ratings.CategoryCount == 2 ? "item-effects"
            : "averaged";
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
