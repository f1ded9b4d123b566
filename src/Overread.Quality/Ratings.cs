namespace Overread.Quality;

/// <summary>
/// The labels that readers gave to items: items, readers and categories as integers from 0, missing allowed.
/// </summary>
/// <remarks>
/// Immutable and safe to share between threads. Labels are stored by item and, within an item, by reader, so that every
/// result is the same, bit for bit, whatever the order of the input rows. Eight bytes per label and four per item.
/// </remarks>
public sealed class Ratings
{
    private readonly int[] _offsets;
    private readonly int[] _readers;
    private readonly int[] _categories;

    private Ratings(int[] offsets, int[] readers, int[] categories, int readerCount, int categoryCount)
    {
        _offsets = offsets;
        _readers = readers;
        _categories = categories;
        ReaderCount = readerCount;
        CategoryCount = categoryCount;
        Inspection = RatingsInspection.Inspect(this);
    }

    /// <summary>Number of items, read or not.</summary>
    public int ItemCount => _offsets.Length - 1;

    /// <summary>Number of declared readers.</summary>
    public int ReaderCount { get; }

    /// <summary>Number of declared categories.</summary>
    public int CategoryCount { get; }

    /// <summary>Number of labels.</summary>
    public int Count => _readers.Length;

    /// <summary>What is unusual about these ratings.</summary>
    public RatingsConditions Conditions => Inspection.Conditions;

    /// <summary>What one pass over all labels found.</summary>
    internal RatingsInspection Inspection { get; }

    /// <summary>Start of each item's labels in <see cref="Readers"/> and <see cref="Categories"/>; one more than items.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>Reader of each label, ascending within an item.</summary>
    public ReadOnlySpan<int> Readers => _readers;

    /// <summary>Category of each label.</summary>
    public ReadOnlySpan<int> Categories => _categories;

    /// <summary>The readers who labelled <paramref name="item"/>, ascending.</summary>
    public ReadOnlySpan<int> ReadersOf(int item) => _readers.AsSpan(_offsets[item].._offsets[item + 1]);

    /// <summary>The labels of <paramref name="item"/>, parallel to <see cref="ReadersOf"/>.</summary>
    public ReadOnlySpan<int> CategoriesOf(int item) => _categories.AsSpan(_offsets[item].._offsets[item + 1]);

    /// <summary>Builds ratings from parallel arrays, one entry per label, in any order.</summary>
    /// <param name="items">Item of each label, 0 to <paramref name="itemCount"/> − 1.</param>
    /// <param name="readers">Reader of each label, 0 to <paramref name="readerCount"/> − 1.</param>
    /// <param name="categories">Category of each label, 0 to <paramref name="categoryCount"/> − 1; −1 is "missing".</param>
    /// <param name="itemCount">Number of items, including those without labels.</param>
    /// <param name="readerCount">Number of readers.</param>
    /// <param name="categoryCount">Number of categories.</param>
    /// <param name="repeats">What becomes of a reader's second label on one item.</param>
    /// <exception cref="ArgumentException">Lengths differ, an index is out of range, or a refused repeat was met.</exception>
    public static Ratings FromTriples(
        ReadOnlySpan<int> items,
        ReadOnlySpan<int> readers,
        ReadOnlySpan<int> categories,
        int itemCount,
        int readerCount,
        int categoryCount,
        RepeatPolicy repeats = RepeatPolicy.KeepAll
    )
    {
        if (items.Length != readers.Length || items.Length != categories.Length)
        {
            throw new ArgumentException(
                $"Items ({items.Length}), readers ({readers.Length}) and categories ({categories.Length}) must be equally long."
            );
        }

        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        ArgumentOutOfRangeException.ThrowIfNegative(readerCount);
        ArgumentOutOfRangeException.ThrowIfNegative(categoryCount);
        int[] offsets = CountByItem(items, readers, categories, itemCount, readerCount, categoryCount);
        int[] next = offsets[..itemCount];
        int[] sortedReaders = new int[offsets[itemCount]];
        int[] sortedCategories = new int[offsets[itemCount]];
        for (int i = 0; i < items.Length; i++)
        {
            if (categories[i] >= 0)
            {
                int at = next[items[i]]++;
                sortedReaders[at] = readers[i];
                sortedCategories[at] = categories[i];
            }
        }

        RowOrder.Sort(offsets, sortedReaders, sortedCategories);
        (sortedReaders, sortedCategories) = RowOrder.Repeats(offsets, sortedReaders, sortedCategories, repeats);
        return new Ratings(offsets, sortedReaders, sortedCategories, readerCount, categoryCount);
    }

