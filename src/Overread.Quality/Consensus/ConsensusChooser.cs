namespace Overread.Quality.Consensus;

/// <summary>Chooses the method that suits the data, and says why.</summary>
public static class ConsensusChooser
{
    /// <summary>Labels × categories² up to which item effects take seconds rather than minutes.</summary>
    private const long MostWork = 3_000_000;

    /// <summary>Standard errors by which an order of the categories must foretell held-out labels better.</summary>
    private const double OrderLead = 3;

    /// <summary>The same for habits without an order, which misjudge items that mislead: a clear lead is asked for.</summary>
    private const double HabitLead = 6;

    /// <summary>
    /// Share of items on which item effects must leave Dawid and Skene's label: in simulations the model of effects now
    /// and then turns many items over, mostly wrongly, with the better evidence on its side.
    /// </summary>
    private const double LeastAlike = 0.8;

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

        ConsensusResult plain = DawidSkene.Infer(ratings, options);
        if ((long)ratings.Count * ratings.CategoryCount * ratings.CategoryCount > MostWork)
        {
            return new ConsensusChoice(
                "dawid-skene",
                "dawid-skene: readers share items, so that their confusions can be learnt; too many labels for item effects.",
                plain
            );
        }

        if (ratings.CategoryCount > 2 && FewNumbers(ratings, plain, options) is { } sober)
        {
            return sober;
        }

        ConsensusResult effects = ItemEffects.Infer(ratings, options);
        if (effects.Notice is null)
        {
            return new ConsensusChoice(
                "dawid-skene",
                "dawid-skene: readers share items, so that their confusions can be learnt; the labels do not show items that mislead them.",
                plain
            );
        }

        if (Alike(plain, effects) < LeastAlike)
        {
            return new ConsensusChoice(
                "dawid-skene",
                "dawid-skene: a model of misleading items explains the labels better, but contradicts this one too often "
                    + "to be trusted; compare both.",
                plain
            );
        }

        return ratings.CategoryCount == 2
            ? new ConsensusChoice(
                "item-effects",
                "item-effects: the evidence says that some items mislead most of their readers in the same way.",
                effects
            )
            : new ConsensusChoice(
                "averaged",
                "averaged: the evidence says that some items mislead their readers; with several categories the mean of "
                    + "both models is safer.",
                AveragedModels.Of(ratings, plain, effects, options)
            );
    }

    /// <summary>Share of the items with a label from both that have the same one.</summary>
    private static double Alike(ConsensusResult first, ConsensusResult second)
    {
        int both = 0;
        int same = 0;
        for (int item = 0; item < first.ItemCount; item++)
        {
            bool labelled = first.Labels[item] >= 0 && second.Labels[item] >= 0;
            both += labelled ? 1 : 0;
            same += labelled && first.Labels[item] == second.Labels[item] ? 1 : 0;
        }

        return both == 0 ? 1 : (double)same / both;
    }

    /// <summary>
    /// A model of few numbers per reader, where it foretells labels better than whole confusion tables do; else null.
    /// </summary>
    private static ConsensusChoice? FewNumbers(Ratings ratings, ConsensusResult plain, ConsensusOptions options)
    {
        HeldOutPrediction heldOut = new(ratings, options);
        double[] tables = heldOut.OfDawidSkene();
        double[] habits = heldOut.OfHabits(ordered: false);
        double[] ordered = heldOut.OfHabits(ordered: true);
        if (HeldOutPrediction.Lead(ordered, tables) > OrderLead && HeldOutPrediction.Lead(ordered, habits) > OrderLead)
        {
            return new ConsensusChoice(
                "ordinal",
                "ordinal: readers confuse neighbouring categories, and this foretells held-out labels best.",
                OrdinalDawidSkene.Infer(ratings, options)
            );
        }

        return HeldOutPrediction.Lead(habits, tables) > HabitLead
            ? new ConsensusChoice(
                "averaged",
                "averaged: readers have too few labels for confusion tables of their own; the mean of these and of "
                    + "their habits is safer.",
                AveragedModels.Of(ratings, plain, ReaderHabits.Infer(ratings, options), options)
            )
            : null;
    }
}
