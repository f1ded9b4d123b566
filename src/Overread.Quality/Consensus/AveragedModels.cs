namespace Overread.Quality.Consensus;

/// <summary>
/// The mean posterior of Dawid and Skene's model with and without item effects, or with and without whole tables (model
/// averaging, Hoeting et al. 1999, Statistical Science 14:382, at even weights). With many categories item effects can
/// mistake a frequent confusion for the truth; the mean keeps most of their gain and little of that risk.
/// </summary>
public static class AveragedModels
{
    /// <summary>Fits both models and averages their posteriors.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">As for both models; null for the defaults.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusResult plain = DawidSkene.Infer(ratings, options);
        ConsensusResult effects = ItemEffects.Infer(ratings, options);
        return Of(ratings, plain, effects, options);
    }

    internal static ConsensusResult Of(
        Ratings ratings,
        ConsensusResult plain,
        ConsensusResult effects,
        ConsensusOptions options
    )
    {
        double[] mean = plain.Posteriors.ToArray();
        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] = (mean[i] + effects.Posteriors[i]) / 2;
        }

        return new ConsensusResult("averaged", ratings, mean, options.AcceptAt ?? DawidSkene.ModelAcceptance, options)
        {
            ClassBalance = MajorityVote.ClassShares(mean, ratings.CategoryCount),
            Readers = ReaderEstimates.Of(ratings, mean, confusion: reader => plain.Readers[reader].Confusion),
            Trace = effects.Trace,
            Notice = effects.Notice,
        };
    }
}
