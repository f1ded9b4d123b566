using Overread.Quality.Consensus;

namespace Overread.Quality.WeakSupervision;

/// <summary>
/// A label model over the votes of labelling functions, which may abstain (Ratner et al. 2016, NIPS 29): the triplet method
/// for two categories (Fu et al. 2020, ICML, FlyingSquid) or a generative model by EM for any number. Functions are the
/// readers of the ratings; a missing label is an abstention. The class balance should be given: an even one is a strong
/// and mostly wrong assumption in medicine.
/// </summary>
public static class LabelModel
{
    private const double LeastAccuracy = 0.505;
    private const int Parts = 20;

    /// <summary>Fits the generative model by EM, each function with its own accuracy per category.</summary>
    /// <param name="votes">The votes.</param>
    /// <param name="options">Class balance, smoothing, gold; null for the defaults.</param>
    public static WeakLabels Generative(Ratings votes, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(votes);
        options ??= ConsensusOptions.Default;
        ConsensusResult fit = DawidSkene.Infer(votes, options);
        ConsensusResult result = new("label-model", votes, fit.Posteriors.ToArray(), fit.AcceptAt, options)
        {
            ClassBalance = fit.ClassBalance,
            Readers = fit.Readers,
            Trace = fit.Trace,
        };
        return Summarise(
            votes,
            result,
            [.. fit.Readers.Select(reader => reader.Accuracy ?? 0.5)],
            function =>
                fit.Readers[function] is { AccuracyLow: { } low, AccuracyHigh: { } high }
                    ? new Agreement.ConfidenceInterval(low, high, 0.95, "posterior")
                    : null
        );
    }

    /// <summary>Fits accuracies from the agreements of triples of functions: no iteration, two categories.</summary>
    /// <param name="votes">The votes, two categories and three functions or more.</param>
    /// <param name="options">Class balance, acceptance; null for the defaults.</param>
    /// <exception cref="ArgumentException">Not two categories, or fewer than three functions.</exception>
    public static WeakLabels Triplets(Ratings votes, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(votes);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(votes, options);
        if (votes.CategoryCount != 2 || votes.ReaderCount < 3)
        {
            throw new ArgumentException("The triplet method needs two categories and three functions or more.");
        }

        double[] accuracies = Accuracies(votes);
        double[] balance = options.ClassBalance is { } known
            ? [.. known]
            : MajorityVote.ClassShares(MajorityVote.Shares(votes, 1), 2);
        double[] posteriors = new double[votes.ItemCount * 2];
        for (int item = 0; item < votes.ItemCount; item++)
        {
            Span<double> row = posteriors.AsSpan(item * 2, 2);
            row[0] = Math.Log(Math.Max(balance[0], 1e-300));
            row[1] = Math.Log(Math.Max(balance[1], 1e-300));
            for (int at = votes.Offsets[item]; at < votes.Offsets[item + 1]; at++)
            {
                double accuracy = accuracies[votes.Readers[at]];
                row[votes.Categories[at]] += Math.Log(accuracy / (1 - accuracy));
            }

            PosteriorRows.Normalise(row);
        }

        ConsensusInput.WriteGold(posteriors, 2, options);
        ConsensusResult result = new(
            "triplets",
            votes,
            posteriors,
            options.AcceptAt ?? DawidSkene.ModelAcceptance,
            options
        )
        {
            ClassBalance = balance,
            Readers = ReaderEstimates.Of(votes, posteriors, function => accuracies[function]),
        };
        double[][]? left = WithoutParts(votes);
        return Summarise(votes, result, accuracies, function => OfParts(accuracies[function], left, function));
    }

    /// <summary>E[ab] = E[aY]·E[bY] for independent votes in −1, +1: three agreements give each accuracy.</summary>
    private static double[] Accuracies(Ratings votes)
    {
        int functions = votes.ReaderCount;
        (double[,] product, int[,] shared) = Products(votes);
        double[] accuracies = new double[functions];
        for (int i = 0; i < functions; i++)
        {
            List<double> estimates = [];
            for (int j = 0; j < functions; j++)
            {
                for (int k = j + 1; k < functions; k++)
                {
                    if (
                        i != j
                        && i != k
                        && shared[i, j] > 0
                        && shared[i, k] > 0
                        && shared[j, k] > 0
                        && Math.Abs(product[j, k]) > 0.01
                    )
                    {
                        estimates.Add(Math.Sqrt(Math.Abs(product[i, j] * product[i, k] / product[j, k])));
                    }
                }
            }

            estimates.Sort();
            double correlation = estimates.Count == 0 ? 0 : Agreement.Bootstrap.Quantile([.. estimates], 0.5);

            // A function is taken to be better than chance: the signs of all could otherwise be exchanged.
            accuracies[i] = Math.Clamp((1 + correlation) / 2, LeastAccuracy, 0.995);
        }

        return accuracies;
    }

