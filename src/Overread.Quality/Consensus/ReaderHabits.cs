namespace Overread.Quality.Consensus;

/// <summary>
/// Readers with habits: a reader gives every category at a rate of their own, raised by a bonus for the right one (the
/// quasi-independence model of Goodman 1968, JASA 63:1091, as a restriction of Dawid and Skene's tables; MACE of Hovy et
/// al. 2013 is close to it). With q categories that is q numbers per reader instead of q · (q − 1), drawn towards the average
/// reader. Pays for many readers with few labels and for readers who do not look; fails when readers confuse particular
/// categories with one another.
/// </summary>
public static class ReaderHabits
{
    /// <summary>Fits the model by EM with Newton steps.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">Gold, priors, tolerance, class balance, threads; null for the defaults.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        AssociationFit fit = AssociationFit.Run(ratings, options, ordered: false);
        return OrdinalDawidSkene.Result("habits", ratings, fit, options);
    }
}
