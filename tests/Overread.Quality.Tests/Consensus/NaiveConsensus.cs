using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>Plain loops over items, readers and categories, as the papers write the models.</summary>
internal static class NaiveConsensus
{
    internal sealed record Fit(double[][] Posteriors, double[][][] Confusion, double[] Balance, List<double> Objective);

    /// <summary>Random ratings with missing labels, one item that nobody read and, on request, repeats.</summary>
    internal static Ratings Random(
        ulong seed,
        int items,
        int readers,
        int categories,
        double coverage = 0.7,
        bool repeats = false
    )
    {
        SeededRandom random = new(seed);
        List<(int Item, int Reader, int Label)> rows = [];
        for (int item = 0; item < items; item++)
        {
            int truth = Math.Min(random.Next(categories), random.Next(categories));
            for (int reader = 0; reader < readers && item != 1; reader++)
            {
                double skill = 0.9 - (0.6 * reader / readers);
                for (int read = 0; read < (repeats && random.NextDouble() < 0.2 ? 2 : 1); read++)
                {
                    if (random.NextDouble() < coverage)
                    {
                        rows.Add((item, reader, random.NextDouble() < skill ? truth : random.Next(categories)));
                    }
                }
            }
        }

        return Ratings.FromTriples(
            [.. rows.Select(r => r.Item)],
            [.. rows.Select(r => r.Reader)],
            [.. rows.Select(r => r.Label)],
            items,
            readers,
            categories
        );
    }

    internal static IEnumerable<(int Item, int Reader, int Label)> Rows(Ratings ratings)
    {
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            for (int i = 0; i < ratings.ReadersOf(item).Length; i++)
            {
                yield return (item, ratings.ReadersOf(item)[i], ratings.CategoriesOf(item)[i]);
            }
        }
    }

    /// <summary>Shares of votes; an unread item has those of all labels, a gold item its truth.</summary>
    internal static double[][] Votes(Ratings ratings, ConsensusOptions options)
    {
        int q = ratings.CategoryCount;
        (int Item, int Reader, int Label)[] rows = [.. Rows(ratings)];
        double[][] shares = new double[ratings.ItemCount][];
        for (int item = 0; item < shares.Length; item++)
        {
            int[] own = [.. rows.Where(r => r.Item == item).Select(r => r.Label)];
            int[] from = own.Length == 0 ? [.. rows.Select(r => r.Label)] : own;
            shares[item] = [.. Enumerable.Range(0, q).Select(k => from.Count(l => l == k) / (double)from.Length)];
            if (options.Gold is { } gold && gold[item] >= 0)
            {
                shares[item] = [.. Enumerable.Range(0, q).Select(k => k == gold[item] ? 1.0 : 0)];
            }
        }

        return shares;
    }

    internal static double[] Mean(double[][] posteriors) =>
        [.. Enumerable.Range(0, posteriors[0].Length).Select(k => posteriors.Average(row => row[k]))];

    /// <summary>Probabilities from logarithms, and the logarithm of their sum.</summary>
    internal static (double[] Shares, double LogSum) Normal(double[] logs)
    {
        double top = logs.Max();
        double sum = logs.Sum(l => Math.Exp(l - top));
        return ([.. logs.Select(l => Math.Exp(l - top) / sum)], top + Math.Log(sum));
    }

    internal static Fit DawidSkene(Ratings ratings, ConsensusOptions options, int iterations, double[][]? start = null)
    {
        int q = ratings.CategoryCount;
        (int Item, int Reader, int Label)[] rows = [.. Rows(ratings)];
        double[][] posteriors = start ?? Votes(ratings, options);
        double[][][] confusion = [];
        double[] balance = [];
        void Maximise()
        {
            confusion = new double[ratings.ReaderCount][][];
            for (int r = 0; r < confusion.Length; r++)
            {
                confusion[r] = new double[q][];
                double[,]? prior = options.ReaderPriors?[r];
                for (int t = 0; t < q; t++)
                {
                    double[] counts =
                    [
                        .. Enumerable.Range(0, q).Select(g => options.Smoothing + (prior is null ? 0 : prior[t, g])),
                    ];
                    foreach ((int item, int reader, int label) in rows)
                    {
                        counts[label] += reader == r ? posteriors[item][t] : 0;
                    }

                    double total = counts.Sum();
                    confusion[r][t] = [.. counts.Select(c => total > 0 ? c / total : 1.0 / q)];
                }
            }

            balance = options.ClassBalance is { } known ? [.. known] : Mean(posteriors);
        }

        double Expect()
        {
            double likelihood = 0;
            for (int item = 0; item < posteriors.Length; item++)
            {
                double[] logs = [.. balance.Select(b => Math.Log(Math.Max(b, 1e-300)))];
                foreach ((_, int reader, int label) in rows.Where(r => r.Item == item))
                {
                    for (int t = 0; t < q; t++)
                    {
                        logs[t] += Math.Log(Math.Max(confusion[reader][t][label], 1e-300));
                    }
                }

                if (options.Gold is { } gold && gold[item] >= 0)
                {
                    likelihood += logs[gold[item]];
                    continue;
                }

                (posteriors[item], double log) = Normal(logs);
                likelihood += log;
            }

            return likelihood;
        }

        Maximise();
        List<double> objective = [];
        for (int i = 0; i < iterations; i++)
        {
            double likelihood = Expect();
            double prior = 0;
            for (int r = 0; r < confusion.Length; r++)
            {
                for (int t = 0; t < q; t++)
                {
                    for (int g = 0; g < q; g++)
                    {
                        double pseudo = options.Smoothing + (options.ReaderPriors?[r]?[t, g] ?? 0);
                        prior += pseudo > 0 ? pseudo * Math.Log(Math.Max(confusion[r][t][g], 1e-300)) : 0;
                    }
                }
            }

            objective.Add(likelihood + prior);
            Maximise();
        }

        objective.Add(Expect());
        return new Fit(posteriors, confusion, balance, objective);
    }

    internal static void Same(double[][] wanted, ConsensusResult found, double tolerance)
    {
        for (int item = 0; item < wanted.Length; item++)
        {
            for (int k = 0; k < wanted[item].Length; k++)
            {
                Assert.Equal(wanted[item][k], found.PosteriorOf(item)[k], tolerance);
            }
        }
    }
}
