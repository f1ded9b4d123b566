namespace Overread.Quality.Consensus;

/// <summary>
/// Dawid and Skene's model (Dawid and Skene 1979, Applied Statistics 28:20): every reader has a confusion matrix of their
/// own, every item one true category, labels are independent given it. Fitted by EM on the true marginal likelihood, or,
/// with <see cref="ConsensusOptions.Smoothing"/> and reader priors, on the posterior density under Dirichlet priors; the
/// objective never falls. Fails when readers copy one another or share a bias that depends on the item.
/// </summary>
public static class DawidSkene
{
    /// <summary>The default probability from which a model's label is accepted.</summary>
    internal const double ModelAcceptance = 0.8;

    /// <summary>Fits the model.</summary>
    /// <param name="ratings">The ratings; a reader's repeats count as labels of their own.</param>
    /// <param name="options">Smoothing, gold, priors, tolerance, threads; null for the defaults.</param>
    /// <returns>Posteriors, confusion matrices and the trace. Without any label: every item unread.</returns>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        DawidSkeneFit fit = DawidSkeneFit.Run(ratings, options);
        ConsensusResult result = Result("dawid-skene", ratings, fit, options);
        return options.Start == ConsensusStart.Spectral && !fit.Spectral
            ? result.With("the spectral start needs more items that three groups of readers share; votes stand in.")
            : result;
    }

    internal static ConsensusResult Result(
        string method,
        Ratings ratings,
        DawidSkeneFit fit,
        ConsensusOptions options
    ) =>
        new(method, ratings, fit.Posteriors, options.AcceptAt ?? ModelAcceptance, options)
        {
            ClassBalance = fit.Balance,
            Trace = fit.Trace,
            Readers = ReaderEstimates.Of(
                ratings,
                fit.Posteriors,
                confusion: reader => Matrix(fit.Confusion, reader, ratings.CategoryCount),
                threads: options.Threads
            ),
        };

    internal static double[,] Matrix(double[] confusion, int reader, int categories)
    {
        double[,] matrix = new double[categories, categories];
        for (int truth = 0; truth < categories; truth++)
        {
            for (int given = 0; given < categories; given++)
            {
                matrix[truth, given] = confusion[(((reader * categories) + truth) * categories) + given];
            }
        }

        return matrix;
    }
}
