namespace Overread.Quality;

/// <summary>Finds what is unusual about a set of ratings, in one pass.</summary>
internal static class RatingsInspection
{
    internal static RatingsConditions Inspect(Ratings ratings)
    {
        ReadOnlySpan<int> offsets = ratings.Offsets;
        ReadOnlySpan<int> readers = ratings.Readers;
        ReadOnlySpan<int> categories = ratings.Categories;
        bool[] readerSeen = new bool[ratings.ReaderCount];
        bool[] categorySeen = new bool[ratings.CategoryCount];
        RatingsConditions found = RatingsConditions.None;
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
                categorySeen[categories[at]] = true;
                bool repeat = at > start && readers[at] == readers[at - 1];
                found |= repeat ? RatingsConditions.Repeats : 0;
                distinct += repeat ? 0 : 1;
            }

            overlap |= distinct > 1;
            found |= distinct < ratings.ReaderCount ? RatingsConditions.Missing : 0;
        }

        int usedCategories = categorySeen.AsSpan().Count(true);
        found |= ratings.Count == 0 ? RatingsConditions.Empty : 0;
        found |= readerSeen.AsSpan().Count(true) == 1 ? RatingsConditions.SingleReader : 0;
        found |= usedCategories == 1 ? RatingsConditions.SingleCategory : 0;
        found |= usedCategories < ratings.CategoryCount ? RatingsConditions.UnseenCategory : 0;
        found |= overlap ? 0 : RatingsConditions.NoOverlap;
        return found;
    }
}
