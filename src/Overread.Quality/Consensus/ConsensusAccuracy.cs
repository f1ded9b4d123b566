using Overread.Quality.Agreement;

namespace Overread.Quality.Consensus;

/// <summary>A consensus against a truth. A tie counts by its share of right leaders: the expectation under even chances.</summary>
/// <param name="Items">Items with a known truth and at least one label.</param>
/// <param name="Accuracy">Share of right labels, 0 to 1.</param>
/// <param name="MacroF1">Mean over categories that occur of the F1 score, 0 to 1.</param>
/// <param name="PositiveF1">F1 score of the second of two categories; null with another number of categories.</param>
public sealed record ConsensusAccuracy(int Items, double Accuracy, double MacroF1, double? PositiveF1 = null)
{
    /// <summary>Wilson's 95 % interval of the accuracy, for items that are independent.</summary>
    public ConfidenceInterval AccuracyInterval => ScoreInterval.OfShare(Math.Clamp(Accuracy, 0, 1), Items);

    /// <summary>Compares a consensus with the truth.</summary>
    /// <param name="result">The consensus.</param>
    /// <param name="truth">True category per item, −1 where unknown.</param>
    /// <returns>The figures, or null when no item has both.</returns>
    public static ConsensusAccuracy? Of(ConsensusResult result, ReadOnlySpan<int> truth)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (truth.Length != result.ItemCount)
        {
            throw new ArgumentException($"{truth.Length} truths for {result.ItemCount} items.");
        }

        double[] hits = new double[result.CategoryCount];
        double[] given = new double[result.CategoryCount];
        double[] real = new double[result.CategoryCount];
        int items = 0;
        for (int item = 0; item < truth.Length; item++)
        {
            int[] leaders = result.LeadersOf(item);
            if (truth[item] < 0 || leaders.Length == 0)
            {
                continue;
            }

            items++;
            real[truth[item]]++;
            foreach (int leader in leaders)
            {
                given[leader] += 1.0 / leaders.Length;
                hits[leader] += leader == truth[item] ? 1.0 / leaders.Length : 0;
            }
        }

        if (items == 0)
        {
            return null;
        }

        double f1 = 0;
        int classes = 0;
        for (int k = 0; k < hits.Length; k++)
        {
            if (given[k] + real[k] > 0)
            {
                classes++;
                f1 += 2 * hits[k] / (given[k] + real[k]);
            }
        }

        double? positive = hits.Length == 2 && given[1] + real[1] > 0 ? 2 * hits[1] / (given[1] + real[1]) : null;
        return new ConsensusAccuracy(items, hits.Sum() / items, f1 / classes, positive);
    }
}
