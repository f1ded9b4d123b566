using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// Dawid and Skene's model for items that may bear several labels at once, such as the findings of one radiograph. Every
/// label is a question of its own, present or absent; what a reader's answers to all questions say about their care is lent
/// to each as a weak prior (partial pooling, Gelman and Hill 2006), so that a reader is not judged on a rare finding by a
/// handful of cases alone.
/// </summary>
public static class MultiLabel
{
    /// <summary>Infers all labels together.</summary>
    /// <param name="labels">Per label the ratings of the same items and readers in two categories, absent and present.</param>
    /// <param name="strength">Pseudo-labels that the other questions lend, per reader and true category; 0 for none.</param>
    /// <param name="options">Smoothing, tolerance, threads; gold and priors are not taken here; null for the defaults.</param>
    /// <returns>One result per label.</returns>
    /// <exception cref="ArgumentException">Sizes differ, there are not two categories, or gold or priors were given.</exception>
    public static IReadOnlyList<ConsensusResult> Infer(
        IReadOnlyList<Ratings> labels,
        double strength = 4,
        ConsensusOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegative(strength);
        options ??= ConsensusOptions.Default;
        if (options.Gold is not null || options.ReaderPriors is not null)
        {
            throw new ArgumentException("Gold and priors belong to one label and are not taken here.");
        }

        foreach (Ratings ratings in labels)
        {
            if (
                ratings.CategoryCount != 2
                || ratings.ItemCount != labels[0].ItemCount
                || ratings.ReaderCount != labels[0].ReaderCount
            )
            {
                throw new ArgumentException("All labels need the same items and readers, and two categories.");
            }
        }

        DawidSkeneFit[] alone = new DawidSkeneFit[labels.Count];
        FixedBlocks.Run(
            labels.Count,
            options.Threads,
            label => alone[label] = DawidSkeneFit.Run(labels[label], options with { Threads = 1 })
        );
        double[,][]? counts = strength > 0 && labels.Count > 1 ? Counts(labels, alone) : null;
        ConsensusResult[] results = new ConsensusResult[labels.Count];
        FixedBlocks.Run(
            labels.Count,
            options.Threads,
            label =>
            {
                ConsensusOptions own = options with
                {
                    Threads = 1,
                    ReaderPriors = counts is null ? null : Priors(counts, label, strength),
                };
                results[label] = DawidSkene.Result(
                    "multi-label",
                    labels[label],
                    counts is null ? alone[label] : DawidSkeneFit.Run(labels[label], own),
                    options
                );
            }
        );
        return results;
    }

    /// <summary>Expected labels by label and reader: true × given, row by row.</summary>
    private static double[,][] Counts(IReadOnlyList<Ratings> labels, DawidSkeneFit[] fits)
    {
        double[,][] counts = new double[labels.Count, labels[0].ReaderCount][];
        for (int label = 0; label < labels.Count; label++)
        {
            Ratings ratings = labels[label];
            for (int reader = 0; reader < ratings.ReaderCount; reader++)
            {
                counts[label, reader] = new double[4];
            }

            for (int item = 0; item < ratings.ItemCount; item++)
            {
                ReadOnlySpan<int> readers = ratings.ReadersOf(item);
                for (int at = 0; at < readers.Length; at++)
                {
                    double[] table = counts[label, readers[at]];
                    int given = ratings.CategoriesOf(item)[at];
                    table[given] += fits[label].Posteriors[item * 2];
                    table[2 + given] += fits[label].Posteriors[(item * 2) + 1];
                }
            }
        }

        return counts;
    }

    private static double[,]?[] Priors(double[,][] counts, int label, double strength)
    {
        double[,]?[] priors = new double[,]?[counts.GetLength(1)];
        for (int reader = 0; reader < priors.Length; reader++)
        {
            double[,] prior = new double[2, 2];
            for (int truth = 0; truth < 2; truth++)
            {
                double[] sum = new double[2];
                for (int other = 0; other < counts.GetLength(0); other++)
                {
                    for (int given = 0; given < 2 && other != label; given++)
                    {
                        sum[given] += counts[other, reader][(2 * truth) + given];
                    }
                }

                double total = sum[0] + sum[1];
                for (int given = 0; given < 2 && total > 0; given++)
                {
                    // No more is lent than there is.
                    prior[truth, given] = Math.Min(strength, total) * sum[given] / total;
                }
            }

            priors[reader] = prior;
        }

        return priors;
    }
}
