using Overread.Quality.Numerics;

namespace Overread.Quality.LabelErrors;

/// <summary>
/// Confident learning (Northcutt, Jiang and Chuang 2021, JAIR 70:1373): which given labels are probably wrong, from the
/// out-of-sample probabilities of a model. How many labels of each category are really of another is estimated from the
/// items on which the model is at least as sure as on the average of a category's own items; that many are suspect, those
/// with the widest margin first (pruning by noise rate). Probabilities from a model that saw the label find nothing.
/// </summary>
public sealed class LabelIssues
{
    private LabelIssues(float[] quality, bool[] suspect, long[,] joint, double[] thresholds)
    {
        Quality = quality;
        Suspect = suspect;
        Joint = joint;
        Thresholds = thresholds;
    }

    /// <summary>Self-confidence per item: the probability of its given label, 0 to 1; low is suspect.</summary>
    public IReadOnlyList<float> Quality { get; }

    /// <summary>Whether an item's label is suspect.</summary>
    public IReadOnlyList<bool> Suspect { get; }

    /// <summary>The confident joint: items by given category (row) and confidently inferred one (column).</summary>
    public long[,] Joint { get; }

    /// <summary>Mean self-confidence per category: the bar that another category must reach.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Number of suspect labels.</summary>
    public int Count => Suspect.Count(suspect => suspect);

    /// <summary>The suspect items, worst first.</summary>
    public int[] Ranked() =>
        [
            .. Enumerable
                .Range(0, Quality.Count)
                .Where(item => Suspect[item])
                .OrderBy(item => Quality[item])
                .ThenBy(item => item),
        ];

    /// <summary>
    /// How far below a bar a probability still reaches it: a bar is a mean of probabilities, and where all are alike the
    /// rounding of their sum decides on which side of it they lie.
    /// </summary>
    internal const double Rounding = 1e-9;

    /// <summary>Finds suspect labels.</summary>
    /// <param name="labels">Given category per item, 0 to <paramref name="categories"/> − 1.</param>
    /// <param name="probabilities">Items × categories, out of sample, row by row.</param>
    /// <param name="categories">Number of categories.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a label is out of range.</exception>
    public static LabelIssues Find(
        ReadOnlyMemory<int> labels,
        ReadOnlyMemory<double> probabilities,
        int categories,
        int threads = 1
    )
    {
        if ((long)labels.Length * categories != probabilities.Length || categories < 1)
        {
            throw new ArgumentException(
                $"{probabilities.Length} probabilities for {labels.Length} items × {categories} categories."
            );
        }

        if (labels.Span.ContainsAnyExceptInRange(0, categories - 1))
        {
            throw new ArgumentException($"A label is outside 0 to {categories - 1}.");
        }

        float[] quality = new float[labels.Length];
        double[] thresholds = Bars(labels, probabilities, categories, quality, threads);
        bool[] suspect = new bool[labels.Length];
        long[,] joint = Joined(labels, probabilities, categories, thresholds, threads);
        ConfidentPruning.Mark(labels.Span, probabilities.Span, joint, suspect);
        return new LabelIssues(quality, suspect, joint, thresholds);
    }

    /// <summary>Mean self-confidence per category; a category without items has a bar that nothing reaches.</summary>
    private static double[] Bars(
        ReadOnlyMemory<int> labels,
        ReadOnlyMemory<double> probabilities,
        int categories,
        float[] quality,
        int threads
    )
    {
        int blocks = Math.Clamp(labels.Length / 65_536, 1, 64);
        double[][] sums = new double[blocks][];
        long[][] counts = new long[blocks][];
        FixedBlocks.Run(
            blocks,
            threads,
            block =>
            {
                double[] sum = new double[categories];
                long[] count = new long[categories];
                ReadOnlySpan<int> given = labels.Span;
                ReadOnlySpan<double> rows = probabilities.Span;
                int end = FixedBlocks.Start(given.Length, blocks, block + 1);
                for (int item = FixedBlocks.Start(given.Length, blocks, block); item < end; item++)
                {
                    double own = rows[(item * categories) + given[item]];
                    quality[item] = (float)own;
                    sum[given[item]] += own;
                    count[given[item]]++;
                }

                (sums[block], counts[block]) = (sum, count);
            }
        );
        double[] bars = new double[categories];
        for (int k = 0; k < categories; k++)
        {
            double sum = 0;
            long count = 0;
            for (int block = 0; block < blocks; block++)
            {
                sum += sums[block][k];
                count += counts[block][k];
            }

            bars[k] = count > 0 ? sum / count : double.MaxValue;
        }

        return bars;
    }

    private static long[,] Joined(
        ReadOnlyMemory<int> labels,
        ReadOnlyMemory<double> probabilities,
        int categories,
        double[] bars,
        int threads
    )
    {
        int blocks = Math.Clamp(labels.Length / 65_536, 1, 64);
        long[][] joints = new long[blocks][];
        FixedBlocks.Run(
            blocks,
            threads,
            block =>
            {
                long[] joint = new long[categories * categories];
                ReadOnlySpan<int> given = labels.Span;
                int end = FixedBlocks.Start(given.Length, blocks, block + 1);
                for (int item = FixedBlocks.Start(given.Length, blocks, block); item < end; item++)
                {
                    ReadOnlySpan<double> row = probabilities.Span.Slice(item * categories, categories);
                    int confident = -1;
                    double best = -1;
                    for (int k = 0; k < row.Length; k++)
                    {
                        if (row[k] >= bars[k] - Rounding && row[k] > best)
                        {
                            (best, confident) = (row[k], k);
                        }
                    }

                    if (confident >= 0)
                    {
                        joint[(given[item] * categories) + confident]++;
                    }
                }

                joints[block] = joint;
            }
        );
        long[,] total = new long[categories, categories];
        foreach (long[] joint in joints)
        {
            for (int cell = 0; cell < joint.Length; cell++)
            {
                total[cell / categories, cell % categories] += joint[cell];
            }
        }

        return total;
    }
}
