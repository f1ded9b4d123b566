namespace Overread.Quality.Agreement;

/// <summary>How often one reader said one category where another said another: all that Cohen's κ needs.</summary>
internal sealed class PairTable
{
    private readonly long[] _cells;
    private readonly int[]? _cellOfItem;

    private PairTable(int categories, long[] cells, int[]? cellOfItem, AgreementState state, int readers)
    {
        Categories = categories;
        _cells = cells;
        _cellOfItem = cellOfItem;
        State = state;
        Readers = readers;
    }

    internal int Categories { get; }

    internal AgreementState State { get; }

    internal int Readers { get; }

    internal ReadOnlySpan<long> Cells => _cells;

    /// <summary>The cell of an item, or −1 when not both read it.</summary>
    internal int CellOf(int item) =>
        _cellOfItem is null
            ? throw new InvalidOperationException("This table does not keep items.")
            : _cellOfItem[item];

    internal static PairTable From(Ratings ratings, int first, int second, bool keepItems)
    {
        if (first == second)
        {
            throw new ArgumentException($"Reader {first} cannot be compared with themselves here.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(second);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(first, ratings.ReaderCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(second, ratings.ReaderCount);
        int q = ratings.CategoryCount;
        long[] cells = new long[q * q];
        int[]? cellOfItem = keepItems ? new int[ratings.ItemCount] : null;
        ReadOnlySpan<int> offsets = ratings.Offsets;
        ReadOnlySpan<int> readers = ratings.Readers;
        ReadOnlySpan<int> categories = ratings.Categories;
        bool repeated = false;
        long pairs = 0;
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            int a = -1;
            int b = -1;
            for (int at = offsets[item]; at < offsets[item + 1]; at++)
            {
                if (readers[at] == first)
                {
                    repeated |= a >= 0;
                    a = categories[at];
                }
                else if (readers[at] == second)
                {
                    repeated |= b >= 0;
                    b = categories[at];
                }
            }

            int cell = a >= 0 && b >= 0 ? (a * q) + b : -1;
            if (cell >= 0)
            {
                cells[cell]++;
                pairs++;
            }

            if (cellOfItem is not null)
            {
                cellOfItem[item] = cell;
            }
        }

        AgreementState state =
            ratings.Count == 0 ? AgreementState.NoLabels
            : repeated ? AgreementState.RepeatedReads
            : pairs == 0 ? AgreementState.NoOverlap
            : AgreementState.Computed;
        return new PairTable(q, cells, cellOfItem, state, 2);
    }

    internal static PairTable From(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int categories)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"The rows are not equally long: {first.Length} and {second.Length}.");
        }

        if (categories is < 1 or > 256)
        {
            throw new ArgumentException($"{categories} categories: 1 to 256 are possible here.");
        }

        long[] cells = PairCounting.Count(first, second, categories);
        AgreementState state = first.Length == 0 ? AgreementState.NoLabels : AgreementState.Computed;
        return new PairTable(categories, cells, null, state, 2);
    }

    internal static PairTable From(long[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        int q = counts.GetLength(0);
        if (counts.GetLength(1) != q)
        {
            throw new ArgumentException("The table of counts must be square.");
        }

        long[] cells = new long[q * q];
        long total = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = counts[i / q, i % q];
            ArgumentOutOfRangeException.ThrowIfNegative(cells[i]);
            total += cells[i];
        }

        return new PairTable(q, cells, null, total == 0 ? AgreementState.NoLabels : AgreementState.Computed, 2);
    }

    internal double[] Prevalence()
    {
        double[] shares = new double[Categories];
        double total = 0;
        for (int i = 0; i < _cells.Length; i++)
        {
            shares[i / Categories] += _cells[i];
            shares[i % Categories] += _cells[i];
            total += 2 * _cells[i];
        }

        for (int k = 0; k < shares.Length && total > 0; k++)
        {
            shares[k] /= total;
        }

        return shares;
    }
}