    /// <summary>Builds ratings from a table of items × readers in row-major order.</summary>
    /// <param name="table">One category per cell; −1 is "missing".</param>
    /// <param name="readerCount">Number of columns.</param>
    /// <param name="categoryCount">Number of categories.</param>
    /// <exception cref="ArgumentException">The table has an incomplete row, or a cell is out of range.</exception>
    public static Ratings FromTable(ReadOnlySpan<int> table, int readerCount, int categoryCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(readerCount);
        if (table.Length % readerCount != 0)
        {
            throw new ArgumentException($"{table.Length} cells do not fill rows of {readerCount} readers.");
        }

        int itemCount = table.Length / readerCount;
        int[] offsets = new int[itemCount + 1];
        for (int item = 0, cell = 0; item < itemCount; item++)
        {
            int kept = 0;
            for (int reader = 0; reader < readerCount; reader++, cell++)
            {
                if (table[cell] < -1 || table[cell] >= categoryCount)
                {
                    throw new ArgumentException(
                        $"Item {item}, reader {reader}: category {table[cell]} is outside 0 to {categoryCount - 1}."
                    );
                }

                kept += table[cell] >= 0 ? 1 : 0;
            }

            offsets[item + 1] = offsets[item] + kept;
        }

        int[] readers = new int[offsets[itemCount]];
        int[] categories = new int[offsets[itemCount]];
        int at = 0;
        for (int cell = 0, reader = 0; cell < table.Length; cell++, reader = reader + 1 == readerCount ? 0 : reader + 1)
        {
            if (table[cell] >= 0)
            {
                readers[at] = reader;
                categories[at++] = table[cell];
            }
        }

        return new Ratings(offsets, readers, categories, readerCount, categoryCount);
    }

    /// <summary>The share of each category among all labels; all zero when there is no label.</summary>
    public double[] Prevalence()
    {
        double[] shares = new double[CategoryCount];
        for (int k = 0; k < shares.Length; k++)
        {
            shares[k] = Count == 0 ? 0 : (double)Inspection.CategoryCounts[k] / Count;
        }

        return shares;
    }

    /// <summary>The same ratings restricted to some readers, who are renumbered in the order given.</summary>
    /// <param name="readers">Readers to keep, each once.</param>
    /// <exception cref="ArgumentException">A reader is out of range or named twice.</exception>
    public Ratings OfReaders(params ReadOnlySpan<int> readers)
    {
        int[] rank = new int[ReaderCount];
        Array.Fill(rank, -1);
        for (int i = 0; i < readers.Length; i++)
        {
            if (readers[i] < 0 || readers[i] >= ReaderCount || rank[readers[i]] >= 0)
            {
                throw new ArgumentException($"Reader {readers[i]} is unknown or named twice.");
            }

            rank[readers[i]] = i;
        }

        return Filter(rank, readers.Length, null);
    }

    /// <summary>The same ratings restricted to the items for which <paramref name="keep"/> is true, renumbered in order.</summary>
    /// <param name="keep">One entry per item.</param>
    /// <exception cref="ArgumentException">The length differs from <see cref="ItemCount"/>.</exception>
    public Ratings OfItems(ReadOnlySpan<bool> keep)
    {
        if (keep.Length != ItemCount)
        {
            throw new ArgumentException($"{keep.Length} entries for {ItemCount} items.");
        }

        int[] rank = new int[ReaderCount];
        for (int i = 0; i < rank.Length; i++)
        {
            rank[i] = i;
        }

        return Filter(rank, ReaderCount, keep.ToArray());
    }

    private Ratings Filter(int[] rank, int readerCount, bool[]? keep)
    {
        List<int> items = [];
        List<int> readers = [];
        List<int> categories = [];
        int next = 0;
        for (int item = 0; item < ItemCount; item++)
        {
            if (keep is not null && !keep[item])
            {
                continue;
            }

            for (int at = _offsets[item]; at < _offsets[item + 1]; at++)
            {
                if (rank[_readers[at]] >= 0)
                {
                    items.Add(next);
                    readers.Add(rank[_readers[at]]);
                    categories.Add(_categories[at]);
                }
            }

            next++;
        }

        return FromTriples([.. items], [.. readers], [.. categories], next, readerCount, CategoryCount);
    }

    private static int[] CountByItem(
        ReadOnlySpan<int> items,
        ReadOnlySpan<int> readers,
        ReadOnlySpan<int> categories,
        int itemCount,
        int readerCount,
        int categoryCount
    )
    {
        int[] offsets = new int[itemCount + 1];
        for (int i = 0; i < items.Length; i++)
        {
            if (
                (uint)items[i] >= (uint)itemCount
                || (uint)readers[i] >= (uint)readerCount
                || categories[i] < -1
                || categories[i] >= categoryCount
            )
            {
                throw new ArgumentException(
                    $"Label {i}: item {items[i]}, reader {readers[i]}, category {categories[i]} is outside "
                        + $"{itemCount} items, {readerCount} readers, {categoryCount} categories."
                );
            }

            offsets[items[i] + 1] += categories[i] >= 0 ? 1 : 0;
        }

        for (int item = 0; item < itemCount; item++)
        {
            offsets[item + 1] += offsets[item];
        }

        return offsets;
    }
}
