namespace Overread.Quality.Consensus;

/// <summary>
/// Items whose labels are alike, reader for reader. When all readers read all items there are few such rows (eight
/// readers, two categories: 256), and an iteration costs as much as the rows, not as the items.
/// </summary>
internal sealed class RowPatterns
{
    private RowPatterns(Ratings rows, double[] weights, int[]? patternOfItem)
    {
        Rows = rows;
        Weights = weights;
        PatternOfItem = patternOfItem;
    }

    /// <summary>One row per pattern; the ratings themselves when grouping would not pay.</summary>
    internal Ratings Rows { get; }

    /// <summary>Items per row.</summary>
    internal double[] Weights { get; }

    /// <summary>Pattern of each item; null when rows are items.</summary>
    internal int[]? PatternOfItem { get; }

    /// <summary>Groups the items when there are at least four times as many as patterns.</summary>
    internal static RowPatterns Of(Ratings ratings, bool allowed)
    {
        if (!allowed || !LooksWorthwhile(ratings))
        {
            return Plain(ratings);
        }

        Dictionary<ulong, int> byHash = [];
        List<int> exemplars = [];
        List<double> weights = [];
        int[] patternOfItem = new int[ratings.ItemCount];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            ulong hash = Hash(ratings, item);
            while (byHash.TryGetValue(hash, out int found) && !Same(ratings, exemplars[found], item))
            {
                hash++;
            }

            if (!byHash.TryGetValue(hash, out int pattern))
            {
                pattern = exemplars.Count;
                byHash[hash] = pattern;
                exemplars.Add(item);
                weights.Add(0);
                if (exemplars.Count > ratings.ItemCount / 4)
                {
                    return Plain(ratings);
                }
            }

            weights[pattern]++;
            patternOfItem[item] = pattern;
        }

        bool[] keep = new bool[ratings.ItemCount];
        foreach (int exemplar in exemplars)
        {
            keep[exemplar] = true;
        }

        // Exemplars are first occurrences, hence ascending, so kept rows and patterns share their order.
        return new RowPatterns(ratings.OfItems(keep), [.. weights], patternOfItem);
    }

    /// <summary>Shares of votes per row; a row without labels has the prevalence among all items, not among rows.</summary>
    internal double[] Votes(int threads)
    {
        double[] shares = MajorityVote.Shares(Rows, threads);
        if (PatternOfItem is null || !Rows.Conditions.HasFlag(RatingsConditions.UnreadItems))
        {
            return shares;
        }

        int q = Rows.CategoryCount;
        double[] prevalence = new double[q];
        double labels = 0;
        for (int row = 0; row < Weights.Length; row++)
        {
            foreach (int category in Rows.CategoriesOf(row))
            {
                prevalence[category] += Weights[row];
                labels += Weights[row];
            }
        }

        for (int row = 0; row < Weights.Length; row++)
        {
            for (int k = 0; k < q && Rows.ReadersOf(row).IsEmpty; k++)
            {
                shares[(row * q) + k] = labels > 0 ? prevalence[k] / labels : 0;
            }
        }

        return shares;
    }

    /// <summary>Rows with weights of one's own.</summary>
    internal static RowPatterns Given(Ratings rows, double[] weights) => new(rows, weights, null);

    /// <summary>Copies the posterior of each row to its items.</summary>
    internal double[] Spread(double[] posteriors, int categories)
    {
        if (PatternOfItem is null)
        {
            return posteriors;
        }

        double[] spread = new double[PatternOfItem.Length * categories];
        for (int item = 0; item < PatternOfItem.Length; item++)
        {
            posteriors.AsSpan(PatternOfItem[item] * categories, categories).CopyTo(spread.AsSpan(item * categories));
        }

        return spread;
    }

    private static RowPatterns Plain(Ratings ratings)
    {
        double[] weights = new double[ratings.ItemCount];
        Array.Fill(weights, 1);
        return new RowPatterns(ratings, weights, null);
    }

    /// <summary>Looks at a sample first: hashing ten million labels for nothing costs as much as an iteration.</summary>
    private static bool LooksWorthwhile(Ratings ratings)
    {
        const int Sample = 4096;
        if (ratings.ItemCount <= Sample)
        {
            return ratings.ItemCount > 4;
        }

        HashSet<ulong> seen = [];
        int step = ratings.ItemCount / Sample;
        for (int i = 0; i < Sample; i++)
        {
            seen.Add(Hash(ratings, i * step));
        }

        return seen.Count < Sample / 2;
    }

    private static ulong Hash(Ratings ratings, int item)
    {
        ReadOnlySpan<int> readers = ratings.ReadersOf(item);
        ReadOnlySpan<int> categories = ratings.CategoriesOf(item);
        ulong hash = 14695981039346656037 ^ (ulong)readers.Length;
        for (int i = 0; i < readers.Length; i++)
        {
            hash = (hash ^ (((ulong)readers[i] << 32) | (uint)categories[i])) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 29;
        }

        return hash;
    }

    private static bool Same(Ratings ratings, int first, int second) =>
        ratings.ReadersOf(first).SequenceEqual(ratings.ReadersOf(second))
        && ratings.CategoriesOf(first).SequenceEqual(ratings.CategoriesOf(second));
}
