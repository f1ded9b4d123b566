using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>Every pattern of labels weighted by its exact probability: the moments must give the model back.</summary>
public sealed class SpectralInTheLimit
{
    [Theory]
    [InlineData(2, 3, 1UL)]
    [InlineData(2, 5, 2UL)]
    [InlineData(3, 3, 1UL)]
    [InlineData(3, 4, 7UL)]
    [InlineData(4, 3, 3UL)]
    public void Posteriors_are_those_of_the_model(int q, int readers, ulong seed)
    {
        SeededRandom random = new(seed + 20);
        double[] balance = Shares(ref random, q, -1);
        double[][][] confusion =
        [
            .. Enumerable
                .Range(0, readers)
                .Select(_ => Enumerable.Range(0, q).Select(t => Shares(ref random, q, t)).ToArray()),
        ];
        int patterns = (int)Math.Pow(q, readers);
        int[] table = new int[patterns * readers];
        double[] weights = new double[patterns];
        double[][] wanted = new double[patterns][];
        for (int p = 0; p < patterns; p++)
        {
            double[] joint = [.. balance];
            for (int r = 0, rest = p; r < readers; r++, rest /= q)
            {
                table[(p * readers) + r] = rest % q;
                joint = [.. joint.Select((j, t) => j * confusion[r][t][rest % q])];
            }

            weights[p] = 5000 * joint.Sum();
            wanted[p] = [.. joint.Select(j => j / joint.Sum())];
        }

        double[] found = SpectralStart.Posteriors(Ratings.FromTable(table, readers, q), weights, seed)!;
        for (int p = 0; p < patterns; p++)
        {
            for (int t = 0; t < q; t++)
            {
                Assert.Equal(wanted[p][t], found[(p * q) + t], 1e-6);
            }
        }
    }

    [Fact]
    public void Items_without_all_groups_do_not_enter_the_moments_but_are_judged()
    {
        // Eight patterns of three readers in the exact shares of a model, and one item that only reader 0 saw.
        double[] balance = [0.4, 0.6];
        double[][] right =
        [
            [0.9, 0.8],
            [0.7, 0.85],
            [0.8, 0.75],
        ];
        int[] table = new int[27];
        double[] weights = new double[9];
        for (int p = 0; p < 8; p++)
        {
            double[] joint = [.. balance];
            for (int r = 0; r < 3; r++)
            {
                int label = (p >> r) & 1;
                table[(p * 3) + r] = label;
                joint = [.. joint.Select((j, t) => j * (label == t ? right[r][t] : 1 - right[r][t]))];
            }

            weights[p] = 1000 * joint.Sum();
        }

        (table[24], table[25], table[26], weights[8]) = (1, -1, -1, 500);
        double[] found = SpectralStart.Posteriors(Ratings.FromTable(table, 3, 2), weights, 1)!;
        Assert.Equal(0.6 * 0.8 / ((0.6 * 0.8) + (0.4 * 0.1)), found[17], 1e-6);
    }

    [Fact]
    public void Without_enough_to_go_by_there_is_no_start()
    {
        Ratings three = Ratings.FromTable([0, 0, 0, 1, 1, 1, 0, 1, 1], 3, 2);
        Assert.Null(SpectralStart.Posteriors(three, [13, 13, 13], 1));
        Assert.Null(SpectralStart.Posteriors(Ratings.FromTable([0, 0, 1, 1], 2, 2), [500, 500], 1));
        Assert.Null(SpectralStart.Posteriors(Ratings.FromTable([0, 0, 0], 3, 1), [500], 1));

        // Readers who always say the same have no moments to invert.
        Assert.Null(SpectralStart.Posteriors(Ratings.FromTable([0, 0, 0, 0, 0, 1], 3, 2), [500, 500], 1));
        ConsensusResult told = DawidSkene.Infer(three, new() { Start = ConsensusStart.Spectral });
        Assert.Contains("votes stand in", told.Notice, StringComparison.Ordinal);
        Assert.Null(DawidSkene.Infer(three).Notice);
    }

    // Random shares; with a truth, that category is likeliest.
    private static double[] Shares(ref SeededRandom random, int q, int truth)
    {
        double[] raw = new double[q];
        for (int k = 0; k < q; k++)
        {
            raw[k] = 0.4 + random.NextDouble() + (k == truth ? 3 + random.NextDouble() : 0);
        }

        return [.. raw.Select(r => r / raw.Sum())];
    }
}
