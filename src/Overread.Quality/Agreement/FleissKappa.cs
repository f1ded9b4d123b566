namespace Overread.Quality.Agreement;

/// <summary>
/// Fleiss' κ for any number of readers, who may differ between items (Fleiss 1971, Psychological Bulletin 76:378). With
/// missing labels, agreement is taken over items with two labels and shares over items with any (Gwet 2014); with
/// partial credit it is the weighted form of the same. At extreme prevalence it falls although readers agree: show
/// prevalence and AC1 beside it.
/// </summary>
public static class FleissKappa
{
    /// <summary>Computes the coefficient with its interval.</summary>
    /// <param name="ratings">Any number of readers; missing labels allowed.</param>
    /// <param name="options">Level, interval, clusters, partial credit; null for the defaults.</param>
    public static Coefficient Of(Ratings ratings, AgreementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= AgreementOptions.Default;
        CountPatterns patterns = CountPatterns.From(ratings, options.Clusters is not null);
        return IntervalEngine.Compute("fleiss-kappa", new PooledForm(patterns, options.Weights), ratings, options);
    }
}
