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
        DawidSkeneFit fit = DawidSkeneFit.Run(ratings, options);
        if (ratings.Count == 0 || q < 2)
        {
            return fit;
        }

        double[][] pool =
        [
            .. Enumerable
                .Range(0, q)
                .Select(truth => Enumerable.Range(0, q).Select(given => given == truth ? 2.0 : 1.0 / q).ToArray()),
        ];
        for (int round = 0; round < MostRounds; round++)
        {
            double[] before = fit.Posteriors;
            pool = Pool(ratings, before, options, pool);
            fit = DawidSkeneFit.Run(
                ratings,
                options with
                {
                    Smoothing = 0,
                    ReaderPriors = Priors(ratings.ReaderCount, pool, options),
                }
            );
            double change = 0;
            for (int i = 0; i < before.Length; i++)
            {
                change = Math.Max(change, Math.Abs(before[i] - fit.Posteriors[i]));
            }

            if (change < Settled)
            {
                break;
            }
        }

        return fit;
    }

    /// <summary>The population's pseudo-counts per true category, from the labels expected of each reader.</summary>
    private static double[][] Pool(Ratings ratings, double[] posteriors, ConsensusOptions options, double[][] start)
    {
        int q = ratings.CategoryCount;
        double[][] counts = [.. Enumerable.Range(0, q).Select(_ => new double[ratings.ReaderCount * q])];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
            {
                int cell = (ratings.Readers[at] * q) + ratings.Categories[at];
                for (int truth = 0; truth < q; truth++)
                {
                    counts[truth][cell] += posteriors[(item * q) + truth];
                }
            }
        }

        for (int reader = 0; reader < ratings.ReaderCount; reader++)
        {
            if (options.ReaderPriors?[reader] is { } known)
            {
                for (int cell = 0; cell < q * q; cell++)
                {
                    counts[cell / q][(reader * q) + (cell % q)] += known[cell / q, cell % q];
                }
            }
        }

        return [.. counts.Select((of, truth) => DirichletPool.Fit(of, q, start[truth]))];
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
