using Overread.Quality.Numerics;
using Overread.Quality.WeakSupervision;

namespace Overread.Quality.Tests.WeakSupervision;

public sealed class LabelModelTests
{
    private static readonly double[] s_accuracies = [0.9, 0.8, 0.75, 0.7, 0.6];

    [Fact]
    public void Both_models_recover_the_accuracies()
    {
        (Ratings votes, int[] truth) = Simulate.Readers(4, 20_000, s_accuracies, 2, 0.6, [0.5, 0.5]);
        foreach (WeakLabels found in (WeakLabels[])[LabelModel.Triplets(votes), LabelModel.Generative(votes)])
        {
            for (int f = 0; f < s_accuracies.Length; f++)
            {
                Assert.Equal(s_accuracies[f], found.Functions[f].Accuracy!.Value, 0.04);
                Assert.Equal(0.6, found.Functions[f].Coverage, 0.02);
            }

            Assert.True(Simulate.Accuracy(found.Result, truth) > 0.82);
            Assert.Empty(found.Dependencies);
        }
    }

    [Fact]
    public void The_class_balance_matters_for_rare_findings()
    {
        (Ratings votes, int[] truth) = Simulate.Readers(6, 5000, [0.8, 0.8, 0.75], 2, 1, [0.95, 0.05]);
        double given = Simulate.Accuracy(
            LabelModel.Triplets(votes, new() { ClassBalance = [0.95, 0.05] }).Result,
            truth
        );
        double even = Simulate.Accuracy(LabelModel.Triplets(votes, new() { ClassBalance = [0.5, 0.5] }).Result, truth);
        Assert.True(given > even + 0.03, $"{given} {even}");
    }

    [Fact]
    public void A_copied_function_is_warned_of()
    {
        (Ratings votes, _) = Simulate.Readers(7, 4000, [0.8, 0.7, 0.75, 0.7], 2);
        List<int> items = [];
        List<int> functions = [];
        List<int> labels = [];
        SeededRandom random = new(1);
        for (int item = 0; item < 4000; item++)
        {
            for (int f = 0; f < 4; f++)
            {
                items.Add(item);
                functions.Add(f);
                labels.Add(votes.CategoriesOf(item)[f]);
            }

            items.Add(item);
            functions.Add(4);
            labels.Add(random.NextDouble() < 0.95 ? votes.CategoriesOf(item)[1] : 1 - votes.CategoriesOf(item)[1]);
        }

        Ratings all = Ratings.FromTriples([.. items], [.. functions], [.. labels], 4000, 5, 2);
        Assert.Contains(LabelModel.Triplets(all).Dependencies, pair => (pair.First, pair.Second) == (1, 4));
    }

    [Fact]
    public void Too_few_functions_are_refused() =>
        Assert.Throws<ArgumentException>(() => LabelModel.Triplets(Ratings.FromTable([0, 1], 2, 2)));
}
