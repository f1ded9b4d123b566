using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>Expectation-maximisation for one spread of the item effects.</summary>
internal sealed class ItemEffectsFit
{
    private const int MostIterations = 40;
    private const int NewtonSteps = 4;

    private readonly Ratings _ratings;
    private readonly ConsensusOptions _options;
    private readonly int _q;
    private readonly double _precision;
    private readonly double[] _logits;
    private readonly double[] _effects;
    private readonly int[] _labels;
    private readonly int _blocks;

    private ItemEffectsFit(Ratings ratings, DawidSkeneFit start, double spread, ConsensusOptions options)
    {
        _ratings = ratings;
        _options = options;
        _q = ratings.CategoryCount;
        Spread = spread;
        _precision = 1 / (spread * spread);
        _logits = new double[start.Confusion.Length];
        for (int i = 0; i < _logits.Length; i++)
        {
            _logits[i] = Math.Log(Math.Max(start.Confusion[i], 1e-6));
        }

        _effects = new double[ratings.ItemCount * _q * _q];
        _labels = new int[ratings.ReaderCount];
        foreach (int reader in ratings.Readers)
        {
            _labels[reader]++;
        }

        Posteriors = (double[])start.Posteriors.Clone();
        Balance = (double[])start.Balance.Clone();
        _blocks = Math.Clamp(ratings.Count / 2000, 1, 16);
    }

    internal double Spread { get; }

    internal double[] Posteriors { get; }

    internal double[] Balance { get; }

    /// <summary>The marginal log-likelihood by Laplace's method.</summary>
    internal double Evidence { get; private set; }

    internal ConvergenceTrace Trace { get; private set; } = ConvergenceTrace.None;

    internal static ItemEffectsFit Run(Ratings ratings, DawidSkeneFit start, double spread, ConsensusOptions options)
    {
        ItemEffectsFit fit = new(ratings, start, spread, options);
        List<double> objective = [];
        bool converged = false;
        for (int iteration = 0; iteration < MostIterations && !converged; iteration++)
        {
            double change = fit.Expect(iteration == 0 ? NewtonSteps : 2);
            objective.Add(fit.Evidence);
            converged = iteration > 2 && change < 1e-4;
            fit.Maximise();
        }

        fit.Expect(NewtonSteps);
        fit.Trace = new ConvergenceTrace(objective.Count, converged, objective, fit.Evidence);
        return fit;
    }

    /// <summary>How probable a further label of an item is, given what the fit knows of the item and of the reader.</summary>
    internal double Foretell(int item, int reader, int given)
    {
        Span<double> shares = stackalloc double[_q];
        double probability = 0;
        for (int truth = 0; truth < _q; truth++)
        {
            ReadOnlySpan<double> effect = _effects.AsSpan((item * _q * _q) + (truth * _q), _q);
            Softmax(_logits.AsSpan(((reader * _q) + truth) * _q, _q), effect, shares);

            // An item of which nothing is known has the balance for a posterior and no effect.
            bool unread = _ratings.ReadersOf(item).IsEmpty;
            probability += (unread ? Balance[truth] : Posteriors[(item * _q) + truth]) * shares[given];
        }

        return probability;
    }

    /// <summary>Posteriors of other items at the tables, the balance and the spread that were learnt here.</summary>
    internal double[] Over(Ratings ratings, ConsensusOptions options)
    {
        double[] posteriors = MajorityVote.Shares(ratings, options.Threads);
        ConsensusInput.WriteGold(posteriors, _q, options);
        int blocks = Math.Clamp(ratings.Count / 20_000, 1, 64);
        FixedBlocks.Run(
            blocks,
            options.Threads,
            block =>
            {
                ItemIntegral integral = new(_q, _precision);
                double[] effects = new double[_q * _q];
                double change = 0;
                int end = FixedBlocks.Start(ratings.ItemCount, blocks, block + 1);
                for (int item = FixedBlocks.Start(ratings.ItemCount, blocks, block); item < end; item++)
                {
                    Array.Clear(effects);
                    int gold = options.Gold is null ? -1 : options.Gold[item];
                    Span<double> row = posteriors.AsSpan(item * _q, _q);
                    Expect(ratings, item, gold, row, integral, 2 * NewtonSteps, effects, ref change);
                }
            }
        );
        return posteriors;
    }

    /// <summary>Integrates the effects of every item under every candidate truth, and renews the posteriors.</summary>
    private double Expect(int steps)
    {
        double[] evidence = new double[_blocks];
        double[] change = new double[_blocks];
        FixedBlocks.Run(
            _blocks,
            _options.Threads,
            block =>
            {
                ItemIntegral integral = new(_q, _precision);
                int end = FixedBlocks.Start(_ratings.ItemCount, _blocks, block + 1);
                for (int item = FixedBlocks.Start(_ratings.ItemCount, _blocks, block); item < end; item++)
                {
                    int gold = _options.Gold is null ? -1 : _options.Gold[item];
                    Span<double> row = Posteriors.AsSpan(item * _q, _q);
                    Span<double> effects = _effects.AsSpan(item * _q * _q, _q * _q);
                    evidence[block] += Expect(_ratings, item, gold, row, integral, steps, effects, ref change[block]);
                }
            }
        );
        Evidence = evidence.Sum();
        return change.Max();
    }