    private static (double[,] Product, int[,] Shared) Products(Ratings votes)
    {
        double[,] product = new double[votes.ReaderCount, votes.ReaderCount];
        int[,] shared = new int[votes.ReaderCount, votes.ReaderCount];
        for (int item = 0; item < votes.ItemCount; item++)
        {
            ReadOnlySpan<int> functions = votes.ReadersOf(item);
            ReadOnlySpan<int> given = votes.CategoriesOf(item);
            for (int i = 0; i < functions.Length; i++)
            {
                for (int j = 0; j < functions.Length; j++)
                {
                    product[functions[i], functions[j]] += given[i] == given[j] ? 1 : -1;
                    shared[functions[i], functions[j]]++;
                }
            }
        }

        for (int i = 0; i < votes.ReaderCount; i++)
        {
            for (int j = 0; j < votes.ReaderCount; j++)
            {
                product[i, j] /= Math.Max(1, shared[i, j]);
            }
        }

        return (product, shared);
    }

    /// <summary>The accuracies without one of the parts of the items after the other; null with too few items.</summary>
    private static double[][]? WithoutParts(Ratings votes)
    {
        if (votes.ItemCount < 5 * Parts)
        {
            return null;
        }

        double[][] left = new double[Parts][];
        bool[] keep = new bool[votes.ItemCount];
        for (int part = 0; part < Parts; part++)
        {
            for (int item = 0; item < keep.Length; item++)
            {
                keep[item] = item % Parts != part;
            }

            left[part] = Accuracies(votes.OfItems(keep));
        }

        return left;
    }

    private static Agreement.ConfidenceInterval? OfParts(double accuracy, double[][]? left, int function)
    {
        if (left is null)
        {
            return null;
        }

        double mean = left.Average(row => row[function]);
        double squares = left.Sum(row => (row[function] - mean) * (row[function] - mean));
        double reach =
            Numerics.SpecialFunctions.StudentQuantile(0.975, Parts - 1) * Math.Sqrt(squares * (Parts - 1) / Parts);
        return reach > 0
            ? new Agreement.ConfidenceInterval(
                Math.Max(0, accuracy - reach),
                Math.Min(1, accuracy + reach),
                0.95,
                "jackknife"
            )
            : null;
    }

    private static WeakLabels Summarise(
        Ratings votes,
        ConsensusResult result,
        double[] accuracies,
        Func<int, Agreement.ConfidenceInterval?> interval
    )
    {
        int[] covered = new int[votes.ReaderCount];
        int[] overlapping = new int[votes.ReaderCount];
        int[] conflicting = new int[votes.ReaderCount];
        for (int item = 0; item < votes.ItemCount; item++)
        {
            ReadOnlySpan<int> functions = votes.ReadersOf(item);
            ReadOnlySpan<int> given = votes.CategoriesOf(item);
            for (int i = 0; i < functions.Length; i++)
            {
                covered[functions[i]]++;
                overlapping[functions[i]] += functions.Length > 1 ? 1 : 0;
                conflicting[functions[i]] += given.ContainsAnyExcept(given[i]) ? 1 : 0;
            }
        }

        double items = Math.Max(1, votes.ItemCount);
        FunctionSummary[] summaries =
        [
            .. covered.Select(
                (count, f) =>
                    new FunctionSummary(
                        f,
                        count / items,
                        overlapping[f] / items,
                        conflicting[f] / items,
                        count == 0 ? null : accuracies[f]
                    )
                    {
                        Interval = count == 0 ? null : interval(f),
                    }
            ),
        ];
        return new WeakLabels(result, summaries, Dependencies(votes, result));
    }

    /// <summary>Pairs that agree on wrong votes much more often than independent errors would.</summary>
    private static List<(int First, int Second, double Excess)> Dependencies(Ratings votes, ConsensusResult result)
    {
        const double Standard = 5;
        SortedDictionary<(int, int), (double Observed, double Expected, double Variance)> pairs = [];
        double[] accuracy = [.. result.Readers.Select(reader => reader.Accuracy ?? 0.5)];
        for (int item = 0; item < votes.ItemCount; item++)
        {
            ReadOnlySpan<int> functions = votes.ReadersOf(item);
            ReadOnlySpan<int> given = votes.CategoriesOf(item);
            for (int i = 0; i < functions.Length; i++)
            {
                for (int j = i + 1; j < functions.Length; j++)
                {
                    (double a, double b) = (accuracy[functions[i]], accuracy[functions[j]]);
                    double chance = (a * b) + ((1 - a) * (1 - b) / Math.Max(1, votes.CategoryCount - 1));
                    pairs.TryGetValue(
                        (functions[i], functions[j]),
                        out (double Observed, double Expected, double Variance) pair
                    );
                    pairs[(functions[i], functions[j])] = (
                        pair.Observed + (given[i] == given[j] ? 1 : 0),
                        pair.Expected + chance,
                        pair.Variance + (chance * (1 - chance))
                    );
                }
            }
        }

        return
        [
            .. pairs
                .Where(pair => pair.Value.Observed - pair.Value.Expected > Standard * Math.Sqrt(pair.Value.Variance))
                .Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value.Observed - pair.Value.Expected)),
        ];
    }
}
