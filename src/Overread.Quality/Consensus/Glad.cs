using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// GLAD (Whitehill et al. 2009, NIPS 22): a label is right with probability σ(α·β), α the reader's ability, β &gt; 0 the
/// item's ease; both have normal priors (log β). Errors are even over the other categories. Pays where items differ in
/// ease and readers err evenly; an item needs several labels to tell its ease.
/// </summary>
public static class Glad
{
    /// <summary>Fits the model by EM with one damped Newton step per parameter and iteration.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">Tolerance, iterations (at most 100 by default), gold, threads; null for the defaults.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default with { MaxIterations = 100 };
        ConsensusInput.Check(ratings, options);
        GladFit fit = new(ratings, options);
        ConvergenceTrace trace = fit.Run();
        ConsensusResult result = new(
            "glad",
            ratings,
            fit.Posteriors,
            options.AcceptAt ?? DawidSkene.ModelAcceptance,
            options
        )
        {
            ClassBalance = fit.Balance,
            Readers = ReaderEstimates.Of(ratings, fit.Posteriors, reader => fit.Abilities[reader]),
            Trace = trace,
        };
        return CollapseGuard.Check(result, ratings, options);
    }
}

/// <summary>The iteration of GLAD. Memory beside the posteriors: one number per item, a few per reader.</summary>
internal sealed class GladFit
{
    private readonly Ratings _ratings;
    private readonly ConsensusOptions _options;
    private readonly double[] _ease;
    private readonly int _blocks;

    internal GladFit(Ratings ratings, ConsensusOptions options)
    {
        _ratings = ratings;
        _options = options;
        Posteriors = MajorityVote.Shares(ratings, options.Threads);
        ConsensusInput.WriteGold(Posteriors, ratings.CategoryCount, options);
        Balance = PosteriorRows.Balance(Posteriors, ratings.CategoryCount, options);
        Abilities = new double[ratings.ReaderCount];
        Array.Fill(Abilities, 1);
        _ease = new double[ratings.ItemCount];
        Array.Fill(_ease, 1);
        _blocks = Math.Clamp(ratings.Count / 100_000, 1, 16);
    }

    internal double[] Posteriors { get; }

    internal double[] Balance { get; private set; }

    internal double[] Abilities { get; }

    internal ConvergenceTrace Run()
    {
        int q = _ratings.CategoryCount;
        bool converged = q < 2 || _ratings.Count == 0;
        List<double> changes = [];
        double[][] gradients = new double[_blocks][];
        double[][] curvatures = new double[_blocks][];
        for (int iteration = 0; iteration < _options.MaxIterations && !converged; iteration++)
        {
            double[] change = new double[_blocks];
            FixedBlocks.Run(
                _blocks,
                _options.Threads,
                block =>
                {
                    gradients[block] = new double[_ratings.ReaderCount];
                    curvatures[block] = new double[_ratings.ReaderCount];
                    change[block] = Pass(block, gradients[block], curvatures[block]);
                }
            );
            double largest = Math.Max(change.Max(), UpdateAbilities(gradients, curvatures));
            Balance = PosteriorRows.Balance(Posteriors, q, _options);
            changes.Add(largest);
            converged = largest <= Math.Max(_options.Tolerance, 1e-5);
        }

        return new ConvergenceTrace(changes.Count, converged, changes, null);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Pass(int block, double[] gradient, double[] curvature)
    {
        int q = _ratings.CategoryCount;
        double others = Math.Log(Math.Max(1, q - 1));
        double change = 0;
        int end = FixedBlocks.Start(_ratings.ItemCount, _blocks, block + 1);
        ReadOnlySpan<int> offsets = _ratings.Offsets;
        ReadOnlySpan<int> readers = _ratings.Readers;
        ReadOnlySpan<int> categories = _ratings.Categories;
        Span<double> logBalance = stackalloc double[q];
        for (int k = 0; k < q; k++)
        {
            logBalance[k] = Math.Log(Math.Max(Balance[k], 1e-300));
        }

        for (int item = FixedBlocks.Start(_ratings.ItemCount, _blocks, block); item < end; item++)
        {
            int first = offsets[item];
            int last = offsets[item + 1];
            if (first == last)
            {
                continue;
            }

            Span<double> row = Posteriors.AsSpan(item * q, q);
            double ease = _ease[item];
            if (!PosteriorRows.Gold(row, item, _options))
            {
                logBalance.CopyTo(row);
                for (int at = first; at < last; at++)
                {
                    row[categories[at]] += (Abilities[readers[at]] * ease) + others;
                }

                PosteriorRows.Normalise(row);
            }

            // The step on log β uses the same σ as the step on α.
            double slope = 0;
            double bend = 0;
            Vector256<double> exponents = default;
            for (int at = first; at < last; at++)
            {
                double ability = Abilities[readers[at]];
                if (((at - first) & 3) == 0)
                {
                    exponents = Exponents(readers[at..Math.Min(last, at + 4)], ease);
                }

                double expected = 1 / (1 + exponents.GetElement((at - first) & 3));
                double residual = row[categories[at]] - expected;
                double spread = expected * (1 - expected);
                gradient[readers[at]] += residual * ease;
                curvature[readers[at]] += spread * ease * ease;
                slope += residual * ability * ease;
                bend += spread * ability * ability * ease * ease;
            }

            double log = Math.Log(ease);
            double step = Math.Clamp((slope - log) / (bend + 1), -0.5, 0.5);
            _ease[item] = Math.Exp(Math.Clamp(log + step, -4, 4));
            change = Math.Max(change, Math.Abs(step));
        }

        return change;
    }

    /// <summary>exp(−ability × ease) of up to four labels at once.</summary>
    private Vector256<double> Exponents(ReadOnlySpan<int> readers, double ease)
    {
        Span<double> lanes = stackalloc double[4];
        lanes.Clear();
        for (int i = 0; i < readers.Length; i++)
        {
            lanes[i] = Math.Min(-Abilities[readers[i]] * ease, 700);
        }

        return Lanes.Exp(Vector256.Create<double>(lanes));
    }

    private double UpdateAbilities(double[][] gradients, double[][] curvatures)
    {
        double change = 0;
        for (int reader = 0; reader < Abilities.Length; reader++)
        {
            // An earlier label counts as one of an item of average ease.
            EarlierRecord earlier = EarlierRecord.Of(_options, reader);
            double expected = 1 / (1 + Math.Exp(-Abilities[reader]));
            double slope = earlier.Right - (earlier.Labels * expected) - (Abilities[reader] - 1);
            double bend = 1 + (earlier.Labels * expected * (1 - expected));
            for (int block = 0; block < _blocks; block++)
            {
                slope += gradients[block][reader];
                bend += curvatures[block][reader];
            }

            double step = Math.Clamp(slope / bend, -0.5, 0.5);
            Abilities[reader] += step;
            change = Math.Max(change, Math.Abs(step));
        }

        return change;
    }
}
