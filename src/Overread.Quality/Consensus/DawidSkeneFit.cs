using System.Numerics;
using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>The EM iteration of Dawid and Skene, apart from what is reported.</summary>
internal sealed class DawidSkeneFit
{
    /// <summary>Tables of double precision up to this many bytes stay in the second-level cache beside the data.</summary>
    private const long CachedTable = 384 * 1024;

    private DawidSkeneFit(double[] posteriors, double[] confusion, double[] balance, ConvergenceTrace trace)
    {
        Posteriors = posteriors;
        Confusion = confusion;
        Balance = balance;
        Trace = trace;
    }

    /// <summary>Items × categories.</summary>
    internal double[] Posteriors { get; }

    /// <summary>Reader × true × given.</summary>
    internal double[] Confusion { get; }

    internal double[] Balance { get; }

    internal ConvergenceTrace Trace { get; }

    /// <summary>Whether the iteration began from moments.</summary>
    internal bool Spectral { get; private init; }

    internal static DawidSkeneFit Run(Ratings ratings, ConsensusOptions options)
    {
        RowPatterns patterns = RowPatterns.Of(ratings, options.Gold is null);
        bool single = IsLarge(ratings, patterns);
        return single ? Run<float>(patterns, options) : Run<double>(patterns, options);
    }

    /// <summary>Fits rows that stand for several items each.</summary>
    internal static DawidSkeneFit Weighted(Ratings rows, double[] weights, ConsensusOptions options) =>
        Run<double>(RowPatterns.Given(rows, weights), options);

    /// <summary>
    /// Fits in rounds: readers' priors are made anew of what the round before expects of their labels, laid out reader × given × true
    /// (padded). Each round goes on where the last one stood; all rounds together take no more than the iterations that are allowed.
    /// </summary>
    internal static DawidSkeneFit Pooled(
        Ratings ratings,
        ConsensusOptions options,
        Func<double[], int, double[,]?[]> priors,
        int rounds,
        double settled
    )
    {
        RowPatterns patterns = RowPatterns.Of(ratings, options.Gold is null);
        return IsLarge(ratings, patterns)
            ? Run<float>(patterns, options, priors, rounds, settled)
            : Run<double>(patterns, options, priors, rounds, settled);
    }

    private static bool IsLarge(Ratings ratings, RowPatterns patterns)
    {
        int q = ratings.CategoryCount;
        long padded = (q + 7) / 8 * 8L;
        return ratings.ReaderCount * q * padded * sizeof(double) > CachedTable && patterns.PatternOfItem is null;
    }

    private static DawidSkeneFit Run<T>(
        RowPatterns patterns,
        ConsensusOptions options,
        Func<double[], int, double[,]?[]>? priors = null,
        int rounds = 0,
        double settled = 0
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Ratings rows = patterns.Rows;
        int q = rows.CategoryCount;
        DawidSkeneKernel<T> kernel = new(rows, patterns.Weights, options.Gold);
        DawidSkeneParameters parameters = new(rows, options);
        DawidSkeneBlocks<T> blocks = new(kernel, rows, options.Threads);
        double[]? spectral =
            options.Start == ConsensusStart.Spectral
                ? SpectralStart.Posteriors(rows, patterns.Weights, options.Seed)
                : null;
        double[] shares = spectral ?? patterns.Votes(options.Threads);
        ConsensusInput.WriteGold(shares, q, options);
        parameters.UpdateFrom(shares, patterns.Weights);

        // Float sums carry noise of about this size, below which a change of parameters means nothing.
        double tolerance = typeof(T) == typeof(float) ? Math.Max(options.Tolerance, 1e-5) : options.Tolerance;
        List<double> objective = [];
        int used = 0;
        bool converged = Iterate(priors is null ? options.MaxIterations : Math.Max(3, options.MaxIterations / 4));
        for (int round = 0; round < rounds && used > 0 && used < options.MaxIterations; round++)
        {
            double[] before = [.. parameters.Confusion];
            options = options with { Smoothing = 0, ReaderPriors = priors!(blocks.Counts, kernel.Padded) };
            parameters = new DawidSkeneParameters(rows, options);
            parameters.Update(blocks.Counts, kernel.Padded, blocks.Classes);
            objective.Clear();
            converged = Iterate(Math.Max(2, options.MaxIterations / 24));
            double change = 0;
            for (int i = 0; i < before.Length; i++)
            {
                change = Math.Max(change, Math.Abs(before[i] - parameters.Confusion[i]));
            }

            if (change < settled)
            {
                break;
            }
        }

        // The votes are needed no more; their memory takes the posteriors.
        kernel.Load(parameters.Confusion, parameters.Balance, options.Threads);
        double final = blocks.Pass(shares);
        return new DawidSkeneFit(
            patterns.Spread(shares, q),
            parameters.Confusion,
            parameters.Balance,
            new ConvergenceTrace(objective.Count, converged, objective, final)
        )
        {
            Spectral = spectral is not null,
        };

        bool Iterate(int most)
        {
            bool done = false;
            for (int i = 0; i < most && used < options.MaxIterations && !done; i++, used++)
            {
                double logs = kernel.Load(parameters.Confusion, parameters.Balance, options.Threads);
                double likelihood = blocks.Pass(null);
                objective.Add(
                    likelihood + (options.ReaderPriors is null ? options.Smoothing * logs : parameters.LogPrior())
                );
                done = parameters.Update(blocks.Counts, kernel.Padded, blocks.Classes) <= tolerance;
            }

            return done;
        }
    }
}

