using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// EM for readers whose confusions follow log P(given | truth) = habit(given) + hit · [given = truth]
/// + slope · truth · given, with normal priors around the average reader.
/// </summary>
internal sealed class AssociationFit
{
    private const int NewtonSteps = 2;

    /// <summary>Variance of habit, hit and slope between readers, on the logit scale.</summary>
    private const double Spread = 1;

    private readonly Ratings _ratings;
    private readonly ConsensusOptions _options;
    private readonly int _q;
    private readonly int _width;
    private readonly bool _ordered;
    private readonly int _blocks;

    /// <summary>Per reader: habits, hit, slope.</summary>
    private readonly double[] _parameters;
    private readonly double[] _mean;

    private AssociationFit(Ratings ratings, ConsensusOptions options, bool ordered)
    {
        _ratings = ratings;
        _options = options;
        _q = ratings.CategoryCount;
        _width = _q + 2;
        _ordered = ordered && _q > 2;
        _blocks = Math.Clamp(ratings.Count / 50_000, 1, 16);
        _parameters = new double[ratings.ReaderCount * _width];
        _mean = new double[_width];
        _mean[_q] = 1.5;
        for (int reader = 0; reader < ratings.ReaderCount; reader++)
        {
            _mean.CopyTo(_parameters, reader * _width);
        }

        Posteriors = MajorityVote.Shares(ratings, options.Threads);
        ConsensusInput.WriteGold(Posteriors, _q, options);
        Balance = PosteriorRows.Balance(Posteriors, _q, options);
        Confusion = new double[ratings.ReaderCount * _q * _q];
    }

    internal double[] Posteriors { get; }

    internal double[] Balance { get; private set; }

    /// <summary>Reader × true × given.</summary>
    internal double[] Confusion { get; }

    internal ConvergenceTrace Trace { get; private set; } = ConvergenceTrace.None;

    internal static AssociationFit Run(Ratings ratings, ConsensusOptions options, bool ordered)
    {
        AssociationFit fit = new(ratings, options, ordered);
        List<double> objective = [];
        bool converged = fit._q < 2 || ratings.Count == 0;
        int most = Math.Min(options.MaxIterations, 300);
        double[] before = new double[fit.Confusion.Length];
        for (int iteration = 0; iteration < most && !converged; iteration++)
        {
            fit.Maximise();
            objective.Add(fit.Expect());
            converged = PosteriorRows.Change(before, fit.Confusion) <= Math.Max(options.Tolerance, 1e-4);
            fit.Confusion.CopyTo(before, 0);
        }

        fit.Trace = new ConvergenceTrace(
            objective.Count,
            converged,
            objective,
            objective.Count > 0 ? objective[^1] : null
        );
        return fit;
    }

    /// <summary>Renews the posteriors; the answer is the marginal log-likelihood.</summary>
    private double Expect()
    {
        double[] logs = [.. Confusion.Select(share => Math.Log(Math.Max(share, 1e-300)))];
        double[] prior = [.. Balance.Select(share => Math.Log(Math.Max(share, 1e-300)))];
        double[] likelihood = new double[_blocks];
        FixedBlocks.Run(
            _blocks,
            _options.Threads,
            block =>
            {
                int end = FixedBlocks.Start(_ratings.ItemCount, _blocks, block + 1);
                for (int item = FixedBlocks.Start(_ratings.ItemCount, _blocks, block); item < end; item++)
                {
                    ReadOnlySpan<int> readers = _ratings.ReadersOf(item);
                    Span<double> row = Posteriors.AsSpan(item * _q, _q);
                    if (readers.IsEmpty || PosteriorRows.Gold(row, item, _options))
                    {
                        continue;
                    }

                    ReadOnlySpan<int> given = _ratings.CategoriesOf(item);
                    prior.CopyTo(row);
                    for (int at = 0; at < readers.Length; at++)
                    {
                        int cell = (readers[at] * _q * _q) + given[at];
                        for (int k = 0; k < row.Length; k++)
                        {
                            row[k] += logs[cell + (k * _q)];
                        }
                    }

                    likelihood[block] += PosteriorRows.Normalise(row);
                }
            }
        );
        return likelihood.Sum();
    }

