namespace Overread.Quality.Consensus;

/// <summary>
/// Dawid and Skene's model with item effects: on top of every reader's confusions, an item may push all its readers
/// towards some category, as a faint lesion does. The pushes are normal with a common spread, integrated by Laplace's
/// method per item and candidate truth (Breslow and Clayton 1993, JASA 88:9; the item confusions of Zhou et al. 2015,
/// arXiv 1503.07240, as random effects). The spread is chosen by the evidence; at spread 0 the model is Dawid and Skene.
/// </summary>
/// <remarks>
/// It discounts agreement that the item itself explains, where independent errors are assumed by Dawid and Skene. It needs
/// several labels per item to tell anything. Costs categories³ operations per label and step: readers are learnt from as many
/// items, drawn at random, as take seconds; then every item is integrated once.
/// </remarks>
public static class ItemEffects
{
    /// <summary>Spreads that are tried, on the logit scale.</summary>
    private static readonly double[] s_spreads = [0.4, 0.8, 1.2, 1.6];

    /// <summary>Fits the model, choosing the spread.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">Acceptance, smoothing, gold, threads; null for the defaults.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        ItemSample sample = ItemSample.Of(ratings, options);
        (DawidSkeneFit plain, ItemEffectsFit? best) = Fit(sample.Ratings, sample.Options);
        if (best is null)
        {
            DawidSkeneFit all = sample.IsWhole ? plain : DawidSkeneFit.Run(ratings, options);
            return DawidSkene.Result("item-effects", ratings, all, options);
        }

        return Result(ratings, best, sample.IsWhole ? best.Posteriors : best.Over(ratings, options), options);
    }

    /// <summary>Dawid and Skene's fit, and the best with effects; null where the evidence is for none.</summary>
    internal static (DawidSkeneFit Plain, ItemEffectsFit? Best) Fit(Ratings ratings, ConsensusOptions options)
    {
        DawidSkeneFit plain = DawidSkeneFit.Run(ratings, options);
        ItemEffectsFit? best = null;
        double evidence = plain.Trace.LogLikelihood ?? double.MinValue;
        foreach (double spread in ratings.CategoryCount < 2 || ratings.Count == 0 ? [] : s_spreads)
        {
            ItemEffectsFit fit = ItemEffectsFit.Run(ratings, plain, spread, options);
            if (fit.Evidence <= evidence)
            {
                break;
            }

            (best, evidence) = (fit, fit.Evidence);
        }

        return (plain, best);
    }

    private static ConsensusResult Result(
        Ratings ratings,
        ItemEffectsFit fit,
        double[] posteriors,
        ConsensusOptions options
    ) =>
        new("item-effects", ratings, posteriors, options.AcceptAt ?? DawidSkene.ModelAcceptance, options)
        {
            ClassBalance = fit.Balance,
            Readers = ReaderEstimates.Of(ratings, posteriors),
            Trace = fit.Trace,
            Notice = FormattableString.Invariant($"items push their readers with a spread of {fit.Spread:F1} logits."),
        };
}
