namespace Overread.Quality.LabelErrors;

/// <summary>
/// Masks that are probably wrong, by probabilities of foreground that have not seen them: a model's, or the share of other readers. A mask's
/// quality is the soft minimum of its voxels' probabilities of their given labels (Lad and Mueller 2023, arXiv:2307.05080, temperature 0.1), so that a part that is
/// wrong counts however large the rest. A voxel is suspect when the other label is as probable as it is, on the average over all masks,
/// where it was given (confident learning, Northcutt, Jiang and Chuang 2021). A mask stands out when its quality lies below the lower fence
/// of all (Tukey 1977) or its share of suspect voxels above the upper one.
/// </summary>
public static class MaskIssues
{
    private const double Temperature = 0.1;

    /// <summary>Judges masks.</summary>
    /// <param name="given">One mask per item; foreground is not zero.</param>
    /// <param name="probabilities">Probability of foreground of each voxel, 0 to 1, as many as the mask has voxels.</param>
    /// <returns>One entry per item, in their order.</returns>
    /// <exception cref="ArgumentException">Sizes differ, or a number is no probability.</exception>
    public static IReadOnlyList<MaskIssue> Find(
        IReadOnlyList<ReadOnlyMemory<byte>> given,
        IReadOnlyList<ReadOnlyMemory<float>> probabilities
    )
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (given.Count != probabilities.Count)
        {
            throw new ArgumentException($"{given.Count} masks and {probabilities.Count} volumes of probabilities.");
        }

        (double foreground, double background) = Bars(given, probabilities);
        MaskIssue[] found = new MaskIssue[given.Count];
        for (int item = 0; item < found.Length; item++)
        {
            found[item] = Judge(given[item].Span, probabilities[item].Span, foreground, background);
        }

        double fence = BoxIssues.LowerFence([.. found.Select(one => one.Quality)]);
        double shares = BoxIssues.LowerFence([.. found.Select(one => -Share(one))]);
        return
        [
            .. found.Select(one =>
                one with
                {
                    Suspect = one.Missing + one.Extra > 0 && (one.Quality < fence || -Share(one) < shares),
                }
            ),
        ];
    }

    /// <summary>Suspect voxels over those marked or missing.</summary>
    private static double Share(MaskIssue one) =>
        one.Missing + one.Extra == 0 ? 0 : (double)(one.Missing + one.Extra) / (one.Marked + one.Missing);

    /// <summary>Mean probability of foreground where it was marked, and of background where it was not.</summary>
    private static (double Foreground, double Background) Bars(
        IReadOnlyList<ReadOnlyMemory<byte>> given,
        IReadOnlyList<ReadOnlyMemory<float>> probabilities
    )
    {
        double[] sums = new double[2];
        long[] counts = new long[2];
        for (int item = 0; item < given.Count; item++)
        {
            ReadOnlySpan<byte> mask = given[item].Span;
            ReadOnlySpan<float> row = probabilities[item].Span;
            if (mask.Length != row.Length)
            {
                throw new ArgumentException($"Mask {item} has {mask.Length} voxels and {row.Length} probabilities.");
            }

            for (int voxel = 0; voxel < mask.Length; voxel++)
            {
                if (!(row[voxel] >= 0 && row[voxel] <= 1))
                {
                    throw new ArgumentException($"Mask {item}, voxel {voxel}: {row[voxel]} is no probability.");
                }

                int side = mask[voxel] != 0 ? 1 : 0;
                sums[side] += side == 1 ? row[voxel] : 1 - row[voxel];
                counts[side]++;
            }
        }

        // A label that nobody gave cannot be confidently another's.
        return (
            counts[1] > 0 ? sums[1] / counts[1] : double.PositiveInfinity,
            counts[0] > 0 ? sums[0] / counts[0] : double.PositiveInfinity
        );
    }

    private static MaskIssue Judge(
        ReadOnlySpan<byte> mask,
        ReadOnlySpan<float> probabilities,
        double foreground,
        double background
    )
    {
        long missing = 0;
        long extra = 0;
        long marked = 0;
        double weights = 0;
        double sum = 0;
        for (int voxel = 0; voxel < mask.Length; voxel++)
        {
            bool given = mask[voxel] != 0;
            double present = probabilities[voxel];
            double own = given ? present : 1 - present;
            marked += given ? 1 : 0;
            missing += !given && present >= foreground - 1e-9 ? 1 : 0;
            extra += given && 1 - present >= background - 1e-9 ? 1 : 0;
            double weight = Math.Exp((1 - own) / Temperature);
            weights += weight;
            sum += weight * own;
        }

        return new MaskIssue(weights > 0 ? sum / weights : 1, missing, extra, marked, false);
    }
}
