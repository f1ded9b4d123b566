namespace Overread.Quality;

/// <summary>What one pass over a set of ratings finds: what is unusual, and the counts that every coefficient asks for.</summary>
internal sealed class RatingsInspection
{
    private RatingsInspection(RatingsConditions conditions, long[] categoryCounts, int activeReaders, int readsPerItem)
    {
        Conditions = conditions;
        CategoryCounts = categoryCounts;
        ActiveReaders = activeReaders;
        ReadsPerItem = readsPerItem;
    }

    internal RatingsConditions Conditions { get; }

    /// <summary>Labels per category.</summary>
    internal long[] CategoryCounts { get; }

    /// <summary>Readers with at least one label.</summary>
    internal int ActiveReaders { get; }

    /// <summary>The typical number of labels of an item that has two or more; at least 2.</summary>
    internal int ReadsPerItem { get; }

    internal static RatingsInspection Inspect(Ratings ratings)
    {
        ReadOnlySpan<int> offsets = ratings.Offsets;
        ReadOnlySpan<int> readers = ratings.Readers;
        ReadOnlySpan<int> categories = ratings.Categories;
        bool[] readerSeen = new bool[ratings.ReaderCount];
        long[] counts = new long[ratings.CategoryCount];
        RatingsConditions found = RatingsConditions.None;
        long sharedItems = 0;
        long sharedLabels = 0;
        bool overlap = false;
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            int start = offsets[item];
            int end = offsets[item + 1];
            found |= start == end ? RatingsConditions.UnreadItems : 0;
            int distinct = 0;
            for (int at = start; at < end; at++)
            {
                readerSeen[readers[at]] = true;
                counts[categories[at]]++;
                bool repeat = at > start && readers[at] == readers[at - 1];
                found |= repeat ? RatingsConditions.Repeats : 0;
                distinct += repeat ? 0 : 1;
            }

            sharedItems += end - start > 1 ? 1 : 0;
            sharedLabels += end - start > 1 ? end - start : 0;
            overlap |= distinct > 1;
            found |= distinct < ratings.ReaderCount ? RatingsConditions.Missing : 0;
        }

        int active = readerSeen.AsSpan().Count(true);
        int used = counts.Count(count => count > 0);
        found |= ratings.Count == 0 ? RatingsConditions.Empty : 0;
        found |= active == 1 ? RatingsConditions.SingleReader : 0;
        found |= used == 1 ? RatingsConditions.SingleCategory : 0;
        found |= used < ratings.CategoryCount ? RatingsConditions.UnseenCategory : 0;
        found |= overlap ? 0 : RatingsConditions.NoOverlap;
        int perItem = sharedItems == 0 ? 2 : (int)Math.Max(2, Math.Round((double)sharedLabels / sharedItems));
        return new RatingsInspection(found, counts, active, perItem);
    }
}
