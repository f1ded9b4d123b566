using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

public sealed class SpectralTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Moments_find_the_truth_and_every_start_ends_alike(int categories)
    {
        double[] accuracies = [.. Enumerable.Range(0, 12).Select(i => 0.55 + (0.03 * i))];
        (Ratings ratings, int[] truth) = Simulate.Readers(4, 3000, accuracies, categories);
        double[] weights = new double[3000];
        Array.Fill(weights, 1);
        double[] start = SpectralStart.Posteriors(ratings, weights, 1)!;
        double right = 0;
        for (int item = 0; item < truth.Length; item++)
        {
            ReadOnlySpan<double> row = start.AsSpan(item * categories, categories);
            Assert.Equal(1, row.ToArray().Sum(), 1e-9);
            right += row.IndexOf(row.ToArray().Max()) == truth[item] ? 1.0 / truth.Length : 0;
        }

        double votes = Simulate.Accuracy(DawidSkene.Infer(ratings), truth);
        Assert.True(right > votes - 0.02, $"{right} {votes}");
        ConsensusResult spectral = DawidSkene.Infer(
            ratings,
            new ConsensusOptions { Start = ConsensusStart.Spectral, Threads = 2 }
        );
        Assert.Null(spectral.Notice);
        Assert.Equal(votes, Simulate.Accuracy(spectral, truth), 0.005);
        Assert.Equal(DawidSkene.Infer(ratings).Trace.LogLikelihood!.Value, spectral.Trace.LogLikelihood!.Value, 0.5);
    }

    [Fact]
    public void It_rises_above_a_vote_that_is_mostly_wrong()
    {
        // Readers see category 0 well; they call most of category 1 "0" too: the vote is all zeros.
        SeededRandom random = new(6);
        int[] truth = [.. Enumerable.Range(0, 4000).Select(_ => random.Next(2))];
        int[] table = new int[truth.Length * 9];
        for (int cell = 0; cell < table.Length; cell++)
        {
            table[cell] = random.NextDouble() < (truth[cell / 9] == 1 ? 0.4 : 0.02) ? 1 : 0;
        }

        Ratings ratings = Ratings.FromTable(table, 9, 2);
        ConsensusResult found = DawidSkene.Infer(ratings, new ConsensusOptions { Start = ConsensusStart.Spectral });
        Assert.True(Simulate.Accuracy(MajorityVote.Infer(ratings), truth) < 0.75);
        Assert.True(Simulate.Accuracy(found, truth) > 0.9);
    }

    [Fact]
    public void Where_moments_are_missing_votes_stand_in_and_say_so()
    {
        (Ratings ratings, _) = Simulate.Readers(4, 30, [0.8, 0.8, 0.8], 2);
        ConsensusResult found = DawidSkene.Infer(ratings, new ConsensusOptions { Start = ConsensusStart.Spectral });
        Assert.Contains("votes stand in", found.Notice, StringComparison.Ordinal);
        Assert.Equal(DawidSkene.Infer(ratings).Posteriors, found.Posteriors);
        (Ratings two, _) = Simulate.Readers(4, 300, [0.8, 0.8], 2);
        Assert.NotNull(DawidSkene.Infer(two, new ConsensusOptions { Start = ConsensusStart.Spectral }).Notice);

        // Readers who all say the same leave moments without an inverse.
        Ratings alike = Ratings.FromTable([.. Enumerable.Repeat(1, 300)], 3, 2);
        Assert.NotNull(DawidSkene.Infer(alike, new ConsensusOptions { Start = ConsensusStart.Spectral }).Notice);
    }

    [Fact]
    public void Small_matrices_by_hand()
    {
        double[] matrix = [0, 2, 1, 3, 0, -1, 1, 1, 5];
        double[] inverse = SquareMatrix.Inverse(matrix, 3)!;
        double[] one = SquareMatrix.Multiply(matrix, inverse, 3);
        for (int cell = 0; cell < 9; cell++)
        {
            Assert.Equal(cell % 4 == 0 ? 1 : 0, one[cell], 1e-12);
        }

        Assert.Null(SquareMatrix.Inverse([1, 2, 2, 4], 2));
        Assert.Equal([1, 3, 2, 4], SquareMatrix.Transpose([1, 2, 3, 4], 2));
        Assert.Equal([19, 22, 43, 50], SquareMatrix.Multiply([1, 2, 3, 4], [5, 6, 7, 8], 2));
    }

    [Fact]
    public void Eigenvalues_and_vectors_fit_their_matrix()
    {
        double[] matrix = [4, 1, -2, 1, 3, 0.5, -2, 0.5, 1];
        (double[] values, double[] vectors) = SymmetricEigen.Of(matrix, 3);
        for (int v = 0; v < 3; v++)
        {
            for (int i = 0; i < 3; i++)
            {
                double product = 0;
                for (int j = 0; j < 3; j++)
                {
                    product += matrix[(i * 3) + j] * vectors[(j * 3) + v];
                }

                Assert.Equal(values[v] * vectors[(i * 3) + v], product, 1e-10);
            }
        }

        Assert.Equal(8, values.Sum(), 1e-10);
        Assert.Equal([2, 7], SymmetricEigen.Of([2, 0, 0, 7], 2).Values);
    }
}
