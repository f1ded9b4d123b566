namespace Overread.Quality.Agreement;

/// <summary>
/// Raw agreement: the mean over items of the share of agreeing pairs of labels. It flatters rare findings: two readers who
/// never see a lesion agree perfectly.
/// </summary>
public static class PercentAgreement
{
    /// <summary>Computes the coefficient with its interval.</summary>
    /// <param name="ratings">Any number of readers; missing labels allowed.</param>
    /// <param name="options">Level, interval, clusters, partial credit; null for the defaults.</param>
    public static Coefficient Of(Ratings ratings, AgreementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= AgreementOptions.Default;
        CountPatterns patterns = CountPatterns.From(ratings, options.Clusters is not null);
        return IntervalEngine.Compute("percent", new PercentForm(patterns, options.Weights), ratings, options);
    }
}