    private double Expect(
        Ratings ratings,
        int item,
        int gold,
        Span<double> row,
        ItemIntegral integral,
        int steps,
        Span<double> effects,
        ref double change
    )
    {
        int q = _q;
        ReadOnlySpan<int> readers = ratings.ReadersOf(item);
        if (readers.IsEmpty)
        {
            return 0;
        }

        Span<double> logs = stackalloc double[q];
        double top = double.MinValue;
        for (int truth = 0; truth < q; truth++)
        {
            Span<double> effect = effects.Slice(truth * q, q);
            logs[truth] =
                Math.Log(Math.Max(Balance[truth], 1e-300))
                + integral.Laplace(readers, ratings.CategoriesOf(item), _logits, truth, effect, steps);
            top = gold < 0 || gold == truth ? Math.Max(top, logs[truth]) : top;
        }

        double total = 0;
        for (int truth = 0; truth < q; truth++)
        {
            logs[truth] = gold >= 0 && gold != truth ? 0 : Math.Exp(logs[truth] - top);
            total += logs[truth];
        }

        for (int truth = 0; truth < q; truth++)
        {
            double posterior = logs[truth] / total;
            change = Math.Max(change, Math.Abs(posterior - row[truth]));
            row[truth] = posterior;
        }

        return top + Math.Log(total);
    }

    /// <summary>One Newton step per row of every reader's logits, at the current effects and posteriors.</summary>
    private void Maximise()
    {
        int q = _q;
        int cells = _logits.Length;
        double[][] gradients = new double[_blocks][];
        double[][] curvatures = new double[_blocks][];
        double[][] classes = new double[_blocks][];
        FixedBlocks.Run(
            _blocks,
            _options.Threads,
            block =>
            {
                gradients[block] = new double[cells];
                curvatures[block] = new double[cells];
                classes[block] = new double[q];
                int end = FixedBlocks.Start(_ratings.ItemCount, _blocks, block + 1);
                for (int item = FixedBlocks.Start(_ratings.ItemCount, _blocks, block); item < end; item++)
                {
                    Slopes(item, gradients[block], curvatures[block], classes[block]);
                }
            }
        );
        double items = 0;
        double[] balance = new double[q];
        for (int block = 0; block < _blocks; block++)
        {
            for (int k = 0; k < q; k++)
            {
                balance[k] += classes[block][k];
                items += classes[block][k];
            }

            for (int i = 0; i < cells && block > 0; i++)
            {
                gradients[0][i] += gradients[block][i];
                curvatures[0][i] += curvatures[block][i];
            }
        }

        for (int k = 0; k < q; k++)
        {
            Balance[k] = _options.ClassBalance is { } known ? known[k] : balance[k] / items;
        }

        // Pseudo-counts pull each row towards its even share. Effects and rows compete for the same labels, so that rows
        // need more of it than in Dawid and Skene, the more categories there are.
        double pseudo = Math.Max(_options.Smoothing, 0.1 * (q - 1));
        Span<double> shares = stackalloc double[q];
        for (int row = 0; row < cells; row += q)
        {
            if (_labels[row / (q * q)] == 0)
            {
                // A reader who is not met here stays who they were.
                continue;
            }

            Softmax(_logits.AsSpan(row, q), [], shares);
            double[,]? earlier = _options.ReaderPriors?[row / (q * q)];
            int truth = row / q % q;
            double labels = pseudo * q;
            for (int k = 0; k < q && earlier is not null; k++)
            {
                labels += earlier[truth, k];
            }

            for (int k = 0; k < q; k++)
            {
                double given = pseudo + (earlier is null ? 0 : earlier[truth, k]);
                double slope = gradients[0][row + k] + given - (labels * shares[k]);
                double bend = curvatures[0][row + k] + (labels * shares[k] * (1 - shares[k])) + 1e-9;
                _logits[row + k] += Math.Clamp(0.7 * slope / bend, -1, 1);
            }
        }
    }

    private void Slopes(int item, double[] gradient, double[] curvature, double[] classes)
    {
        int q = _q;
        ReadOnlySpan<int> readers = _ratings.ReadersOf(item);
        ReadOnlySpan<int> given = _ratings.CategoriesOf(item);
        Span<double> shares = stackalloc double[q];
        for (int truth = 0; truth < q && !readers.IsEmpty; truth++)
        {
            double weight = Posteriors[(item * q) + truth];
            classes[truth] += weight;
            if (weight < 1e-9)
            {
                continue;
            }

            ReadOnlySpan<double> effect = _effects.AsSpan((item * q * q) + (truth * q), q);
            for (int i = 0; i < readers.Length; i++)
            {
                int row = ((readers[i] * q) + truth) * q;
                Softmax(_logits.AsSpan(row, q), effect, shares);
                for (int k = 0; k < q; k++)
                {
                    gradient[row + k] += weight * ((given[i] == k ? 1 : 0) - shares[k]);
                    curvature[row + k] += weight * shares[k] * (1 - shares[k]);
                }
            }
        }
    }

    /// <summary>Shares in proportion to exp(logits + effect).</summary>
    internal static void Softmax(ReadOnlySpan<double> logits, ReadOnlySpan<double> effect, Span<double> shares)
    {
        double top = double.MinValue;
        for (int k = 0; k < shares.Length; k++)
        {
            shares[k] = logits[k] + (effect.IsEmpty ? 0 : effect[k]);
            top = Math.Max(top, shares[k]);
        }

        double total = 0;
        for (int k = 0; k < shares.Length; k++)
        {
            total += shares[k] = Math.Exp(shares[k] - top);
        }

        for (int k = 0; k < shares.Length; k++)
        {
            shares[k] /= total;
        }
    }
}
