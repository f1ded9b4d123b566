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
        Func<int, double[,]?>? confusion = null,
        int threads = 1
    )
    {
        int q = ratings.CategoryCount;
        double[] right = new double[ratings.ReaderCount];
        int[] labels = new int[ratings.ReaderCount];
        ReadOnlySpan<int> offsets = ratings.Offsets;
        ReadOnlySpan<int> readers = ratings.Readers;
        ReadOnlySpan<int> categories = ratings.Categories;
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            for (int at = offsets[item]; at < offsets[item + 1]; at++)
            {
                right[readers[at]] += posteriors[(item * q) + categories[at]];
                labels[readers[at]]++;
            }
        }

        ReaderEstimate[] estimates = new ReaderEstimate[ratings.ReaderCount];
        int blocks = Math.Clamp(estimates.Length / 100, 1, 16);
        FixedBlocks.Run(
            blocks,
            threads,
            block =>
            {
                int end = FixedBlocks.Start(estimates.Length, blocks, block + 1);
                for (int reader = FixedBlocks.Start(estimates.Length, blocks, block); reader < end; reader++)
                {
                    bool any = labels[reader] > 0;
                    double wrong = Math.Max(0, labels[reader] - right[reader]);
                    estimates[reader] = new ReaderEstimate
                    {
                        Reader = reader,
                        Labels = labels[reader],
                        Accuracy = any ? right[reader] / labels[reader] : null,
                        AccuracyLow = any ? Jeffreys(0.025, right[reader], wrong) : null,
                        AccuracyHigh = any ? Jeffreys(0.975, right[reader], wrong) : null,
                        Skill = any ? skill?.Invoke(reader) : null,
                        Confusion = confusion?.Invoke(reader),
                    };
                }
            }
        );
        return estimates;

        static double Jeffreys(double p, double right, double wrong) =>
            SpecialFunctions.BetaQuantile(p, right + 0.5, wrong + 0.5);
    }
}
