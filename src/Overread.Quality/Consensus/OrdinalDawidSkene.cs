namespace Overread.Quality.Consensus;

/// <summary>
/// Dawid and Skene's model for ordered categories, such as grades: a reader's confusions are no free table but a habit per
/// category, a bonus for the right one, and an association that makes near misses likelier than far ones (the quasi-uniform
/// association of Goodman 1979, JASA 74:537). With q categories that is q + 1 numbers per reader instead of q · (q − 1),
/// each drawn towards the average reader, so that readers with few labels are judged soberly. Fails when the order of the
/// categories is not the order in which readers confuse them.
/// </summary>
public static class OrdinalDawidSkene
{
    /// <summary>Fits the model by EM with Newton steps.</summary>
    /// <param name="ratings">The ratings; categories in their order.</param>
    /// <param name="options">Gold, priors, tolerance, class balance, threads; null for the defaults.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        return Result("ordinal", ratings, AssociationFit.Run(ratings, options, ordered: true), options);
    }

    internal static ConsensusResult Result(string method, Ratings ratings, AssociationFit fit, ConsensusOptions options)
    {
        int q = ratings.CategoryCount;
        return new ConsensusResult(
            method,
            ratings,
            fit.Posteriors,
            options.AcceptAt ?? DawidSkene.ModelAcceptance,
            options
        )
        {
            ClassBalance = fit.Balance,
            Trace = fit.Trace,
            Readers = ReaderEstimates.Of(
                ratings,
                fit.Posteriors,
                confusion: reader => DawidSkene.Matrix(fit.Confusion, reader, q)
            ),
        };
    }
}
