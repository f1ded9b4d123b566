namespace Overread.Quality.Masks;

/// <summary>
/// SIMPLE (Langerak et al. 2010, IEEE TMI 29:2000): votes weighted by each mask's Dice with the current estimate; masks
/// that fall behind are dropped, and the vote is repeated until nothing changes.
/// </summary>
public static class Simple
{
    private const int MostRounds = 50;

    /// <summary>Fuses masks of one grid.</summary>
    /// <param name="masks">1 to 16 masks; foreground is not zero.</param>
    /// <param name="deviations">A mask is dropped when its Dice lies this many standard deviations below the mean.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    public static MaskFusion Fuse(IReadOnlyList<ReadOnlyMemory<byte>> masks, double deviations = 1, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(masks);
        VotePatterns patterns = VotePatterns.Of(masks, threads);
        long[] counts = patterns.Counts;
        double[] weights = new double[masks.Count];
        Array.Fill(weights, 1);
        bool[] foreground = Vote(counts, weights);
        int round = 0;
        bool changed = true;
        while (changed && round < MostRounds)
        {
            round++;
            double[] dice = Dice(counts, foreground, masks.Count);
            double[] kept = [.. dice.Where((_, r) => weights[r] > 0)];
            double mean = kept.Average();
            double spread = Math.Sqrt(kept.Average(value => (value - mean) * (value - mean)));
            for (int r = 0; r < weights.Length; r++)
            {
                weights[r] =
                    weights[r] > 0 && (kept.Length <= 2 || dice[r] >= mean - (deviations * spread) - 1e-12)
                        ? dice[r]
                        : 0;
            }

            bool[] next = Vote(counts, weights);
            changed = !next.AsSpan().SequenceEqual(foreground);
            foreground = next;
        }

        return new MaskFusion
        {
            Method = "simple",
            State = Staple.State(counts),
            Mask = patterns.Write(pattern => foreground[pattern]),
            Weights = weights,
            Iterations = round,
            Converged = !changed,
        };
    }

    // A pattern that no voxel has stays background: its vote must not keep the rounds going.
    private static bool[] Vote(long[] counts, double[] weights)
    {
        double half = weights.Sum() / 2;
        bool[] foreground = new bool[counts.Length];
        for (int pattern = 0; pattern < counts.Length; pattern++)
        {
            double votes = 0;
            for (int r = 0; r < weights.Length; r++)
            {
                votes += ((pattern >> r) & 1) == 1 ? weights[r] : 0;
            }

            foreground[pattern] = counts[pattern] > 0 && votes > half + 1e-12;
        }

        return foreground;
    }

    private static double[] Dice(long[] counts, bool[] foreground, int readers)
    {
        double[] both = new double[readers];
        double[] own = new double[readers];
        double fused = 0;
        for (int pattern = 0; pattern < counts.Length; pattern++)
        {
            fused += foreground[pattern] ? counts[pattern] : 0;
            for (int r = 0; r < readers; r++)
            {
                if (((pattern >> r) & 1) == 1)
                {
                    own[r] += counts[pattern];
                    both[r] += foreground[pattern] ? counts[pattern] : 0;
                }
            }
        }

        return [.. both.Select((value, r) => own[r] + fused == 0 ? 1 : 2 * value / (own[r] + fused))];
    }
}
