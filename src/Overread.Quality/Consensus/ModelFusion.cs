namespace Overread.Quality.Consensus;

/// <summary>
/// Readers and models together, after CROWDLAB (Goh, Tkachenko and Mueller 2022, arXiv 2210.06812): every reader's label
/// becomes a distribution by how far readers agree on the whole, every model brings its own, and each is weighted by how
/// much better it is than always naming the commonest category. Model probabilities must come from items that the model
/// was not trained on. Finds wrong consensus labels better than votes do, most of all with two or three readers.
/// </summary>
public static class ModelFusion
{
    private const double Least = 1e-6;

    /// <summary>Fuses.</summary>
    /// <param name="ratings">The readers' labels.</param>
    /// <param name="models">For each model its probabilities, items × categories, rows summing to 1.</param>
    /// <param name="options">Acceptance and gold; null for the defaults.</param>
    /// <exception cref="ArgumentException">A model's table has the wrong size or is no probability.</exception>
    public static ConsensusResult Infer(
        Ratings ratings,
        IReadOnlyList<double[]> models,
        ConsensusOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(models);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        Check(ratings, models);
        int q = ratings.CategoryCount;
        int[] consensus = Votes(ratings, models, options);
        bool[] shared = [.. Enumerable.Range(0, ratings.ItemCount).Select(item => ratings.ReadersOf(item).Length > 1)];
        double baseline = Math.Max(Least, BaselineError(consensus, shared, q));
        double[] readerWeights = ReaderWeights(ratings, baseline, out double agreement);
        double perItem = ratings.ItemCount == 0 ? 0 : Math.Sqrt((double)ratings.Count / ratings.ItemCount);
        double[] modelWeights =
        [
            .. models.Select(model => Math.Max(Least, 1 - (Error(model, consensus, shared, q) / baseline)) * perItem),
        ];
        double[] posteriors = Posteriors(ratings, models, readerWeights, modelWeights, agreement);
        ConsensusInput.WriteGold(posteriors, q, options);
        return new ConsensusResult(
            "model-fusion",
            ratings,
            posteriors,
            options.AcceptAt ?? MajorityVote.MoreThanHalf,
            options,
            judgedElsewhere: models.Count > 0
        )
        {
            ClassBalance = MajorityVote.ClassShares(posteriors, q),
            Readers = ReaderEstimates.Of(ratings, posteriors, reader => readerWeights[reader]),
            Notice =
                "model weights "
                + string.Join(
                    ", ",
                    modelWeights.Select(weight =>
                        weight.ToString("F3", System.Globalization.CultureInfo.InvariantCulture)
                    )
                ),
        };
    }

    private static void Check(Ratings ratings, IReadOnlyList<double[]> models)
    {
        int q = ratings.CategoryCount;
        foreach (double[] model in models)
        {
            if (model.Length != ratings.ItemCount * q)
            {
                throw new ArgumentException(
                    $"A model has {model.Length} probabilities for {ratings.ItemCount} items × {q} categories."
                );
            }

            if (Array.Exists(model, probability => !(probability >= 0 && probability <= 1 + 1e-9)))
            {
                throw new ArgumentException("A model's probabilities must lie in [0, 1]; calibrate its scores first.");
            }
        }
    }

    /// <summary>The leading category of each item; models break ties, the smaller category breaks theirs.</summary>
    private static int[] Votes(Ratings ratings, IReadOnlyList<double[]> models, ConsensusOptions options)
    {
        int q = ratings.CategoryCount;
        double[] shares = MajorityVote.Shares(ratings, options.Threads);
        int[] consensus = new int[ratings.ItemCount];
        for (int item = 0; item < consensus.Length; item++)
        {
            double best = double.MinValue;
            for (int k = 0; k < q; k++)
            {
                double score = ratings.ReadersOf(item).IsEmpty ? 0 : 1e6 * Math.Round(shares[(item * q) + k], 9);
                foreach (double[] model in models)
                {
                    score += model[(item * q) + k];
                }

                if (score > best)
                {
                    (best, consensus[item]) = (score, k);
                }
            }
        }

        return consensus;
    }

    private static double BaselineError(int[] consensus, bool[] shared, int categories)
    {
        int[] counts = new int[categories];
        int items = 0;
        for (int item = 0; item < consensus.Length; item++)
        {
            if (shared[item])
            {
                counts[consensus[item]]++;
                items++;
            }
        }

        return items == 0 ? 1 : 1 - ((double)counts.Max() / items);
    }

    /// <summary>A reader's weight from agreement with the other readers of the same items.</summary>
    private static double[] ReaderWeights(Ratings ratings, double baseline, out double agreement)
    {
        double[] agreeing = new double[ratings.ReaderCount];
        double[] pairs = new double[ratings.ReaderCount];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            ReadOnlySpan<int> readers = ratings.ReadersOf(item);
            ReadOnlySpan<int> given = ratings.CategoriesOf(item);
            for (int i = 0; i < readers.Length; i++)
            {
                for (int j = 0; j < readers.Length; j++)
                {
                    if (i != j)
                    {
                        agreeing[readers[i]] += given[i] == given[j] ? 1 : 0;
                        pairs[readers[i]]++;
                    }
                }
            }
        }

        double total = pairs.Sum();
        double overall = total > 0 ? agreeing.Sum() / total : 0.5;
        agreement = Math.Clamp(overall, 1.0 / Math.Max(1, ratings.CategoryCount), 1 - Least);
        double[] weights = new double[ratings.ReaderCount];
        for (int reader = 0; reader < weights.Length; reader++)
        {
            double own = pairs[reader] > 0 ? agreeing[reader] / pairs[reader] : overall;
            weights[reader] = Math.Max(Least, 1 - ((1 - own) / baseline));
        }

        return weights;
    }

    private static double Error(double[] model, int[] consensus, bool[] shared, int categories)
    {
        int wrong = 0;
        int items = 0;
        for (int item = 0; item < consensus.Length; item++)
        {
            if (!shared[item])
            {
                continue;
            }

            items++;
            int best = 0;
            for (int k = 1; k < categories; k++)
            {
                best = model[(item * categories) + k] > model[(item * categories) + best] ? k : best;
            }

            wrong += best == consensus[item] ? 0 : 1;
        }

        return items == 0 ? 0 : (double)wrong / items;
    }

    private static double[] Posteriors(
        Ratings ratings,
        IReadOnlyList<double[]> models,
        double[] readerWeights,
        double[] modelWeights,
        double agreement
    )
    {
        int q = ratings.CategoryCount;
        double other = q < 2 ? 0 : (1 - agreement) / (q - 1);
        double[] posteriors = new double[ratings.ItemCount * q];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            Span<double> row = posteriors.AsSpan(item * q, q);
            double total = 0;
            for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
            {
                double weight = readerWeights[ratings.Readers[at]];
                total += weight;
                for (int k = 0; k < q; k++)
                {
                    row[k] += weight * (k == ratings.Categories[at] ? agreement : other);
                }
            }

            for (int m = 0; m < models.Count; m++)
            {
                total += modelWeights[m];
                for (int k = 0; k < q; k++)
                {
                    row[k] += modelWeights[m] * models[m][(item * q) + k];
                }
            }

            double sum = 0;
            for (int k = 0; k < q; k++)
            {
                row[k] = total > 0 ? row[k] / total : 1.0 / q;
                sum += row[k];
            }

            for (int k = 0; k < q; k++)
            {
                row[k] /= sum;
            }
        }

        return posteriors;
    }
}
