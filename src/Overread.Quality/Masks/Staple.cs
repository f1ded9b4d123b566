namespace Overread.Quality.Masks;

/// <summary>
/// STAPLE for binary masks (Warfield, Zou and Wells 2004, IEEE TMI 23:903): each reader has one sensitivity and one
/// specificity, the truth is found by EM. Runs on vote patterns, not voxels, with the same result.
/// </summary>
/// <remarks>
/// A large background drives every specificity to 1 and the result becomes too large; errors at a boundary are not
/// independent between voxels. Restricting it to the voxels on which readers differ helps; so does comparing it with the
/// majority. It converges without complaint on a mirrored mask: run <see cref="OutlierGate"/> first.
/// </remarks>
public static class Staple
{
    private const int MostIterations = 10_000;
    private const double Start = 0.99999;

    /// <summary>Fuses masks of one grid.</summary>
    /// <param name="masks">1 to 16 masks, one byte per voxel, foreground is not zero.</param>
    /// <param name="disagreementOnly">Whether to leave out voxels on which all readers agree; they keep their value.</param>
    /// <param name="tolerance">Largest change of a sensitivity or specificity at which iteration ends.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    public static MaskFusion Fuse(
        IReadOnlyList<ReadOnlyMemory<byte>> masks,
        bool disagreementOnly = false,
        double tolerance = 1e-10,
        int threads = 1
    )
    {
        ArgumentNullException.ThrowIfNull(masks);
        VotePatterns patterns = VotePatterns.Of(masks, threads);
        long[] counts = patterns.Counts;
        string name = disagreementOnly ? "staple-disagreement" : "staple";
        int full = counts.Length - 1;
        FusionState state = State(counts);
        if (state != FusionState.Fused)
        {
            return new MaskFusion
            {
                Method = name,
                State = state,
                Mask = patterns.Write(pattern => pattern == full),
            };
        }

        if (disagreementOnly)
        {
            counts[0] = 0;
            counts[full] = 0;
        }

        MaskFusion fit = Fit(name, counts, masks.Count, tolerance);
        bool Foreground(int pattern) =>
            disagreementOnly && (pattern == 0 || pattern == full)
                ? pattern == full
                : fit.PatternProbability[pattern] >= 0.5;
        return fit with { Mask = patterns.Write(Foreground) };
    }

    internal static FusionState State(long[] counts)
    {
        long voxels = counts.Sum();
        return counts[0] == voxels ? FusionState.AllEmpty
            : counts[^1] == voxels ? FusionState.AllFull
            : counts[0] + counts[^1] == voxels ? FusionState.Unanimous
            : FusionState.Fused;
    }

    private static MaskFusion Fit(string name, long[] counts, int readers, double tolerance)
    {
        double[] sensitivity = new double[readers];
        double[] specificity = new double[readers];
        Array.Fill(sensitivity, Start);
        Array.Fill(specificity, Start);
        double prior = Prior(counts, readers);
        double[] probability = new double[counts.Length];
        int iteration = 0;
        double change = double.MaxValue;
        while (iteration < MostIterations && change > tolerance)
        {
            iteration++;
            Expect(probability, counts, sensitivity, specificity, prior);
            change = Maximise(probability, counts, sensitivity, specificity);
        }

        Expect(probability, counts, sensitivity, specificity, prior);
        return new MaskFusion
        {
            Method = name,
            State = FusionState.Fused,
            Mask = [],
            Sensitivity = sensitivity,
            Specificity = specificity,
            PatternProbability = probability,
            Prior = prior,
            Iterations = iteration,
            Converged = change <= tolerance,
        };
    }

    /// <summary>The mean share of foreground over readers.</summary>
    private static double Prior(long[] counts, int readers)
    {
        double marked = 0;
        double voxels = 0;
        for (int pattern = 0; pattern < counts.Length; pattern++)
        {
            marked += (double)counts[pattern] * System.Numerics.BitOperations.PopCount((uint)pattern);
            voxels += counts[pattern];
        }

        return marked / (voxels * readers);
    }

    private static void Expect(
        double[] probability,
        long[] counts,
        double[] sensitivity,
        double[] specificity,
        double prior
    )
    {
        for (int pattern = 0; pattern < probability.Length; pattern++)
        {
            if (counts[pattern] == 0 && pattern != 0 && pattern != probability.Length - 1)
            {
                continue;
            }

            // Sums of logarithms: a product over sixteen readers may underflow.
            double front = Math.Log(prior);
            double back = Math.Log(1 - prior);
            for (int r = 0; r < sensitivity.Length; r++)
            {
                bool marked = ((pattern >> r) & 1) == 1;
                front += Math.Log(Math.Max(marked ? sensitivity[r] : 1 - sensitivity[r], 1e-300));
                back += Math.Log(Math.Max(marked ? 1 - specificity[r] : specificity[r], 1e-300));
            }

            probability[pattern] = 1 / (1 + Math.Exp(back - front));
        }
    }

    private static double Maximise(double[] probability, long[] counts, double[] sensitivity, double[] specificity)
    {
        double front = 0;
        double back = 0;
        double[] hits = new double[sensitivity.Length];
        double[] rejections = new double[sensitivity.Length];
        for (int pattern = 0; pattern < counts.Length; pattern++)
        {
            double weight = counts[pattern] * probability[pattern];
            double rest = counts[pattern] * (1 - probability[pattern]);
            front += weight;
            back += rest;
            for (int r = 0; r < hits.Length; r++)
            {
                if (((pattern >> r) & 1) == 1)
                {
                    hits[r] += weight;
                }
                else
                {
                    rejections[r] += rest;
                }
            }
        }

        double change = 0;
        for (int r = 0; r < hits.Length; r++)
        {
            double p = front > 0 ? hits[r] / front : sensitivity[r];
            double q = back > 0 ? rejections[r] / back : specificity[r];
            change = Math.Max(change, Math.Max(Math.Abs(p - sensitivity[r]), Math.Abs(q - specificity[r])));
            sensitivity[r] = p;
            specificity[r] = q;
        }

        return change;
    }
}
