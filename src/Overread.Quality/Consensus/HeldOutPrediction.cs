using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// How well a model of readers foretells labels that it was not shown (cross-validation, Stone 1974, JRSS B 36:111): for each
/// held-out label the probability that the model gave it. It is the fair way to compare a model of many numbers with one of few.
/// </summary>
internal sealed class HeldOutPrediction
{
    private const int Folds = 4;

    private readonly Ratings _ratings;
    private readonly ConsensusOptions _options;
    private readonly byte[] _fold;
    private readonly int _folds;
    private readonly Ratings[] _training;

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

        _folds = Math.Clamp((EnoughLabels * Folds) / Math.Max(1, ratings.Count), 1, Folds);
        _training = new Ratings[_folds];
        for (int fold = 0; fold < _folds; fold++)
        {
            _training[fold] = Without(fold);
        }

        Places = [.. Enumerable.Range(0, ratings.Count).Where(at => _fold[at] < _folds)];
    }

    /// <summary>
    /// Labels that are held out at least where there are so many: a fold of a large campaign settles the weights as well as all four.
    /// </summary>
    private const int EnoughLabels = 100_000;

    /// <summary>The labels that are held out, by their place in the ratings, ascending.</summary>
    internal IReadOnlyList<int> Places { get; }

    /// <summary>Readers of one population (<see cref="HierarchicalDawidSkene"/>).</summary>
    internal double[] OfHierarchy() =>
        Tables(training =>
        {
            DawidSkeneFit fit = HierarchicalDawidSkene.Fit(training, _options);
            return (fit.Posteriors, fit.Confusion, fit.Balance);
        });

    /// <summary>
    /// Dawid and Skene's tables at the better of two smoothings, for comparison; a share of the sharper prediction is even, since an
    /// unseen confusion must not count as impossible.
    /// </summary>
    internal double[] OfDawidSkene()
    {
        double[] sharp = OfDawidSkene(_options.Smoothing, 0.02);
        double[] smooth = OfDawidSkene(1, 0);
        return sharp.Sum(Math.Log) >= smooth.Sum(Math.Log) ? sharp : smooth;
    }

    /// <summary>Readers with habits, with or without an order of the categories.</summary>
    internal double[] OfHabits(bool ordered) =>
        Tables(training =>
        {
            AssociationFit fit = AssociationFit.Run(training, _options, ordered);
            return (fit.Posteriors, fit.Confusion, fit.Balance);
        });

    /// <summary>
    /// Items that push their readers; where the evidence is for none, plain tables, a fiftieth of whose prediction is even, since an
    /// unseen confusion must not count as impossible.
    /// </summary>
    internal double[] OfItemEffects() =>
        Of(training =>
        {
            ItemSample sample = ItemSample.Of(training, _options);
            (DawidSkeneFit plain, ItemEffectsFit? best) = ItemEffects.Fit(sample.Ratings, sample.Options);
            if (best is null)
            {
                DawidSkeneFit all = sample.IsWhole ? plain : DawidSkeneFit.Run(training, _options);
                Foretold tables = OfTables(training, all.Posteriors, all.Confusion, all.Balance);
                return (item, reader, given) => (0.98 * tables(item, reader, given)) + (0.02 / training.CategoryCount);
            }

            // Where a sample was learnt from, only its items have effects; of the others nothing is foretold.
            return (item, reader, given) =>
                sample.RankOf(item) is >= 0 and var rank ? best.Foretell(rank, reader, given) : double.NaN;
        });

    private double[] OfDawidSkene(double smoothing, double even) =>
        Of(training =>
        {
            DawidSkeneFit fit = DawidSkeneFit.Run(training, _options with { Smoothing = smoothing });
            Foretold tables = OfTables(training, fit.Posteriors, fit.Confusion, fit.Balance);
            return (item, reader, given) =>
                (tables(item, reader, given) * (1 - even)) + (even / training.CategoryCount);
        });

    private delegate double Foretold(int item, int reader, int given);

    private double[] Tables(Func<Ratings, (double[] Posteriors, double[] Confusion, double[] Balance)> learn) =>
        Of(training =>
        {
            (double[] posteriors, double[] confusion, double[] balance) = learn(training);
            return OfTables(training, posteriors, confusion, balance);
        });

    private static Foretold OfTables(Ratings training, double[] posteriors, double[] confusion, double[] balance)
    {
        int q = training.CategoryCount;
        return (item, reader, given) =>
        {
            ReadOnlySpan<double> truth = training.ReadersOf(item).IsEmpty ? balance : posteriors.AsSpan(item * q, q);
            double probability = 0;
            for (int k = 0; k < q; k++)
            {
                probability += truth[k] * confusion[(((reader * q) + k) * q) + given];
            }

            return probability;
        };
    }

    private double[] Of(Func<Ratings, Foretold> learn)
    {
        double[] foretold = new double[_ratings.Count];
        for (int fold = 0; fold < _folds; fold++)
        {
            Foretold of = learn(_training[fold]);
            for (int item = 0; item < _ratings.ItemCount; item++)
            {
                for (int at = _ratings.Offsets[item]; at < _ratings.Offsets[item + 1]; at++)
                {
                    if (_fold[at] == fold)
                    {
                        foretold[at] = of(item, _ratings.Readers[at], _ratings.Categories[at]);
                    }
                }
            }
        }

        double[] held = new double[Places.Count];
        for (int i = 0; i < held.Length; i++)
        {
            held[i] = foretold[Places[i]];
        }

        return held;
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
