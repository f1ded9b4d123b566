namespace Overread.Quality.Consensus;

/// <summary>Chooses the method that suits the data, and says why.</summary>
public static class ConsensusChooser
{
    /// <summary>Chooses and runs a method.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">Settings that are passed on; null for the defaults.</param>
    public static ConsensusChoice Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        RatingsConditions found = ratings.Conditions;
        if ((found & (RatingsConditions.Empty | RatingsConditions.SingleReader | RatingsConditions.NoOverlap)) != 0)
        {
            return new ConsensusChoice(
                "majority",
                "majority: no item was read by two readers, so nothing can be learnt of them.",
                MajorityVote.Infer(ratings, options)
            );
        }

        ConsensusResult stacked = StackedModels.Infer(ratings, options);
        return new ConsensusChoice(stacked.Method, $"{stacked.Method}: {stacked.Notice}", stacked);
    }
}
