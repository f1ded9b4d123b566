using System.Runtime.Intrinsics;
using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>Confusion matrices and class balance, with their Dirichlet priors.</summary>
internal sealed class DawidSkeneParameters
{
    private readonly Ratings _rows;
    private readonly ConsensusOptions _options;
    private readonly int _q;

    internal DawidSkeneParameters(Ratings rows, ConsensusOptions options)
    {
        _rows = rows;
        _options = options;
        _q = rows.CategoryCount;
        Confusion = new double[rows.ReaderCount * _q * _q];
        Balance = new double[_q];
    }

    /// <summary>Reader × true × given; every row sums to 1.</summary>
    internal double[] Confusion { get; }

    internal double[] Balance { get; }

    /// <summary>The first maximisation, from posteriors of the rows.</summary>
    internal void UpdateFrom(double[] posteriors, double[] weights)
    {
        int length = Confusion.Length;
        int blocks = Math.Clamp(Math.Min(_rows.Count / 250_000, (16 << 20) / Math.Max(1, length)), 1, 16);
        double[][] counts = new double[blocks][];
        double[][] classes = new double[blocks][];
        FixedBlocks.Run(
            blocks,
            _options.Threads,
            block =>
            {
                counts[block] = new double[length];
                classes[block] = new double[_q];
                double[] weighted = new double[_q];
                int end = FixedBlocks.Start(_rows.ItemCount, blocks, block + 1);
                for (int item = FixedBlocks.Start(_rows.ItemCount, blocks, block); item < end; item++)
                {
                    Weigh(posteriors.AsSpan(item * _q, _q), weights[item], weighted);
                    Add(weighted, classes[block]);
                    Count(item, weighted, counts[block]);
                }
            }
        );
        for (int block = 1; block < blocks; block++)
        {
            for (int i = 0; i < length; i++)
            {
                counts[0][i] += counts[block][i];
            }

            for (int k = 0; k < _q; k++)
            {
                classes[0][k] += classes[block][k];
            }
        }

        Update(counts[0], _q, classes[0]);
    }

    private static void Weigh(ReadOnlySpan<double> posterior, double weight, Span<double> weighted)
    {
        for (int k = 0; k < posterior.Length; k++)
        {
            weighted[k] = weight * posterior[k];
        }
    }

    private void Count(int item, ReadOnlySpan<double> weighted, double[] counts)
    {
        ReadOnlySpan<int> readers = _rows.ReadersOf(item);
        ReadOnlySpan<int> given = _rows.CategoriesOf(item);
        for (int at = 0; at < readers.Length; at++)
        {
            Add(weighted, counts.AsSpan(((readers[at] * _q) + given[at]) * _q, _q));
        }
    }

    private static void Add(ReadOnlySpan<double> more, Span<double> sums)
    {
        int k = 0;
        for (; k + Vector256<double>.Count <= more.Length; k += Vector256<double>.Count)
        {
            (Vector256.Create(sums[k..]) + Vector256.Create(more[k..])).CopyTo(sums[k..]);
        }

        for (; k < more.Length; k++)
        {
            sums[k] += more[k];
        }
    }

    /// <summary>Maximises from expected counts laid out reader × given × true (padded); returns the largest change.</summary>
    internal double Update(double[] counts, int padded, double[] classes)
    {
        int blocks = FixedBlocks.OfTable(Confusion.Length);
        double[] change = new double[blocks];
        FixedBlocks.Run(
            blocks,
            _options.Threads,
            block =>
            {
                int end = FixedBlocks.Start(_rows.ReaderCount, blocks, block + 1);
                for (int reader = FixedBlocks.Start(_rows.ReaderCount, blocks, block); reader < end; reader++)
                {
                    change[block] = Math.Max(change[block], UpdateReader(counts, padded, reader));
                }
            }
        );
        return Math.Max(change.Max(), UpdateBalance(classes));
    }

    private double UpdateReader(double[] counts, int padded, int reader)
    {
        double change = 0;
        double[,]? prior = _options.ReaderPriors?[reader];
        for (int truth = 0; truth < _q; truth++)
        {
            int row = ((reader * _q) + truth) * _q;
            double total = 0;
            for (int given = 0; given < _q; given++)
            {
                total += Cell(counts, padded, prior, reader, truth, given);
            }

            for (int given = 0; given < _q; given++)
            {
                // A reader who never met this category, without any prior, is taken to know nothing of it.
                double share = total > 0 ? Cell(counts, padded, prior, reader, truth, given) / total : 1.0 / _q;
                change = Math.Max(change, Math.Abs(share - Confusion[row + given]));
                Confusion[row + given] = share;
            }
        }

        return change;
    }

    /// <summary>The logarithm of the Dirichlet priors at the parameters, without their constants.</summary>
    internal double LogPrior()
    {
        double sum = 0;
        for (int reader = 0; reader < _rows.ReaderCount; reader++)
        {
            double[,]? prior = _options.ReaderPriors?[reader];
            for (int cell = 0; cell < _q * _q; cell++)
            {
                double pseudo = _options.Smoothing + (prior?[cell / _q, cell % _q] ?? 0);
                if (pseudo > 0)
                {
                    sum += pseudo * Math.Log(Math.Max(Confusion[(reader * _q * _q) + cell], 1e-300));
                }
            }
        }

        return sum;
    }

    private double Cell(double[] counts, int padded, double[,]? prior, int reader, int truth, int given) =>
        counts[(((reader * _q) + given) * padded) + truth] + _options.Smoothing + (prior?[truth, given] ?? 0);

    private double UpdateBalance(double[] classes)
    {
        double total = classes.Sum();
        double change = 0;
        for (int k = 0; k < _q; k++)
        {
            double share =
                _options.ClassBalance is { } known ? known[k]
                : total > 0 ? classes[k] / total
                : 1.0 / _q;
            change = Math.Max(change, Math.Abs(share - Balance[k]));
            Balance[k] = share;
        }

        return change;
    }
}
