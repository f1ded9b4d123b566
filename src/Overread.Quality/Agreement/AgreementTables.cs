namespace Overread.Quality.Agreement;

/// <summary>Agreement broken down: by pair of readers, without each reader, by subgroup or period of items.</summary>
public static class AgreementTables
{
    /// <summary>Cohen's κ of every pair of readers; null on the diagonal.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">Level, interval, partial credit; null for the defaults.</param>
    public static Coefficient?[,] Pairwise(Ratings ratings, AgreementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        Coefficient?[,] table = new Coefficient?[ratings.ReaderCount, ratings.ReaderCount];
        for (int i = 0; i < ratings.ReaderCount; i++)
        {
            for (int j = i + 1; j < ratings.ReaderCount; j++)
            {
                table[i, j] = table[j, i] = CohenKappa.Of(ratings, i, j, options);
            }
        }

        return table;
    }

    /// <summary>A coefficient without each reader in turn: the reader whose absence raises it most is the odd one out.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="coefficient">The coefficient, such as <c>r => FleissKappa.Of(r)</c>.</param>
    public static Coefficient[] LeaveOneReaderOut(Ratings ratings, Func<Ratings, Coefficient> coefficient)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(coefficient);
        Coefficient[] without = new Coefficient[ratings.ReaderCount];
        for (int reader = 0; reader < without.Length; reader++)
        {
            int[] others = [.. Enumerable.Range(0, ratings.ReaderCount).Where(other => other != reader)];
            without[reader] = coefficient(ratings.OfReaders(others));
        }

        return without;
    }

    /// <summary>A coefficient per group of items: a site, a scanner, a month. Groups in time show drift.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="groups">Group of each item, from 0; −1 leaves an item out.</param>
    /// <param name="coefficient">The coefficient.</param>
    /// <exception cref="ArgumentException">The number of groups differs from the number of items.</exception>
    public static Coefficient[] ByGroup(
        Ratings ratings,
        IReadOnlyList<int> groups,
        Func<Ratings, Coefficient> coefficient
    )
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(coefficient);
        if (groups.Count != ratings.ItemCount)
        {
            throw new ArgumentException($"{groups.Count} groups for {ratings.ItemCount} items.");
        }

        int count = groups.Count == 0 ? 0 : groups.Max() + 1;
        Coefficient[] byGroup = new Coefficient[count];
        for (int group = 0; group < count; group++)
        {
            bool[] inside = [.. groups.Select(of => of == group)];
            byGroup[group] = coefficient(ratings.OfItems(inside));
        }

        return byGroup;
    }

    /// <summary>
    /// Agreement of each reader with themselves: Cohen's κ between a reader's first and second read of the same items.
    /// </summary>
    /// <param name="ratings">Ratings that keep all repeats; a reader's labels of an item in ascending order of category
    /// carry no time, so raw agreement and κ are over unordered pairs (Scott's form).</param>
    /// <returns>One coefficient per reader; readers without repeats have the state <see cref="AgreementState.NoOverlap"/>.</returns>
    public static Coefficient[] Repeats(Ratings ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        Coefficient[] own = new Coefficient[ratings.ReaderCount];
        for (int reader = 0; reader < own.Length; reader++)
        {
            List<int> items = [];
            List<int> occasions = [];
            List<int> categories = [];
            for (int item = 0; item < ratings.ItemCount; item++)
            {
                ReadOnlySpan<int> readers = ratings.ReadersOf(item);
                int occasion = 0;
                for (int i = 0; i < readers.Length; i++)
                {
                    if (readers[i] == reader)
                    {
                        items.Add(item);
                        occasions.Add(occasion++);
                        categories.Add(ratings.CategoriesOf(item)[i]);
                    }
                }
            }

            int most = occasions.Count == 0 ? 1 : occasions.Max() + 1;
            Ratings repeated = Ratings.FromTriples(
                [.. items],
                [.. occasions],
                [.. categories],
                ratings.ItemCount,
                most,
                ratings.CategoryCount
            );
            Coefficient kappa = FleissKappa.Of(repeated);
            own[reader] = kappa with
            {
                Name = "intra-reader-kappa",
                Readers = 1,
                State = kappa.State == AgreementState.SingleReader ? AgreementState.NoOverlap : kappa.State,
            };
        }

        return own;
    }
}
