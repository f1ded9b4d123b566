using Overread.Quality.Consensus;
using Overread.Quality.Tests.Consensus;
using Overread.Quality.WeakSupervision;

namespace Overread.Quality.Tests.WeakSupervision;

/// <summary>The triplet method and the summaries of functions by sums over votes.</summary>
public sealed class LabelModelByDefinition
{
    [Theory]
    [InlineData(1, 4, false)]
    [InlineData(2, 6, true)]
    [InlineData(3, 3, true)]
    public void Triplets(int seed, int functions, bool known)
    {
        const int Items = 60;
        Ratings votes = NaiveConsensus.Random((ulong)seed, Items, functions, 2, 0.7);
        ConsensusOptions options = new()
        {
            ClassBalance = known ? [0.7, 0.3] : null,
            Gold = known ? [.. Enumerable.Range(0, Items).Select(i => i == 5 ? 1 : -1)] : null,
        };
        var rows = NaiveConsensus.Rows(votes).ToArray();
        int?[,] vote = new int?[Items, functions];
        foreach ((int item, int f, int label) in rows)
        {
            vote[item, f] = label == 1 ? 1 : -1;
        }

        double Product(int a, int b) =>
            Enumerable
                .Range(0, Items)
                .Where(i => vote[i, a] is not null && vote[i, b] is not null)
                .Average(i => vote[i, a]!.Value * vote[i, b]!.Value);
        double[] accuracy =
        [
            .. Enumerable
                .Range(0, functions)
                .Select(i =>
                {
                    List<double> estimates = [];
                    for (int j = 0; j < functions; j++)
                    {
                        for (int k = j + 1; k < functions; k++)
                        {
                            if (i != j && i != k && Math.Abs(Product(j, k)) > 0.01)
                            {
                                estimates.Add(Math.Sqrt(Math.Abs(Product(i, j) * Product(i, k) / Product(j, k))));
                            }
                        }
                    }

                    estimates.Sort();
                    int n = estimates.Count;
                    double median = n == 0 ? 0 : (estimates[(n - 1) / 2] + estimates[n / 2]) / 2;
                    return Math.Clamp((1 + median) / 2, 0.505, 0.995);
                }),
        ];
        double[] balance = known ? [0.7, 0.3] : NaiveConsensus.Mean(NaiveConsensus.Votes(votes, new()));
        WeakLabels found = LabelModel.Triplets(votes, options);
        for (int item = 0; item < Items; item++)
        {
            double[] wanted = NaiveConsensus
                .Normal([
                    .. Enumerable
                        .Range(0, 2)
                        .Select(k =>
                            Math.Log(balance[k])
                            + rows.Where(r => r.Item == item)
                                .Sum(r => Math.Log(r.Label == k ? accuracy[r.Reader] : 1 - accuracy[r.Reader]))
                        ),
                ])
                .Shares;
            wanted = known && item == 5 ? [0, 1] : wanted;
            Assert.Equal(wanted[1], found.Result.PosteriorOf(item)[1], 1e-9);
        }

        Assert.Equal(("triplets", 0.8), (found.Result.Method, found.Result.AcceptAt));
        Summaries(votes, found, accuracy);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Generative(int categories)
    {
        Ratings votes = NaiveConsensus.Random(4, 80, 5, categories, 0.6);
        WeakLabels found = LabelModel.Generative(votes, new() { AcceptAt = 0.9 });
        ConsensusResult plain = DawidSkene.Infer(votes, new() { AcceptAt = 0.9 });
        Assert.Equal(plain.Posteriors, found.Result.Posteriors);
        Assert.Equal(plain.ClassBalance, found.Result.ClassBalance);
        Assert.Equal(("label-model", 0.9), (found.Result.Method, found.Result.AcceptAt));
        Assert.Equal(plain.Trace.Iterations, found.Result.Trace.Iterations);
        Summaries(votes, found, [.. plain.Readers.Select(r => r.Accuracy!.Value)]);
    }

    [Fact]
    public void Functions_that_agree_beyond_their_accuracies_are_paired()
    {
        // Function 5 repeats function 4; the rest are independent.
        (Ratings five, _) = Simulate.Readers(5, 600, [0.9, 0.9, 0.85, 0.85, 0.6], 2);
        int[] table =
        [
            .. Enumerable.Range(0, 600).SelectMany(i => (int[])[.. five.CategoriesOf(i), five.CategoriesOf(i)[4]]),
        ];
        Ratings votes = Ratings.FromTable(table, 6, 2);
        WeakLabels found = LabelModel.Triplets(votes, new() { ClassBalance = [0.5, 0.5] });
        (int first, int second, double excess) = Assert.Single(found.Dependencies);
        double accuracy = found.Result.Readers[4].Accuracy!.Value;
        Assert.Equal((4, 5), (first, second));
        double other = found.Result.Readers[5].Accuracy!.Value;
        Assert.Equal(600 * (1 - ((accuracy * other) + ((1 - accuracy) * (1 - other)))), excess, 1e-6);
        Assert.Contains(
            "two categories and three",
            Assert.Throws<ArgumentException>(() => LabelModel.Triplets(NaiveConsensus.Random(1, 9, 3, 3))).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => LabelModel.Triplets(NaiveConsensus.Random(1, 9, 2, 2)));
        Assert.Throws<ArgumentException>(() => LabelModel.Triplets(votes, new() { Gold = [0] }));
    }

    [Fact]
    public void A_function_that_never_votes_has_no_accuracy()
    {
        Ratings votes = Ratings.FromTriples([0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 1, 0], 3, 3, 2);
        WeakLabels found = LabelModel.Triplets(votes);
        Assert.Null(found.Functions[2].Accuracy);
        Assert.Equal(
            (0.0, 0.0, 0.0),
            (found.Functions[2].Coverage, found.Functions[2].Overlap, found.Functions[2].Conflict)
        );
        Assert.Equal(
            (2 / 3.0, 2 / 3.0, 1 / 3.0),
            (found.Functions[0].Coverage, found.Functions[0].Overlap, found.Functions[0].Conflict)
        );
        Assert.Equal(0.505, found.Functions[0].Accuracy);
        Assert.Empty(LabelModel.Triplets(Ratings.FromTriples([], [], [], 0, 3, 2)).Dependencies);
    }

    private static void Summaries(Ratings votes, WeakLabels found, double[] accuracy)
    {
        double items = votes.ItemCount;
        var rows = NaiveConsensus.Rows(votes).ToArray();
        for (int f = 0; f < votes.ReaderCount; f++)
        {
            int[] own = [.. rows.Where(r => r.Reader == f).Select(r => r.Item)];
            Assert.Equal(f, found.Functions[f].Function);
            Assert.Equal(own.Length / items, found.Functions[f].Coverage, 1e-12);
            Assert.Equal(own.Count(i => rows.Count(r => r.Item == i) > 1) / items, found.Functions[f].Overlap, 1e-12);
            Assert.Equal(
                own.Count(i => rows.Where(r => r.Item == i).Select(r => r.Label).Distinct().Count() > 1) / items,
                found.Functions[f].Conflict,
                1e-12
            );
            Assert.Equal(accuracy[f], found.Functions[f].Accuracy!.Value, 1e-9);
        }
    }
}
