using CsCheck;
using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

public sealed class MethodsOnSimulations
{
    public static TheoryData<string> Methods => [.. ConsensusMethod.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Beats_or_equals_majority_where_its_assumptions_hold(string name)
    {
        double[] accuracies = [0.95, 0.9, 0.6, 0.55, 0.55, 0.6, 0.55];
        (Ratings ratings, int[] truth) = Simulate.Readers(31, 1500, accuracies, 2);
        ConsensusResult result = ConsensusMethod.Named(name).Infer(ratings, ConsensusOptions.Default);
        double majority = Simulate.Accuracy(MajorityVote.Infer(ratings), truth);
        double least = name is "majority" or "wawa" or "zero-based-skill" ? majority - 0.005 : majority + 0.04;
        double accuracy = Simulate.Accuracy(result, truth);
        Assert.True(
            accuracy >= least,
            $"{name} ({result.Method}): {accuracy:F3}, majority {majority:F3}. {result.Notice}"
        );
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Posteriors_are_probabilities_and_states_have_names(string name)
    {
        ConsensusMethod method = ConsensusMethod.Named(name);
        Gen.Select(Gen.Int[0, 12], Gen.Int[1, 4], Gen.Int[1, 4], Gen.ULong)
            .Sample(
                (items, readers, categories, seed) =>
                {
                    double[] accuracies = [.. Enumerable.Repeat(0.7, readers)];
                    (Ratings ratings, _) = Simulate.Readers(seed, items, accuracies, categories, 0.6);
                    ConsensusResult result = method.Infer(ratings, ConsensusOptions.Default);
                    for (int item = 0; item < items; item++)
                    {
                        double sum = 0;
                        foreach (double probability in result.PosteriorOf(item))
                        {
                            Assert.InRange(probability, 0, 1 + 1e-12);
                            sum += probability;
                        }

                        if (ratings.ReadersOf(item).IsEmpty)
                        {
                            Assert.Equal(ItemStatus.Unread, result.Statuses[item]);
                        }
                        else
                        {
                            Assert.Equal(1, sum, 1e-9);
                            Assert.NotEmpty(result.LeadersOf(item));
                        }
                    }
                },
                iter: 60
            );
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Two_threads_give_the_same_bits(string name)
    {
        double[] accuracies = [.. Enumerable.Range(0, 40).Select(i => 0.5 + (0.01 * i))];
        (Ratings ratings, _) = Simulate.Readers(8, 3000, accuracies, 3, 0.15);
        ConsensusMethod method = ConsensusMethod.Named(name);
        ConsensusOptions options = new() { MaxIterations = 6 };
        ConsensusResult one = method.Infer(ratings, options);
        ConsensusResult two = method.Infer(ratings, options with { Threads = 2 });
        Assert.True(one.Posteriors.SequenceEqual(two.Posteriors));
    }

    [Fact]
    public void Item_effects_find_items_that_mislead()
    {
        (Ratings ratings, int[] truth) = Misleading(5, 400, 30, 1.0);
        ConsensusResult effects = ItemEffects.Infer(ratings);
        double plain = Simulate.Accuracy(DawidSkene.Infer(ratings), truth);
        Assert.NotNull(effects.Notice);
        Assert.True(Simulate.Accuracy(effects, truth) >= plain);
        (string[] names, double[] weights) = StackedModels.Weigh(ratings, new());
        Assert.True(weights[Array.IndexOf(names, "item-effects")] > 0.5, string.Join(" ", weights));
        Assert.True(Simulate.Accuracy(ConsensusChooser.Infer(ratings).Result, truth) >= plain);
    }

    [Fact]
    public void Without_misleading_items_item_effects_are_dawid_skene()
    {
        (Ratings ratings, _) = Misleading(6, 400, 30, 0);
        ConsensusResult effects = ItemEffects.Infer(ratings);
        Assert.Null(effects.Notice);
        Assert.True(effects.Posteriors.SequenceEqual(DawidSkene.Infer(ratings).Posteriors));
    }

    [Fact]
    public void Mace_finds_the_reader_who_does_not_look()
    {
        (Ratings ratings, int[] truth) = Simulate.Readers(3, 500, [0.9, 0.9, 0.85], 3);
        int[] items = [.. Enumerable.Range(0, 2000).Select(i => i % 500)];
        int[] readers = [.. Enumerable.Range(0, 2000).Select(i => i / 500)];
        int[] labels =
        [
            .. Enumerable.Range(0, 2000).Select(i => i < 1500 ? ratings.CategoriesOf(i % 500)[i / 500] : 1),
        ];
        ConsensusResult result = Mace.Infer(Ratings.FromTriples(items, readers, labels, 500, 4, 3));
        Assert.True(result.Readers[3].Skill < 0.1);
        Assert.True(result.Readers[0].Skill > 0.7);
        Assert.True(Simulate.Accuracy(result, truth) > 0.95);
    }

    [Fact]
    public void An_unknown_method_is_refused_with_the_known_names()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => ConsensusMethod.Named("best"));
        Assert.Contains("dawid-skene", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Two categories; every item pushes its readers by a normal number of logits.</summary>
    private static (Ratings Ratings, int[] Truth) Misleading(ulong seed, int items, int readers, double spread)
    {
        SeededRandom random = new(seed);
        int[] table = new int[items * readers];
        int[] truth = new int[items];
        double[] skill = [.. Enumerable.Range(0, readers).Select(i => 0.3 + (2.2 * i / readers))];
        for (int item = 0; item < items; item++)
        {
            truth[item] = random.Next(2);
            double push = spread * 1.4 * random.NextNormal();
            for (int reader = 0; reader < readers; reader++)
            {
                double logit = push + (truth[item] == 1 ? skill[reader] : -skill[reader]);
                table[(item * readers) + reader] = random.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
            }
        }

        return (Ratings.FromTable(table, readers, 2), truth);
    }
}
