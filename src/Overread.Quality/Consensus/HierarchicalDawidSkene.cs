using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// Dawid and Skene's model in which readers are drawn from one population (Paun et al. 2018, TACL 6:571, there fully Bayesian;
/// here by empirical Bayes): for each true category the rows of confusion matrices have a common Dirichlet distribution, whose mean
/// and strength are learnt with them. A reader of few labels is taken for one like the others, one of many for what their labels
/// say. Fails when there are two kinds of readers and each has few labels.
/// </summary>
public static class HierarchicalDawidSkene
{
    private const int MostRounds = 12;
    private const double Settled = 1e-3;

    /// <summary>Fits the model.</summary>
    /// <param name="ratings">The ratings; a reader's repeats count as labels of their own.</param>
    /// <param name="options">Gold, priors, balance, tolerance, threads; smoothing is learnt and not taken. Null for the defaults.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        return DawidSkene.Result("hierarchical", ratings, Fit(ratings, options), options);
    }

    internal static DawidSkeneFit Fit(Ratings ratings, ConsensusOptions options)
    {
        int q = ratings.CategoryCount;
        if (ratings.Count == 0 || q < 2)
        {
            return DawidSkeneFit.Run(ratings, options);
        }

        double[][] pool =
        [
            .. Enumerable
                .Range(0, q)
                .Select(truth => Enumerable.Range(0, q).Select(given => given == truth ? 2.0 : 1.0 / q).ToArray()),
        ];
        return DawidSkeneFit.Pooled(
            ratings,
            options,
            (counts, padded) =>
            {
                pool = Pool(ratings, counts, padded, options, pool);
                return Priors(ratings.ReaderCount, pool, options);
            },
            MostRounds,
            Settled
        );
    }

    /// <summary>The population's pseudo-counts per true category, from the labels expected of each reader.</summary>
    private static double[][] Pool(
        Ratings ratings,
        double[] expected,
        int padded,
        ConsensusOptions options,
        double[][] start
    )
    {
        int q = ratings.CategoryCount;
        double[][] pool = new double[q][];
        FixedBlocks.Run(
            q,
            options.Threads,
            truth =>
            {
                double[] counts = new double[ratings.ReaderCount * q];
                for (int cell = 0; cell < counts.Length; cell++)
                {
                    counts[cell] =
                        expected[(cell * padded) + truth] + (options.ReaderPriors?[cell / q]?[truth, cell % q] ?? 0);
                }

                pool[truth] = DirichletPool.Fit(counts, q, start[truth]);
            }
        );
        return pool;
    }

    private static double[,]?[] Priors(int readers, double[][] pool, ConsensusOptions options)
    {
        int q = pool.Length;
        double[,]?[] priors = new double[,]?[readers];
        for (int reader = 0; reader < readers; reader++)
        {
            double[,]? known = options.ReaderPriors?[reader];
            double[,] table = new double[q, q];
            for (int cell = 0; cell < q * q; cell++)
            {
                table[cell / q, cell % q] = pool[cell / q][cell % q] + (known?[cell / q, cell % q] ?? 0);
            }

            priors[reader] = table;
        }

        return priors;
    }
}
