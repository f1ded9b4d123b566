using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// How well a model of readers foretells labels that it was not shown (cross-validation, Stone 1974, JRSS B 36:111): per
/// item the log probability of its held-out labels. It is the fair way to compare a model of many numbers with one of few.
/// </summary>
internal sealed class HeldOutPrediction
{
    private const int Folds = 4;

    private readonly Ratings _ratings;
    private readonly ConsensusOptions _options;
    private readonly byte[] _fold;
    private readonly Ratings[] _training = new Ratings[Folds];

    internal HeldOutPrediction(Ratings ratings, ConsensusOptions options)
    {
        _ratings = ratings;

        // A comparison needs no more digits than its standard error has.
        _options = options with
        {
            Tolerance = Math.Max(options.Tolerance, 1e-3),
            MaxIterations = Math.Min(options.MaxIterations, 100),
        };
        _fold = new byte[ratings.Count];
        SeededRandom random = new(options.Seed);
        for (int at = 0; at < _fold.Length; at++)
        {
            _fold[at] = (byte)random.Next(Folds);
        }

        for (int fold = 0; fold < Folds; fold++)
        {
            _training[fold] = Without(fold);
        }
    }

    /// <summary>
    /// Dawid and Skene's model at its best of two smoothings; a share of the prediction is even, since an unseen confusion
    /// must not count as impossible.
    /// </summary>
    internal double[] OfDawidSkene()
    {
        double[] sharp = Of(training => Tables(training, _options.Smoothing), even: 0.02);
        double[] smooth = Of(training => Tables(training, 1), even: 0);
        return sharp.Sum() >= smooth.Sum() ? sharp : smooth;
    }

    /// <summary>Readers of one population, whose common habits stand for confusions that a reader was not seen to make.</summary>
    internal double[] OfHierarchy() =>
        Of(
            training =>
            {
                DawidSkeneFit fit = HierarchicalDawidSkene.Fit(training, _options);
                return (fit.Posteriors, fit.Confusion, fit.Balance);
            },
            even: 0
        );

    /// <summary>The model of habits, with or without an order of the categories.</summary>
    internal double[] OfHabits(bool ordered) =>
        Of(
            training =>
            {
                AssociationFit fit = AssociationFit.Run(training, _options, ordered);
                return (fit.Posteriors, fit.Confusion, fit.Balance);
            },
            even: 0
        );

    /// <summary>How many standard errors the first foretells better than the second.</summary>
    internal static double Lead(double[] first, double[] second)
    {
        double mean = 0;
        for (int item = 0; item < first.Length; item++)
        {
            mean += (first[item] - second[item]) / first.Length;
        }

        double squares = 0;
        for (int item = 0; item < first.Length; item++)
        {
            double away = first[item] - second[item] - mean;
            squares += away * away;
        }

        return squares > 0 ? mean * first.Length / Math.Sqrt(squares) : 0;
    }

    private (double[] Posteriors, double[] Confusion, double[] Balance) Tables(Ratings training, double smoothing)
    {
        DawidSkeneFit fit = DawidSkeneFit.Run(training, _options with { Smoothing = smoothing });
        return (fit.Posteriors, fit.Confusion, fit.Balance);
    }

    private double[] Of(Func<Ratings, (double[] Posteriors, double[] Confusion, double[] Balance)> learn, double even)
    {
        int q = _ratings.CategoryCount;
        double[] logs = new double[_ratings.ItemCount];
        for (int fold = 0; fold < Folds; fold++)
        {
            (double[] posteriors, double[] confusion, double[] balance) = learn(_training[fold]);
            for (int item = 0; item < logs.Length; item++)
            {
                bool unread = _training[fold].ReadersOf(item).IsEmpty;
                ReadOnlySpan<double> truth = unread ? balance : posteriors.AsSpan(item * q, q);
                for (int at = _ratings.Offsets[item]; at < _ratings.Offsets[item + 1]; at++)
                {
                    if (_fold[at] != fold)
                    {
                        continue;
                    }

                    double probability = 0;
                    for (int k = 0; k < q; k++)
                    {
                        int cell = (((_ratings.Readers[at] * q) + k) * q) + _ratings.Categories[at];
                        probability += truth[k] * confusion[cell];
                    }

                    logs[item] += Math.Log(Math.Max((probability * (1 - even)) + (even / q), 1e-300));
                }
            }
        }

        return logs;
    }

    private Ratings Without(int fold)
    {
        List<int> items = [];
        List<int> readers = [];
        List<int> categories = [];
        for (int item = 0; item < _ratings.ItemCount; item++)
        {
            for (int at = _ratings.Offsets[item]; at < _ratings.Offsets[item + 1]; at++)
            {
                if (_fold[at] != fold)
                {
                    items.Add(item);
                    readers.Add(_ratings.Readers[at]);
                    categories.Add(_ratings.Categories[at]);
                }
            }
        }

        return Ratings.FromTriples(
            [.. items],
            [.. readers],
            [.. categories],
            _ratings.ItemCount,
            _ratings.ReaderCount,
            _ratings.CategoryCount
        );
    }
}
