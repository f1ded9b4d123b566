namespace Overread.Quality.Agreement;

/// <summary>
/// Gwet's AC1, or AC2 with partial credit (Gwet 2008, Brit. J. Math. Stat. Psychol. 61:29). Chance agreement is bounded, so
/// that high agreement on a rare finding stays visible where κ collapses.
/// </summary>
public static class GwetAc1
{
    /// <summary>Computes the coefficient with its interval.</summary>
    /// <param name="ratings">Any number of readers; missing labels allowed.</param>
    /// <param name="options">Level, interval, clusters, partial credit; null for the defaults.</param>
    public static Coefficient Of(Ratings ratings, AgreementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= AgreementOptions.Default;
        CountPatterns patterns = CountPatterns.From(ratings, options.Clusters is not null);
        return IntervalEngine.Compute("gwet-ac1", new GwetForm(patterns, options.Weights), ratings, options);
    }
}
