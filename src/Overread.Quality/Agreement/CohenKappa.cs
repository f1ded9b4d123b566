namespace Overread.Quality.Agreement;

/// <summary>
/// Cohen's κ for two readers (Cohen 1960, Educ. Psychol. Meas. 20:37), weighted with partial credit (Cohen 1968): each
/// reader keeps the own habits, so chance agreement is the product of the two readers' shares. Only items that both read
/// enter.
/// </summary>
public static class CohenKappa
{
    /// <summary>Computes κ for two of the readers.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="first">One reader.</param>
    /// <param name="second">The other reader.</param>
    /// <param name="options">Level, interval, clusters, partial credit; null for the defaults.</param>
    public static Coefficient Of(Ratings ratings, int first, int second, AgreementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= AgreementOptions.Default;
        PairTable table = PairTable.From(ratings, first, second, options.Clusters is not null);
        return Of(table, options);
    }

    /// <summary>Computes κ for two rows of labels of equal length, the quickest way for millions of pairs.</summary>
    /// <param name="first">Category of each item by one reader.</param>
    /// <param name="second">Category of each item by the other reader.</param>
    /// <param name="categories">Number of categories, at most 256.</param>
    /// <param name="options">Level, interval, partial credit; null for the defaults. Clusters are not taken here.</param>
    /// <exception cref="ArgumentException">Lengths differ or a category is out of range.</exception>
    public static Coefficient Of(
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second,
        int categories,
        AgreementOptions? options = null
    )
    {
        options ??= AgreementOptions.Default;
        return Of(PairTable.From(first, second, categories), options with { Clusters = null });
    }

    /// <summary>Computes κ from a table of counts, first reader in rows.</summary>
    /// <param name="counts">Square; not negative.</param>
    /// <param name="options">Level, interval, partial credit; null for the defaults.</param>
    /// <exception cref="ArgumentException">The table is not square or has a negative count.</exception>
    public static Coefficient Of(long[,] counts, AgreementOptions? options = null) =>
        Of(PairTable.From(counts), (options ?? AgreementOptions.Default) with { Clusters = null });

    internal static Coefficient Of(PairTable table, AgreementOptions options)
    {
        Coefficient shell = new()
        {
            Name = "cohen-kappa",
            State = table.State,
            Readers = table.Readers,
            Prevalence = table.Prevalence(),
        };
        return shell.State == AgreementState.Computed
            ? IntervalEngine.Compute(shell, new PairForm(table, options.Weights), options)
            : shell;
    }
}
