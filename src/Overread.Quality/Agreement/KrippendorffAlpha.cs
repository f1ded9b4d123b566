namespace Overread.Quality.Agreement;

/// <summary>
/// Krippendorff's α (Krippendorff 1970; Hayes and Krippendorff 2007, Commun. Methods Meas. 1:77): one minus observed over
/// expected disagreement among all pairable labels. Any number of readers, missing labels, four metrics. Each item's pairs
/// are divided by its number of labels less one, whether or not labels are missing.
/// </summary>
public static class KrippendorffAlpha
{
    /// <summary>Computes α with its interval.</summary>
    /// <param name="ratings">Any number of readers; missing labels allowed.</param>
    /// <param name="metric">Distance between categories.</param>
    /// <param name="values">The number that each category stands for (interval and ratio); null for 0, 1, 2 …</param>
    /// <param name="options">Level, interval, clusters; null for the defaults.</param>
    /// <exception cref="ArgumentException">Values are not one per category, or negative for the ratio metric.</exception>
    public static Coefficient Of(
        Ratings ratings,
        AlphaMetric metric = AlphaMetric.Nominal,
        IReadOnlyList<double>? values = null,
        AgreementOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= AgreementOptions.Default;
        if (values is not null && values.Count != ratings.CategoryCount)
        {
            throw new ArgumentException($"{values.Count} values for {ratings.CategoryCount} categories.");
        }

        double[] numbers = new double[ratings.CategoryCount];
        for (int k = 0; k < numbers.Length; k++)
        {
            numbers[k] = values is null ? k : values[k];
            if (!double.IsFinite(numbers[k]) || (metric == AlphaMetric.Ratio && numbers[k] < 0))
            {
                throw new ArgumentException($"Category {k} has the value {numbers[k]}, which this metric cannot take.");
            }
        }

        CountPatterns patterns = CountPatterns.From(ratings, options.Clusters is not null);
        string name = metric switch
        {
            AlphaMetric.Ordinal => "krippendorff-alpha-ordinal",
            AlphaMetric.Interval => "krippendorff-alpha-interval",
            AlphaMetric.Ratio => "krippendorff-alpha-ratio",
            _ => "krippendorff-alpha",
        };
        CoefficientForm form =
            metric == AlphaMetric.Ordinal ? new OrdinalAlphaForm(patterns) : new AlphaForm(patterns, metric, numbers);
        return IntervalEngine.Compute(name, form, ratings, options);
    }
}
