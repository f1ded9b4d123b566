using Overread.Quality.Numerics;
using Overread.Quality.Selection;

namespace Overread.Quality.Consensus;

/// <summary>
/// The vote of those readers whose labels can be learnt from the items' features (Top Majority Vote; Sylolypavan et al.
/// 2023, npj Digital Medicine 6:26). It pays where several readers share an opinion that has nothing to do with the features,
/// and does nothing against errors made alone. Learnable is not the same as right, and with few items the figure is rough:
/// it must not be used to rank people.
/// </summary>
public static class TopMajorityVote
{
    private const int Folds = 5;
    private const int Depth = 5;
    private const int Leaf = 2;

    /// <summary>Measures every reader and lets the learnable ones vote.</summary>
    /// <param name="ratings">The ratings; of a reader's repeats the first counts.</param>
    /// <param name="features">Items × width, row by row, finite.</param>
    /// <param name="width">Numbers per item, at least 1.</param>
    /// <param name="threshold">Micro-F1 from which a reader votes.</param>
    /// <param name="fewest">Fewest readers; with fewer all readers vote, and the notice says so.</param>
    /// <param name="options">Acceptance, gold, seed of the folds, threads; null for the defaults.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a feature is not finite.</exception>
    public static TopMajorityResult Infer(
        Ratings ratings,
        ReadOnlyMemory<double> features,
        int width,
        double threshold = 0.7,
        int fewest = 3,
        ConsensusOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        if (width < 1 || features.Length != (long)ratings.ItemCount * width)
        {
            throw new ArgumentException(
                $"{features.Length} features for {ratings.ItemCount} items of {width} features each."
            );
        }

        double[] table = features.ToArray();
        int stranger = Array.FindIndex(table, value => !double.IsFinite(value));
        if (stranger >= 0)
        {
            throw new ArgumentException($"A feature of item {stranger / width} is not finite.");
        }

        ReaderLearnability[] readers = new ReaderLearnability[ratings.ReaderCount];
        int[] predictions = new int[ratings.ItemCount * ratings.ReaderCount];
        Array.Fill(predictions, -1);
        FixedBlocks.Run(
            readers.Length,
            options.Threads,
            reader => readers[reader] = Measure(ratings, table, width, reader, threshold, options.Seed, predictions)
        );
        int[] chosen = [.. readers.Where(reader => reader.Selected).Select(reader => reader.Reader)];
        bool enough = chosen.Length >= fewest;
        ConsensusResult votes = MajorityVote.Infer(enough ? ratings.OfReaders(chosen) : ratings, Without(options));
        ConsensusResult result = new("top-majority", ratings, votes.Posteriors.ToArray(), votes.AcceptAt, options)
        {
            ClassBalance = votes.ClassBalance,
            Readers = ReaderEstimates.Of(ratings, votes.Posteriors),
            FallbackFrom = enough ? null : "top-majority",
            Notice = enough
                ? $"{chosen.Length} of {readers.Count(reader => reader.Labels > 0)} readers are learnable and vote."
                : $"no learnable set: {chosen.Length} readers reach {threshold.ToString(System.Globalization.CultureInfo.InvariantCulture)}, {fewest} are needed; all vote.",
        };
        Ratings models = Ratings.FromTable(predictions, Math.Max(1, ratings.ReaderCount), ratings.CategoryCount);
        return new TopMajorityResult(
            result,
            enough ? readers : [.. readers.Select(reader => reader with { Selected = false })],
            Agreement.LightKappa.Of(models)
        );
    }

    /// <summary>Priors belong to all readers, not to those who are left.</summary>
    private static ConsensusOptions Without(ConsensusOptions options) => options with { ReaderPriors = null };

    private static ReaderLearnability Measure(
        Ratings ratings,
        double[] features,
        int width,
        int reader,
        double threshold,
        ulong seed,
        int[] predictions
    )
    {
        int[] labels = new int[ratings.ItemCount];
        List<int> rows = [];
        for (int item = 0; item < labels.Length; item++)
        {
            int at = ratings.ReadersOf(item).IndexOf(reader);
            if (at >= 0)
            {
                labels[item] = ratings.CategoriesOf(item)[at];
                rows.Add(item);
            }
        }

        if (rows.Count < 2 * Folds)
        {
            return new ReaderLearnability(reader, rows.Count, null, null, null, false);
        }

        int[] shuffled = [.. rows];
        SeededRandom random = SeededRandom.ForPart(seed, (ulong)reader);
        for (int i = shuffled.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        int right = 0;
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] training = [.. shuffled.Where((_, i) => i % Folds != fold)];
            ShallowTree tree = Tree(training);
            right += shuffled.Where((item, i) => i % Folds == fold && tree.Predict(item) == labels[item]).Count();
        }

        ShallowTree own = Tree([.. rows]);
        for (int item = 0; item < labels.Length; item++)
        {
            predictions[(item * ratings.ReaderCount) + reader] = own.Predict(item);
        }

        // With one label per item, micro-F1 is the share of right predictions.
        double share = (double)right / rows.Count;
        Agreement.ConfidenceInterval bounds = DefectRate.Interval(right, rows.Count);
        return new ReaderLearnability(reader, rows.Count, share, bounds.Low, bounds.High, share >= threshold);

        ShallowTree Tree(int[] from) =>
            ShallowTree.Grow(features, width, from, labels, ratings.CategoryCount, Depth, Leaf);
    }
}
