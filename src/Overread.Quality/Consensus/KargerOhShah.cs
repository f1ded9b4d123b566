using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// Belief propagation for two categories (Karger, Oh and Shah 2014, Operations Research 62:1): messages between items and
/// readers, started at random from the seed. Assumes readers and items assigned at random and errors that do not depend
/// on the category; it collapses elsewhere, so a guard watches it.
/// </summary>
public static class KargerOhShah
{
    private const int Rounds = 100;

    /// <summary>Runs the method; more than two categories fall back on the weighted vote.</summary>
    /// <param name="ratings">The ratings, two categories.</param>
    /// <param name="options">Seed and gold; null for the defaults.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        if (ratings.CategoryCount != 2)
        {
            return CollapseGuard.Fallback("kos", "is for two categories", ratings, options);
        }

        double[] scores = Scores(ratings, options);
        double[] posteriors = new double[ratings.ItemCount * 2];
        double scale = 0;
        foreach (double score in scores)
        {
            scale += Math.Abs(score) / scores.Length;
        }

        // Scores have no scale; the logistic makes an average one an odds of e squared.
        for (int item = 0; item < scores.Length; item++)
        {
            posteriors[(item * 2) + 1] = 1 / (1 + Math.Exp(scale > 0 ? -2 * scores[item] / scale : 0));
            posteriors[item * 2] = 1 - posteriors[(item * 2) + 1];
        }

        ConsensusInput.WriteGold(posteriors, 2, options);
        ConsensusResult result = new(
            "kos",
            ratings,
            posteriors,
            options.AcceptAt ?? DawidSkene.ModelAcceptance,
            options
        )
        {
            ClassBalance = MajorityVote.ClassShares(posteriors, 2),
            Readers = ReaderEstimates.Of(ratings, posteriors),
            Trace = new ConvergenceTrace(Rounds, true, [], null),
        };
        double oneCoin = OneCoin.Unguarded(ratings, options).Trace.LogLikelihood ?? 0;
        return CollapseGuard.CheckEvenErrors(result, oneCoin, ratings, options);
    }

    private static double[] Scores(Ratings ratings, ConsensusOptions options)
    {
        SeededRandom random = new(options.Seed);
        double[] toItem = new double[ratings.Count];
        for (int at = 0; at < toItem.Length; at++)
        {
            toItem[at] = 1 + random.NextNormal();
        }

        double[] toReader = new double[ratings.Count];
        double[] itemSums = new double[ratings.ItemCount];
        double[] readerSums = new double[ratings.ReaderCount];
        for (int round = 0; round < Rounds; round++)
        {
            SumByItem(ratings, toItem, itemSums);
            double typical = Known(itemSums, readerSums, options);
            for (int item = 0; item < ratings.ItemCount; item++)
            {
                bool gold = options.Gold is not null && options.Gold[item] >= 0;
                for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
                {
                    double sign = ratings.Categories[at] == 1 ? 1 : -1;
                    toReader[at] = gold
                        ? (options.Gold![item] == 1 ? typical : -typical)
                        : itemSums[item] - (sign * toItem[at]);
                    readerSums[ratings.Readers[at]] += sign * toReader[at];
                }
            }

            double square = 0;
            for (int at = 0; at < toItem.Length; at++)
            {
                double sign = ratings.Categories[at] == 1 ? 1 : -1;
                toItem[at] = readerSums[ratings.Readers[at]] - (sign * toReader[at]);
                square += toItem[at] * toItem[at];
            }

            // Only ratios matter; without this the messages overflow.
            double norm = Math.Sqrt(square / Math.Max(1, toItem.Length));
            for (int at = 0; at < toItem.Length && norm > 0; at++)
            {
                toItem[at] /= norm;
            }
        }

        SumByItem(ratings, toItem, itemSums);
        return itemSums;
    }

    /// <summary>
    /// What is known of items and earlier labels speaks as loudly as a typical item does, whose strength is the answer.
    /// </summary>
    private static double Known(double[] itemSums, double[] readerSums, ConsensusOptions options)
    {
        double typical = 0;
        foreach (double sum in itemSums)
        {
            typical += Math.Abs(sum) / itemSums.Length;
        }

        for (int reader = 0; reader < readerSums.Length; reader++)
        {
            EarlierRecord earlier = EarlierRecord.Of(options, reader);
            readerSums[reader] = ((2 * earlier.Right) - earlier.Labels) * typical;
        }

        return typical;
    }

    private static void SumByItem(Ratings ratings, double[] messages, double[] sums)
    {
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            sums[item] = 0;
            for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
            {
                sums[item] += ratings.Categories[at] == 1 ? messages[at] : -messages[at];
            }
        }
    }
}