/// <summary>Runs the kernel over fixed blocks and adds their tables in block order.</summary>
internal sealed class DawidSkeneBlocks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DawidSkeneKernel<T> _kernel;
    private readonly Ratings _rows;
    private readonly int _threads;
    private readonly AlignedTable<T>[] _counts;
    private readonly double[][] _classes;
    private readonly double[] _likelihoods;

    internal DawidSkeneBlocks(DawidSkeneKernel<T> kernel, Ratings rows, int threads)
    {
        _kernel = kernel;
        _rows = rows;
        _threads = threads;

        // Many small blocks would spend their time on adding tables, few could not share the work.
        long bytes = (long)kernel.TableLength * 8;
        int most = (int)Math.Clamp((256L << 20) / Math.Max(1, bytes), 2, 16);
        int blocks = Math.Clamp(rows.Count / 250_000, rows.Count > 20_000 ? 2 : 1, most);
        _counts = new AlignedTable<T>[blocks];
        _classes = new double[blocks][];
        _likelihoods = new double[blocks];
        for (int block = 0; block < blocks; block++)
        {
            _counts[block] = new AlignedTable<T>(kernel.TableLength);
            _classes[block] = new double[rows.CategoryCount];
        }

        Counts = new double[kernel.TableLength];
        Classes = new double[rows.CategoryCount];
    }

    /// <summary>Expected labels, laid out as the kernel's table.</summary>
    internal double[] Counts { get; }

    /// <summary>Expected items per category.</summary>
    internal double[] Classes { get; }

    internal double Pass(double[]? posteriors)
    {
        int blocks = _counts.Length;
        FixedBlocks.Run(
            blocks,
            _threads,
            block =>
            {
                _counts[block].Span.Clear();
                Array.Clear(_classes[block]);
                int start = FixedBlocks.Start(_rows.ItemCount, blocks, block);
                int end = FixedBlocks.Start(_rows.ItemCount, blocks, block + 1);
                _likelihoods[block] = _kernel.Pass(start, end, _counts[block], _classes[block], posteriors);
            }
        );
        int parts = FixedBlocks.OfTable(Counts.Length);
        FixedBlocks.Run(
            parts,
            _threads,
            part =>
            {
                int start = FixedBlocks.Start(Counts.Length, parts, part);
                int length = FixedBlocks.Start(Counts.Length, parts, part + 1) - start;
                Span<double> sums = Counts.AsSpan(start, length);
                sums.Clear();
                for (int block = 0; block < blocks; block++)
                {
                    ReadOnlySpan<T> from = _counts[block].Span.Slice(start, length);
                    for (int i = 0; i < length; i++)
                    {
                        sums[i] += double.CreateSaturating(from[i]);
                    }
                }
            }
        );
        Array.Clear(Classes);
        double likelihood = 0;
        for (int block = 0; block < blocks; block++)
        {
            for (int k = 0; k < Classes.Length; k++)
            {
                Classes[k] += _classes[block][k];
            }

            likelihood += _likelihoods[block];
        }

        return likelihood;
    }
}
