using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// Wilson's score interval of a share (Wilson 1927, JASA 22:209): it has a width even where all items say the same. For a
/// mean of numbers from 0 to 1 that are no yes or no it is on the safe side, since those vary less.
/// </summary>
public static class ScoreInterval
{
    /// <summary>The interval of a share over items.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <param name="items">Over how many items, at least 1.</param>
    /// <param name="level">Coverage, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">A value lies outside.</exception>
    public static ConfidenceInterval OfShare(double share, long items, double level = 0.95)
    {
        if (!(share >= 0 && share <= 1) || items < 1 || !(level > 0 && level < 1))
        {
            throw new ArgumentException($"A share of {share} over {items} items at the level {level} has no interval.");
        }

        double z = SpecialFunctions.NormalQuantile(0.5 + (level / 2));
        double more = z * z / items;
        double centre = (share + (more / 2)) / (1 + more);
        double half = z / (1 + more) * Math.Sqrt((share * (1 - share) / items) + (more / (4 * items)));
        return new ConfidenceInterval(Math.Max(0, centre - half), Math.Min(1, centre + half), level, "score");
    }
}
