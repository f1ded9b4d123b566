namespace Overread.Quality.Agreement;

/// <summary>
/// Scott's π for two readers (Scott 1955, Public Opinion Quarterly 19:321): chance agreement from the shares that both
/// readers have together. With more readers it is Fleiss' κ.
/// </summary>
public static class ScottPi
{
    /// <summary>Computes the coefficient for two readers, on the items that both read.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="first">One reader.</param>
    /// <param name="second">The other reader.</param>
    /// <param name="options">Level, interval, clusters, partial credit; null for the defaults.</param>
    public static Coefficient Of(Ratings ratings, int first, int second, AgreementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= AgreementOptions.Default;
        Ratings pair = ratings.OfReaders(first, second);
        bool[] both = new bool[pair.ItemCount];
        for (int item = 0; item < both.Length; item++)
        {
            both[item] = pair.ReadersOf(item).Length > 1;
        }

        if (options.Clusters is { } clusters)
        {
            options = options with { Clusters = [.. clusters.Where((_, item) => both[item])] };
        }

        pair = pair.OfItems(both);
        CountPatterns patterns = CountPatterns.From(pair, options.Clusters is not null);
        return IntervalEngine.Compute("scott-pi", new PooledForm(patterns, options.Weights), pair, options);
    }
}