    private void Maximise()
    {
        int q = _q;
        double[][] counts = new double[_blocks][];
        FixedBlocks.Run(
            _blocks,
            _options.Threads,
            block =>
            {
                counts[block] = new double[Confusion.Length];
                int end = FixedBlocks.Start(_ratings.ItemCount, _blocks, block + 1);
                for (int item = FixedBlocks.Start(_ratings.ItemCount, _blocks, block); item < end; item++)
                {
                    ReadOnlySpan<int> readers = _ratings.ReadersOf(item);
                    ReadOnlySpan<int> given = _ratings.CategoriesOf(item);
                    for (int at = 0; at < readers.Length; at++)
                    {
                        for (int k = 0; k < q; k++)
                        {
                            counts[block][(((readers[at] * q) + k) * q) + given[at]] += Posteriors[(item * q) + k];
                        }
                    }
                }
            }
        );
        for (int block = 1; block < _blocks; block++)
        {
            for (int cell = 0; cell < counts[0].Length; cell++)
            {
                counts[0][cell] += counts[block][cell];
            }
        }

        int parts = FixedBlocks.OfTable(Confusion.Length);
        FixedBlocks.Run(
            parts,
            _options.Threads,
            part =>
            {
                int end = FixedBlocks.Start(_ratings.ReaderCount, parts, part + 1);
                for (int reader = FixedBlocks.Start(_ratings.ReaderCount, parts, part); reader < end; reader++)
                {
                    MaximiseReader(reader, counts[0].AsSpan(reader * q * q, q * q));
                }
            }
        );
        Balance = PosteriorRows.Balance(Posteriors, q, _options);
        MoveMean(counts[0]);
    }

    /// <summary>The average reader, weighted by labels: a reader's prior must not be made by those who gave none.</summary>
    private void MoveMean(double[] counts)
    {
        double total = 0;
        double[] sum = new double[_width];
        for (int reader = 0; reader < _ratings.ReaderCount; reader++)
        {
            double labels = 0;
            foreach (double count in counts.AsSpan(reader * _q * _q, _q * _q))
            {
                labels += count;
            }

            // A reader's own estimate is as good as the root of what it rests on.
            double weight = Math.Sqrt(labels);
            total += weight;
            for (int i = 0; i < _width; i++)
            {
                sum[i] += weight * _parameters[(reader * _width) + i];
            }
        }

        for (int i = 0; i < _width && total > 0; i++)
        {
            _mean[i] = sum[i] / total;
        }
    }

    private void MaximiseReader(int reader, Span<double> counts)
    {
        if (_options.ReaderPriors?[reader] is { } prior)
        {
            for (int cell = 0; cell < counts.Length; cell++)
            {
                counts[cell] += prior[cell / _q, cell % _q];
            }
        }

        Span<double> own = _parameters.AsSpan(reader * _width, _width);
        Span<double> shares = Confusion.AsSpan(reader * _q * _q, _q * _q);
        Span<double> slope = stackalloc double[_width];
        double[] bend = new double[_width * _width];
        for (int step = 0; step < NewtonSteps; step++)
        {
            Shares(own, shares);
            Slopes(own, counts, shares, slope, bend);
            Cholesky.Solve(bend, slope);
            for (int i = 0; i < _width; i++)
            {
                own[i] += Math.Clamp(slope[i], -1, 1);
            }
        }

        Shares(own, shares);
    }

    /// <summary>Position of a category on a scale whose standard deviation is about 1, so that one prior suits all.</summary>
    private double Position(int category) => (category - ((_q - 1) / 2.0)) / Math.Sqrt(((_q * _q) - 1) / 12.0);

    private void Shares(ReadOnlySpan<double> own, Span<double> shares)
    {
        for (int truth = 0; truth < _q; truth++)
        {
            Span<double> row = shares.Slice(truth * _q, _q);
            for (int given = 0; given < _q; given++)
            {
                row[given] =
                    own[given]
                    + (given == truth ? own[_q] : 0)
                    + (_ordered ? own[_q + 1] * Position(truth) * Position(given) : 0);
            }

            PosteriorRows.Normalise(row);
        }
    }

    private void Slopes(
        ReadOnlySpan<double> own,
        ReadOnlySpan<double> counts,
        ReadOnlySpan<double> shares,
        Span<double> slope,
        double[] bend
    )
    {
        Array.Clear(bend);
        for (int i = 0; i < _width; i++)
        {
            slope[i] = (_mean[i] - own[i]) / Spread;
            bend[(i * _width) + i] = 1 / Spread;
        }

        Span<double> mean = stackalloc double[_width];
        Span<double> features = stackalloc double[_width];
        for (int truth = 0; truth < _q; truth++)
        {
            double labels = 0;
            mean.Clear();
            for (int given = 0; given < _q; given++)
            {
                labels += counts[(truth * _q) + given];
                Features(truth, given, features);
                for (int i = 0; i < _width; i++)
                {
                    mean[i] += shares[(truth * _q) + given] * features[i];
                }
            }

            for (int given = 0; given < _q && labels > 0; given++)
            {
                double count = counts[(truth * _q) + given];
                double share = shares[(truth * _q) + given];
                Features(truth, given, features);
                for (int i = 0; i < _width; i++)
                {
                    double away = features[i] - mean[i];
                    slope[i] += count * away;
                    for (int j = 0; j < _width; j++)
                    {
                        bend[(i * _width) + j] += labels * share * away * (features[j] - mean[j]);
                    }
                }
            }
        }
    }

    private void Features(int truth, int given, Span<double> features)
    {
        features.Clear();
        features[given] = 1;
        features[_q] = truth == given ? 1 : 0;
        features[_q + 1] = _ordered ? Position(truth) * Position(given) : 0;
    }
}
