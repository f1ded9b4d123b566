namespace Overread.Quality;

/// <summary>What a label can be held against where there is no truth: the majority of the item's other labels.</summary>
internal static class OthersMajority
{
    /// <summary>The category of each label's others, in the order of the ratings; −1 where they tie or there are none.</summary>
    internal static int[] Of(Ratings ratings)
    {
        int[] others = new int[ratings.Count];
        int[] votes = new int[ratings.CategoryCount];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            Array.Clear(votes);
            foreach (int category in ratings.CategoriesOf(item))
            {
                votes[category]++;
            }

            for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
            {
                votes[ratings.Categories[at]]--;
                int best = Array.IndexOf(votes, votes.Max());
                bool alone = votes[best] > 0 && votes.Count(vote => vote == votes[best]) == 1;
                others[at] = alone ? best : -1;
                votes[ratings.Categories[at]]++;
            }
        }

        return others;
    }
}
