using System.Runtime.CompilerServices;
using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// MACE (Hovy et al. 2013, NAACL-HLT): a reader either knows the truth, with a probability of their own, or falls back on
/// a habit of their own. Finds readers who answer without looking. Fitted by EM with pseudo-counts from the votes; no
/// random restarts are needed, since the start is the vote.
/// </summary>
public static class Mace
{
    /// <summary>Fits the model.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">Tolerance, iterations, gold, threads; null for the defaults.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default with { MaxIterations = 200 };
        ConsensusInput.Check(ratings, options);
        MaceFit fit = new(ratings, options);
        ConvergenceTrace trace = fit.Run();
        ConsensusResult result = new(
            "mace",
            ratings,
            fit.Posteriors,
            options.AcceptAt ?? DawidSkene.ModelAcceptance,
            options
        )
        {
            ClassBalance = fit.Balance,
            Readers = ReaderEstimates.Of(ratings, fit.Posteriors, reader => fit.Knowing[reader]),
            Trace = trace,
        };
        return CollapseGuard.Check(result, ratings, options);
    }
}

/// <summary>The iteration of MACE.</summary>
internal sealed class MaceFit
{
    private const double Pseudo = 0.5;

    private readonly Ratings _ratings;
    private readonly ConsensusOptions _options;
    private readonly int _q;
    private readonly int _blocks;
    private readonly double[] _habits;
    private readonly double[] _odds;
    private readonly double[] _known;

    internal MaceFit(Ratings ratings, ConsensusOptions options)
    {
        _ratings = ratings;
        _options = options;
        _q = ratings.CategoryCount;
        _blocks = Math.Clamp(ratings.Count / 100_000, 1, 16);
        Posteriors = MajorityVote.Shares(ratings, options.Threads);
        ConsensusInput.WriteGold(Posteriors, _q, options);
        Balance = PosteriorRows.Balance(Posteriors, _q, options);
        Knowing = new double[ratings.ReaderCount];
        Array.Fill(Knowing, 0.5);
        _habits = new double[ratings.ReaderCount * _q];
        Array.Fill(_habits, 1.0 / Math.Max(1, _q));
        _odds = new double[_habits.Length];
        _known = new double[_habits.Length];
    }

    internal double[] Posteriors { get; }

    internal double[] Balance { get; private set; }

    /// <summary>Probability that a reader looked.</summary>
    internal double[] Knowing { get; }

    internal ConvergenceTrace Run()
    {
        bool converged = _q < 2 || _ratings.Count == 0;
        List<double> changes = [];
        double[][] masses = new double[_blocks][];
        for (int iteration = 0; iteration < _options.MaxIterations && !converged; iteration++)
        {
            Load();
            bool first = iteration == 0;
            FixedBlocks.Run(
                _blocks,
                _options.Threads,
                block =>
                {
                    masses[block] = new double[_habits.Length];
                    Pass(block, masses[block], first);
                }
            );
            double change = Maximise(masses);
            Balance = PosteriorRows.Balance(Posteriors, _q, _options);
            changes.Add(change);
            converged = change <= _options.Tolerance;
        }

        return new ConvergenceTrace(changes.Count, converged, changes, null);
    }

    /// <summary>Tables per reader and label: the log odds a label lends its category, and how sure it was known.</summary>
    private void Load()
    {
        for (int cell = 0; cell < _habits.Length; cell++)
        {
            double knowing = Math.Clamp(Knowing[cell / _q], 1e-9, 1 - 1e-9);
            double guess = (1 - knowing) * Math.Max(_habits[cell], 1e-12);
            _odds[cell] = Math.Log((knowing + guess) / guess);
            _known[cell] = knowing / (knowing + guess);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pass(int block, double[] mass, bool keepPosteriors)
    {
        int q = _q;
        ReadOnlySpan<int> offsets = _ratings.Offsets;
        ReadOnlySpan<int> readers = _ratings.Readers;
        ReadOnlySpan<int> categories = _ratings.Categories;
        Span<double> logBalance = stackalloc double[q];
        for (int k = 0; k < q; k++)
        {
            logBalance[k] = Math.Log(Math.Max(Balance[k], 1e-300));
        }

        int end = FixedBlocks.Start(_ratings.ItemCount, _blocks, block + 1);
        for (int item = FixedBlocks.Start(_ratings.ItemCount, _blocks, block); item < end; item++)
        {
            int first = offsets[item];
            int last = offsets[item + 1];
            Span<double> row = Posteriors.AsSpan(item * q, q);
            if (first == last)
            {
                continue;
            }

            if (!keepPosteriors && !PosteriorRows.Gold(row, item, _options))
            {
                logBalance.CopyTo(row);
                for (int at = first; at < last; at++)
                {
                    row[categories[at]] += _odds[(readers[at] * q) + categories[at]];
                }

                PosteriorRows.Normalise(row);
            }

            for (int at = first; at < last; at++)
            {
                int cell = (readers[at] * q) + categories[at];
                mass[cell] += row[categories[at]] * _known[cell];
            }
        }
    }

    private double Maximise(double[][] masses)
    {
        double[] labels = new double[_habits.Length];
        for (int at = 0; at < _ratings.Count; at++)
        {
            labels[(_ratings.Readers[at] * _q) + _ratings.Categories[at]]++;
        }

        double change = 0;
        for (int reader = 0; reader < Knowing.Length; reader++)
        {
            double[,]? earlier = _options.ReaderPriors?[reader];
            double known = Pseudo;
            double total = 2 * Pseudo;
            double guessed = 0;
            for (int k = 0; k < _q; k++)
            {
                int cell = (reader * _q) + k;
                double mass = 0;
                for (int block = 0; block < _blocks; block++)
                {
                    mass += masses[block][cell];
                }

                // Of earlier labels, right ones were known as often as the present ones of their category.
                mass += earlier is null ? 0 : earlier[k, k] * _known[cell];
                for (int truth = 0; truth < _q && earlier is not null; truth++)
                {
                    labels[cell] += earlier[truth, k];
                }

                known += mass;
                total += labels[cell];
                labels[cell] = Math.Max(0, labels[cell] - mass) + (Pseudo / _q);
                guessed += labels[cell];
            }

            change = Math.Max(change, Math.Abs((known / total) - Knowing[reader]));
            Knowing[reader] = known / total;
            for (int k = 0; k < _q; k++)
            {
                _habits[(reader * _q) + k] = labels[(reader * _q) + k] / guessed;
            }
        }

        return change;
    }
}
