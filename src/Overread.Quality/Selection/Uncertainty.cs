namespace Overread.Quality.Selection;

/// <summary>Scores that say what to read next or again: 0 is certain, 1 is wholly open.</summary>
public static class Uncertainty
{
    /// <summary>Scores every item.</summary>
    /// <param name="probabilities">Items × categories, row by row.</param>
    /// <param name="categories">Number of categories, at least 2.</param>
    /// <param name="measure">What is meant by uncertain.</param>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static double[] Score(ReadOnlySpan<double> probabilities, int categories, UncertaintyMeasure measure)
    {
        if (categories < 2 || probabilities.Length % categories != 0)
        {
            throw new ArgumentException(
                $"{probabilities.Length} probabilities do not fill rows of {categories} categories (at least 2)."
            );
        }

        double[] scores = new double[probabilities.Length / categories];
        for (int item = 0; item < scores.Length; item++)
        {
            ReadOnlySpan<double> row = probabilities.Slice(item * categories, categories);
            double first = 0;
            double second = 0;
            double entropy = 0;
            foreach (double probability in row)
            {
                if (probability > first)
                {
                    second = first;
                    first = probability;
                }
                else
                {
                    second = Math.Max(second, probability);
                }

                if (measure == UncertaintyMeasure.Entropy && probability > 0)
                {
                    entropy -= probability * Math.Log(probability);
                }
            }

            scores[item] = measure switch
            {
                UncertaintyMeasure.LeastConfident => (1 - first) * categories / (categories - 1.0),
                UncertaintyMeasure.Margin => 1 - (first - second),
                _ => entropy / Math.Log(categories),
            };
        }

        return scores;
    }

    /// <summary>Vote entropy of a committee (Dagan and Engelson 1995): how far models or readers disagree, 0 to 1.</summary>
    public static double[] Committee(Ratings ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        return ratings.CategoryCount < 2
            ? new double[ratings.ItemCount]
            : Score(Consensus.MajorityVote.Shares(ratings, 1), ratings.CategoryCount, UncertaintyMeasure.Entropy);
    }

    /// <summary>
    /// Whether to read an item again or a new one, in the manner of ActiveLab (Goh and Mueller 2023, arXiv 2301.11856):
    /// the doubt about its consensus, shrunk towards even shares as if one further, average label had been given. Items
    /// with many agreeing labels fall behind those with few.
    /// </summary>
    /// <param name="consensus">A consensus of readers, or of readers and models.</param>
    /// <param name="ratings">The labels behind it.</param>
    public static double[] NextRead(Consensus.ConsensusResult consensus, Ratings ratings)
    {
        ArgumentNullException.ThrowIfNull(consensus);
        ArgumentNullException.ThrowIfNull(ratings);
        double[] scores = new double[ratings.ItemCount];
        for (int item = 0; item < scores.Length; item++)
        {
            int reads = ratings.ReadersOf(item).Length;
            double even = 1.0 / Math.Max(1, ratings.CategoryCount);
            double best = reads == 0 ? even : consensus.ProbabilityOf(item);
            scores[item] = 1 - (((reads * best) + even) / (reads + 1));
        }

        return scores;
    }
}
