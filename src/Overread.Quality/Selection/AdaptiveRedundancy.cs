using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Selection;

/// <summary>
/// Asks for one more read of an item until its label is sure or the reads are spent: few reads where readers agree, more where
/// they do not (Sheng, Provost and Ipeirotis 2008, KDD:614, selective repeated labelling; posteriors by Dawid and Skene 1979,
/// computed anew after every round with what is known of each reader).
/// </summary>
/// <remarks>
/// The posterior is the model's: readers who share a mistake make it sure and wrong. Hold it against gold (calibration).
/// </remarks>
public static class AdaptiveRedundancy
{
    /// <summary>The items to ask again now, the least sure first.</summary>
    /// <param name="result">Posteriors of the reads so far.</param>
    /// <param name="reads">Reads so far of each item.</param>
    /// <param name="available">Reads that each item can have at most.</param>
    /// <param name="options">Null for the defaults; its budget is counted over <paramref name="reads"/>.</param>
    /// <returns>Items, at most what is left of the budget and at most the round's share. Of equal ones the lower number.</returns>
    /// <exception cref="ArgumentException">Lengths differ or a setting lies outside.</exception>
    public static int[] AskNext(
        ConsensusResult result,
        IReadOnlyList<int> reads,
        IReadOnlyList<int> available,
        RedundancyOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(reads);
        ArgumentNullException.ThrowIfNull(available);
        options ??= new RedundancyOptions();
        options.Check();
        if (reads.Count != result.ItemCount || available.Count != result.ItemCount)
        {
            throw new ArgumentException(
                $"{reads.Count} and {available.Count} counts of reads for {result.ItemCount} items."
            );
        }

        int items = available.Count(reads => reads > 0);
        long left = options.BudgetPerItem is { } mean
            ? (long)Math.Floor(mean * items) - reads.Sum(n => (long)n)
            : long.MaxValue;
        long most = Math.Min(left, Math.Max(1, (long)(options.Round * items)));
        return
        [
            .. Enumerable
                .Range(0, reads.Count)
                .Where(item => reads[item] < Math.Min(available[item], options.Most ?? int.MaxValue))
                .Select(item => (Item: item, Sure: reads[item] == 0 ? 0 : result.ProbabilityOf(item)))
                .Where(item => item.Sure < options.SureAt)
                .OrderBy(item => item.Sure)
                .ThenBy(item => item.Item)
                .Take((int)Math.Clamp(most, 0, int.MaxValue))
                .Select(item => item.Item),
        ];
    }

    /// <summary>Replays reads that exist in a random order: how many would have been asked for, and how good the result is.</summary>
    /// <param name="ratings">All reads.</param>
    /// <param name="gold">The known answer of each item, −1 where there is none.</param>
    /// <param name="fixedReads">Reads per item to compare with, at least 1.</param>
    /// <param name="seed">Seed of the order of each item's reads; both sides draw from the same order.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">No item has a known answer, or a setting lies outside.</exception>
    public static RedundancyReplay Replay(
        Ratings ratings,
        IReadOnlyList<int> gold,
        int fixedReads = 5,
        ulong seed = 1,
        RedundancyOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(gold);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fixedReads);
        options ??= new RedundancyOptions();
        options.Check();
        if (gold.Count != ratings.ItemCount)
        {
            throw new ArgumentException($"{gold.Count} known answers for {ratings.ItemCount} items.");
        }

        int[][] order = Orders(ratings, seed);
        int judged = Enumerable.Range(0, gold.Count).Count(item => gold[item] >= 0 && order[item].Length > 0);
        if (judged == 0)
        {
            throw new ArgumentException("No item with reads has a known answer; there is nothing to compare with.");
        }

        int[] available = [.. order.Select(own => own.Length)];
        int[] asked = [.. available.Select(n => Math.Min(n, options.Fewest))];
        ConsensusResult result = Infer(Taken(ratings, order, asked), options);
        while (AskNext(result, asked, available, options) is { Length: > 0 } next)
        {
            foreach (int item in next)
            {
                asked[item]++;
            }

            result = Infer(Taken(ratings, order, asked), options);
        }

        int[] flat = [.. available.Select(n => Math.Min(n, fixedReads))];
        Ratings even = Taken(ratings, order, flat);
        return new(
            available.Count(n => n > 0),
            judged,
            asked.Sum(),
            flat.Sum(),
            Accuracy(result, gold, available),
            Accuracy(Infer(even, options), gold, available),
            Accuracy(MajorityVote.Infer(even), gold, available),
            Enumerable
                .Range(0, gold.Count)
                .Count(item => available[item] > 0 && result.ProbabilityOf(item) < options.SureAt)
        );
    }

    private static int[][] Orders(Ratings ratings, ulong seed)
    {
        int[][] orders = new int[ratings.ItemCount][];
        for (int item = 0; item < orders.Length; item++)
        {
            orders[item] = [.. Enumerable.Range(ratings.Offsets[item], ratings.ReadersOf(item).Length)];
            SeededRandom random = SeededRandom.ForPart(seed, (ulong)item);
            random.Shuffle(orders[item]);
        }

        return orders;
    }

    private static Ratings Taken(Ratings ratings, int[][] order, int[] taken)
    {
        int count = taken.Sum();
        (int[] items, int[] readers, int[] categories) = (new int[count], new int[count], new int[count]);
        int to = 0;
        for (int item = 0; item < order.Length; item++)
        {
            foreach (int at in order[item].AsSpan(0, taken[item]))
            {
                (items[to], readers[to], categories[to]) = (item, ratings.Readers[at], ratings.Categories[at]);
                to++;
            }
        }

        return Ratings.FromTriples(
            items,
            readers,
            categories,
            ratings.ItemCount,
            ratings.ReaderCount,
            ratings.CategoryCount
        );
    }

    // Every reader begins with a few labels as an average reader gives them, whose confusion is that of a first run.
    private static ConsensusResult Infer(Ratings ratings, RedundancyOptions options)
    {
        ConsensusResult first = MajorityVote.Infer(ratings);
        int q = ratings.CategoryCount;
        double[,] pooled = new double[q, q];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            ReadOnlySpan<double> posterior = first.PosteriorOf(item);
            foreach (int given in ratings.CategoriesOf(item))
            {
                for (int truth = 0; truth < q; truth++)
                {
                    pooled[truth, given] += posterior[truth];
                }
            }
        }

        for (int truth = 0; truth < q; truth++)
        {
            double row = 0;
            for (int given = 0; given < q; given++)
            {
                // A category that was never met begins as anything.
                pooled[truth, given] += 1.0 / q;
                row += pooled[truth, given];
            }

            for (int given = 0; given < q; given++)
            {
                pooled[truth, given] *= options.Caution / row;
            }
        }

        double[,]?[] priors = new double[,]?[ratings.ReaderCount];
        Array.Fill(priors, pooled);
        return DawidSkene.Infer(
            ratings,
            new ConsensusOptions
            {
                ReaderPriors = priors,
                MaxIterations = 100,
                Tolerance = 1e-4,
            }
        );
    }

    private static double Accuracy(ConsensusResult result, IReadOnlyList<int> gold, int[] available)
    {
        double right = 0;
        int judged = 0;
        for (int item = 0; item < gold.Count; item++)
        {
            if (gold[item] >= 0 && available[item] > 0)
            {
                int[] leaders = result.LeadersOf(item);
                judged++;
                right += leaders.Contains(gold[item]) ? 1.0 / leaders.Length : 0;
            }
        }

        return right / judged;
    }
}
