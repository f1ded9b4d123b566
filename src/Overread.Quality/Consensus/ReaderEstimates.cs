using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>What posteriors say about readers, whatever method made them.</summary>
internal static class ReaderEstimates
{
    /// <summary>Expected accuracy of each reader with Jeffreys' interval.</summary>
    internal static ReaderEstimate[] Of(
        Ratings ratings,
        ReadOnlySpan<double> posteriors,
        Func<int, double>? skill = null,
        Func<int, double[,]?>? confusion = null
    )
    {
        int q = ratings.CategoryCount;
        double[] right = new double[ratings.ReaderCount];
        int[] labels = new int[ratings.ReaderCount];
        ReadOnlySpan<int> offsets = ratings.Offsets;
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            for (int at = offsets[item]; at < offsets[item + 1]; at++)
            {
                right[ratings.Readers[at]] += posteriors[(item * q) + ratings.Categories[at]];
                labels[ratings.Readers[at]]++;
            }
        }

        ReaderEstimate[] estimates = new ReaderEstimate[ratings.ReaderCount];
        for (int reader = 0; reader < estimates.Length; reader++)
        {
            bool any = labels[reader] > 0;
            double wrong = Math.Max(0, labels[reader] - right[reader]);
            estimates[reader] = new ReaderEstimate
            {
                Reader = reader,
                Labels = labels[reader],
                Accuracy = any ? right[reader] / labels[reader] : null,
                AccuracyLow = any ? SpecialFunctions.BetaQuantile(0.025, right[reader] + 0.5, wrong + 0.5) : null,
                AccuracyHigh = any ? SpecialFunctions.BetaQuantile(0.975, right[reader] + 0.5, wrong + 0.5) : null,
                Skill = any ? skill?.Invoke(reader) : null,
                Confusion = confusion?.Invoke(reader),
            };
        }

        return estimates;
    }
}
