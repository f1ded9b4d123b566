using Overread.Quality.Agreement;

namespace Overread.Quality.LabelErrors;

/// <summary>A category so rare that little can be learnt or said of it.</summary>
/// <param name="Category">The rarest category that was given at all.</param>
/// <param name="Items">Items that bear it.</param>
/// <param name="Share">Their share of all items, 0 to 1.</param>
/// <param name="Interval">95 % interval of the share (<see cref="ScoreInterval"/>).</param>
/// <param name="Rare">Whether even the interval's high end is below a tenth of an even share, 0.1 / categories.</param>
public sealed record ClassImbalance(int Category, int Items, double Share, ConfidenceInterval Interval, bool Rare)
{
    /// <summary>Looks at the rarest category.</summary>
    /// <param name="labels">Category per item, from 0; −1 where there is none.</param>
    /// <param name="categories">Number of categories.</param>
    /// <returns>Null where no item has a label.</returns>
    /// <exception cref="ArgumentException">A label is out of range.</exception>
    public static ClassImbalance? Of(ReadOnlySpan<int> labels, int categories)
    {
        int[] counts = new int[Math.Max(0, categories)];
        int all = 0;
        foreach (int label in labels)
        {
            if (label < -1 || label >= categories)
            {
                throw new ArgumentException($"The label {label} is outside 0 to {categories - 1}.");
            }

            if (label >= 0)
            {
                counts[label]++;
                all++;
            }
        }

        if (all == 0)
        {
            return null;
        }

        int rarest = Enumerable.Range(0, categories).Where(k => counts[k] > 0).OrderBy(k => counts[k]).First();
        double share = (double)counts[rarest] / all;
        ConfidenceInterval interval = ScoreInterval.OfShare(share, all);
        return new ClassImbalance(rarest, counts[rarest], share, interval, interval.High < 0.1 / categories);
    }
}
