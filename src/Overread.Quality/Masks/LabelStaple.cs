using Overread.Quality.Consensus;

namespace Overread.Quality.Masks;

/// <summary>
/// STAPLE for masks of several labels (Warfield et al. 2004, section on multi-category labels): one confusion matrix per
/// reader, found by EM over the distinct patterns of labels. It is Dawid and Skene's model with voxels as items.
/// </summary>
public static class LabelStaple
{
    /// <summary>Fuses masks of one grid.</summary>
    /// <param name="masks">1 to 16 masks of labels 0 to 15, one byte per voxel.</param>
    /// <param name="disagreementOnly">Whether unanimous voxels are left out of the fit; they keep their label.</param>
    /// <param name="options">Tolerance and smoothing; null for the defaults.</param>
    /// <param name="threads">Parts of the voxels that are counted at once; the result is the same for any number.</param>
    /// <exception cref="ArgumentException">A label above 15, or masks of different length.</exception>
    public static MaskFusion Fuse(
        IReadOnlyList<ReadOnlyMemory<byte>> masks,
        bool disagreementOnly = false,
        ConsensusOptions? options = null,
        int threads = 1
    )
    {
        ArgumentNullException.ThrowIfNull(masks);
        LabelPatterns patterns = LabelPatterns.Count(masks, threads);
        byte[] values = new byte[patterns.Keys.Count];
        int[] fitted =
        [
            .. Enumerable.Range(0, values.Length).Where(i => !(disagreementOnly && patterns.Unanimous(i, masks.Count))),
        ];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (byte)(patterns.Keys[i] & 15);
        }

        int labels = patterns.LabelCount;
        List<double> sensitivity = [];
        int iterations = 0;
        if (fitted.Length > 0 && labels > 1)
        {
            int[] table = new int[fitted.Length * masks.Count];
            for (int i = 0; i < fitted.Length; i++)
            {
                for (int r = 0; r < masks.Count; r++)
                {
                    table[(i * masks.Count) + r] = (int)((patterns.Keys[fitted[i]] >> (4 * r)) & 15);
                }
            }

            double[] weights = [.. fitted.Select(i => (double)patterns.Counts[i])];
            DawidSkeneFit fit = DawidSkeneFit.Weighted(
                Ratings.FromTable(table, masks.Count, labels),
                weights,
                options ?? ConsensusOptions.Default
            );
            iterations = fit.Trace.Iterations;
            for (int i = 0; i < fitted.Length; i++)
            {
                ReadOnlySpan<double> row = fit.Posteriors.AsSpan(i * labels, labels);
                int best = 0;
                for (int k = 1; k < labels; k++)
                {
                    best = row[k] > row[best] ? k : best;
                }

                values[fitted[i]] = (byte)best;
            }

            for (int r = 0; r < masks.Count; r++)
            {
                double right = 0;
                for (int k = 0; k < labels; k++)
                {
                    right += fit.Balance[k] * fit.Confusion[(((r * labels) + k) * labels) + k];
                }

                sensitivity.Add(right);
            }
        }

        return new MaskFusion
        {
            Method = disagreementOnly ? "label-staple-disagreement" : "label-staple",
            State = fitted.Length == 0 ? FusionState.Unanimous : FusionState.Fused,
            Mask = patterns.Apply(masks, values, threads),
            Weights = sensitivity,
            Iterations = iterations,
        };
    }
}
