namespace Overread.Quality.Agreement;

/// <summary>
/// Brennan and Prediger's coefficient: chance agreement is one over the number of categories, whatever their prevalence
/// (Brennan and Prediger 1981, Educ. Psychol. Meas. 41:687). The declared categories count, seen or not.
/// </summary>
public static class BrennanPrediger
{
    /// <summary>Computes the coefficient with its interval.</summary>
    /// <param name="ratings">Any number of readers; missing labels allowed.</param>
    /// <param name="options">Level, interval, clusters, partial credit; null for the defaults.</param>
    public static Coefficient Of(Ratings ratings, AgreementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= AgreementOptions.Default;
        CountPatterns patterns = CountPatterns.From(ratings, options.Clusters is not null);
        return IntervalEngine.Compute("brennan-prediger", new UniformForm(patterns, options.Weights), ratings, options);
    }
}
