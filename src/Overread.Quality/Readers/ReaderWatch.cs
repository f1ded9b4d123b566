namespace Overread.Quality.Readers;

/// <summary>
/// Watches the readers of a campaign for seven kinds of trouble (<see cref="Trouble"/>) from their reads alone, read by read.
/// Every test is a supermartingale under the null that its options state (<see cref="WatchOptions"/>), so that looking after
/// every read costs nothing; the rate of false alarms is shared out over the kinds, and within a kind evenly over readers or
/// pairs (Bonferroni). If every reader is as honest as the options say, the chance of one false finding or more in a whole
/// campaign is at most <see cref="WatchOptions.FalseAlarms"/>.
/// </summary>
/// <remarks>
/// A gold item is judged at once. An ordinary item is compared when its reads are complete: each read with the majority of
/// the item's other reads, if more than half of them, and two at least, agree. Nothing is compared twice.
/// </remarks>
public static class ReaderWatch
{
    /// <summary>Goes over the reads.</summary>
    /// <param name="reads">Reads in the order in which they came in.</param>
    /// <param name="gold">The known answer of each item, −1 where there is none.</param>
    /// <param name="readerCount">Readers.</param>
    /// <param name="categoryCount">Answers that can be given, at least 2.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <returns>One finding per reader at most, the most specific; two for a pair. By reader.</returns>
    /// <exception cref="ArgumentException">A read or a setting lies outside; the read's place in the list is said.</exception>
    public static IReadOnlyList<ReaderFinding> Over(
        IReadOnlyList<WatchedRead> reads,
        IReadOnlyList<int> gold,
        int readerCount,
        int categoryCount,
        WatchOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(reads);
        ArgumentNullException.ThrowIfNull(gold);
        options ??= new WatchOptions();
        options.Check();
        Check(reads, gold, readerCount, categoryCount);
        int[] planned = new int[gold.Count];
        foreach (WatchedRead read in reads)
        {
            planned[read.Item]++;
        }

        WatchState state = new(readerCount, categoryCount, options);
        List<WatchedRead>[] byItem = [.. gold.Select(_ => new List<WatchedRead>())];
        foreach (WatchedRead read in reads)
        {
            List<WatchedRead> item = byItem[read.Item];
            if (gold[read.Item] is var truth and >= 0)
            {
                state.Gold(read, truth, item);
                item.Add(read);
                continue;
            }

            state.Begin(read);
            item.Add(read);
            if (item.Count == (options.ReadsPerItem ?? planned[read.Item]))
            {
                state.Compare(item);
            }
        }

        return state.Findings();
    }

    private static void Check(IReadOnlyList<WatchedRead> reads, IReadOnlyList<int> gold, int readers, int categories)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(readers);
        ArgumentOutOfRangeException.ThrowIfLessThan(categories, 2);
        HashSet<(int, int)> seen = [];
        for (int at = 0; at < reads.Count; at++)
        {
            WatchedRead read = reads[at];
            string? wrong =
                read.Reader < 0 || read.Reader >= readers ? $"reader {read.Reader} of {readers}"
                : read.Item < 0 || read.Item >= gold.Count ? $"item {read.Item} of {gold.Count}"
                : read.Answer < 0 || read.Answer >= categories ? $"answer {read.Answer} of {categories}"
                : read.Suggestion < -1 || read.Suggestion >= categories
                    ? $"suggestion {read.Suggestion} of {categories}"
                : !seen.Add((read.Reader, read.Item)) ? $"a second read of item {read.Item} by reader {read.Reader}"
                : null;
            if (wrong is not null)
            {
                throw new ArgumentException($"Read {at} has {wrong}; numbers begin at 0, and each read counts once.");
            }
        }

        for (int item = 0; item < gold.Count; item++)
        {
            if (gold[item] < -1 || gold[item] >= categories)
            {
                throw new ArgumentException(
                    $"The gold answer of item {item} is {gold[item]} of {categories}; −1 for none."
                );
            }
        }
    }
}
