using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// One pass over a block of items: expectation and the counts of the next maximisation together, so that labels are read
/// once per iteration and posteriors need not be stored. Rows of one (reader, given category) are contiguous over the
/// true category and padded to whole vectors.
/// </summary>
/// <typeparam name="T">double, or float when double tables would leave the cache.</typeparam>
internal sealed class DawidSkeneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Stands for the logarithm of zero: far below any real sum, yet finite.</summary>
    private const double LogZero = -1e30;

    private readonly Ratings _rows;
    private readonly double[] _weights;
    private readonly IReadOnlyList<int>? _gold;
    private readonly int _categories;
    private readonly int _padded;
    private readonly AlignedTable<T> _logTable;
    private readonly T[] _logPrior;

    internal DawidSkeneKernel(Ratings rows, double[] weights, IReadOnlyList<int>? gold)
    {
        _rows = rows;
        _weights = weights;
        _gold = gold;
        _categories = rows.CategoryCount;
        _padded = (_categories + (2 * Vector256<T>.Count) - 1) / (2 * Vector256<T>.Count) * (2 * Vector256<T>.Count);
        _logTable = new AlignedTable<T>(rows.ReaderCount * _categories * _padded);
        _logPrior = new T[_padded];
    }

    /// <summary>Numbers in one table.</summary>
    internal int TableLength => _logTable.Length;

    /// <summary>Length of one row of a table.</summary>
    internal int Padded => _padded;

    /// <summary>
    /// Takes new parameters: confusion as reader × true × given, and the class balance. Returns the sum of the logarithms of
    /// the confusions, which is the log density of an even Dirichlet prior but for its strength.
    /// </summary>
    internal double Load(double[] confusion, double[] balance, int threads)
    {
        int q = _categories;
        for (int k = 0; k < _padded; k++)
        {
            _logPrior[k] = T.CreateSaturating(k < q ? Math.Log(Math.Max(balance[k], 1e-300)) : LogZero);
        }

        int blocks = FixedBlocks.OfTable(confusion.Length);
        double[] logs = new double[blocks];
        FixedBlocks.Run(
            blocks,
            threads,
            block =>
            {
                int end = FixedBlocks.Start(_rows.ReaderCount, blocks, block + 1);
                for (int reader = FixedBlocks.Start(_rows.ReaderCount, blocks, block); reader < end; reader++)
                {
                    logs[block] += LoadReader(confusion, reader);
                }
            }
        );
        return logs.Sum();
    }

    private double LoadReader(double[] confusion, int reader)
    {
        int q = _categories;
        Span<T> table = _logTable.Span;
        double logs = 0;
        for (int truth = 0; truth < q; truth++)
        {
            for (int given = 0; given < q; given++)
            {
                double share = confusion[(((reader * q) + truth) * q) + given];
                double log = Math.Log(Math.Max(share, 1e-300));
                logs += log;
                table[(((reader * q) + given) * _padded) + truth] = T.CreateSaturating(log);
            }
        }

        return logs;
    }

    /// <summary>
    /// Runs over items <paramref name="start"/> to <paramref name="end"/>, adding expected counts to
    /// <paramref name="counts"/> (as the table) and the class totals to <paramref name="classes"/>, and writing
    /// posteriors when asked.
    /// </summary>
    /// <returns>The log-likelihood of the block.</returns>
    internal double Pass(int start, int end, AlignedTable<T> counts, double[] classes, double[]? posteriors)
    {
        return _padded == 2 * Vector256<T>.Count
            ? PassTwoVectors(start, end, counts, classes, posteriors)
            : PassManyVectors(start, end, counts, classes, posteriors);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double PassTwoVectors(int start, int end, AlignedTable<T> counts, double[] classes, double[]? posteriors)
    {
        ref T table = ref _logTable.First;
        ref T count = ref counts.First;
        ref int reader = ref MemoryMarshal.GetReference(_rows.Readers);
        ref int category = ref MemoryMarshal.GetReference(_rows.Categories);
        ReadOnlySpan<int> offsets = _rows.Offsets;
        int step = Vector256<T>.Count;
        Vector256<T> priorLow = Vector256.Create<T>(_logPrior);
        Vector256<T> priorHigh = Vector256.Create<T>(_logPrior.AsSpan(step));
        Vector256<T> classLow = Vector256<T>.Zero;
        Vector256<T> classHigh = Vector256<T>.Zero;
        LogProduct likelihood = default;
        int q = _categories;
        int padded = _padded;
        for (int item = start; item < end; item++)
        {
            int first = offsets[item];
            int last = offsets[item + 1];
            Vector256<T> low = priorLow;
            Vector256<T> high = priorHigh;
            for (int at = first; at < last; at++)
            {
                nuint row = (nuint)((Unsafe.Add(ref reader, at) * q) + Unsafe.Add(ref category, at)) * (nuint)padded;
                low += Vector256.LoadUnsafe(ref table, row);
                high += Vector256.LoadUnsafe(ref table, row + (nuint)step);
            }

            if (_gold is not null && _gold[item] >= 0)
            {
                (low, high) = Only(low, high, _gold[item]);
            }

            T top = Lanes.Max(Vector256.Max(low, high));
            low = Lanes.Exp(low - Vector256.Create(top));
            high = Lanes.Exp(high - Vector256.Create(top));
            T total = Lanes.Sum(low + high);
            double weight = _weights[item];
            Vector256<T> scale = Vector256.Create(T.CreateSaturating(weight) / total);
            low *= scale;
            high *= scale;
            likelihood.Add(double.CreateSaturating(top), double.CreateSaturating(total), weight);
            classLow += low;
            classHigh += high;
            for (int at = first; at < last; at++)
            {
                nuint row = (nuint)((Unsafe.Add(ref reader, at) * q) + Unsafe.Add(ref category, at)) * (nuint)padded;
                (Vector256.LoadUnsafe(ref count, row) + low).StoreUnsafe(ref count, row);
                row += (nuint)step;
                (Vector256.LoadUnsafe(ref count, row) + high).StoreUnsafe(ref count, row);
            }

            if (posteriors is not null)
            {
                Write(low, high, weight, posteriors.AsSpan(item * q, q));
            }

            // Class totals are folded into double often enough that float never loses an item.
            if ((item & 1023) == 1023)
            {
                Fold(ref classLow, ref classHigh, classes);
            }
        }

        Fold(ref classLow, ref classHigh, classes);
        return likelihood.Total;
    }

    private static void Write(Vector256<T> low, Vector256<T> high, double weight, Span<double> row)
    {
        Span<double> lanes = stackalloc double[16];
        if (typeof(T) == typeof(float))
        {
            (Vector256<double> a, Vector256<double> b) = Vector256.Widen(low.AsSingle());
            (Vector256<double> c, Vector256<double> d) = Vector256.Widen(high.AsSingle());
            (a / weight).CopyTo(lanes);
            (b / weight).CopyTo(lanes[4..]);
            (c / weight).CopyTo(lanes[8..]);
            (d / weight).CopyTo(lanes[12..]);
        }
        else
        {
            (low.AsDouble() / weight).CopyTo(lanes);
            (high.AsDouble() / weight).CopyTo(lanes[4..]);
        }

        lanes[..row.Length].CopyTo(row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double PassManyVectors(int start, int end, AlignedTable<T> counts, double[] classes, double[]? posteriors)
    {
        int q = _categories;
        Span<T> sum = _padded <= 1024 ? stackalloc T[_padded] : new T[_padded];
        LogProduct likelihood = default;
        int step = Vector256<T>.Count;
        for (int item = start; item < end; item++)
        {
            ReadOnlySpan<int> readers = _rows.ReadersOf(item);
            ReadOnlySpan<int> given = _rows.CategoriesOf(item);
            _logPrior.CopyTo(sum);
            for (int i = 0; i < readers.Length; i++)
            {
                ReadOnlySpan<T> row = _logTable.Span.Slice(((readers[i] * q) + given[i]) * _padded, _padded);
                for (int k = 0; k < sum.Length; k += step)
                {
                    (Vector256.Create<T>(sum[k..]) + Vector256.Create<T>(row[k..])).CopyTo(sum[k..]);
                }
            }

            if (_gold is not null && _gold[item] >= 0)
            {
                T kept = sum[_gold[item]];
                sum.Fill(T.CreateSaturating(LogZero));
                sum[_gold[item]] = kept;
            }

            double weight = _weights[item];
            (T top, T total) = Normalise(sum, T.CreateSaturating(weight));
            likelihood.Add(double.CreateSaturating(top), double.CreateSaturating(total), weight);
            for (int i = 0; i < readers.Length; i++)
            {
                Span<T> row = counts.Span.Slice(((readers[i] * q) + given[i]) * _padded, _padded);
                for (int k = 0; k < sum.Length; k += step)
                {
                    (Vector256.Create<T>(row[k..]) + Vector256.Create<T>(sum[k..])).CopyTo(row[k..]);
                }
            }

            for (int k = 0; k < q; k++)
            {
                classes[k] += double.CreateSaturating(sum[k]);
                if (posteriors is not null)
                {
                    posteriors[(item * q) + k] = double.CreateSaturating(sum[k]) / weight;
                }
            }
        }

        return likelihood.Total;
    }

    private static (T Top, T Total) Normalise(Span<T> sum, T weight)
    {
        int step = Vector256<T>.Count;
        T top = sum[0];
        foreach (T value in sum)
        {
            top = T.Max(top, value);
        }

        Vector256<T> totals = Vector256<T>.Zero;
        for (int k = 0; k < sum.Length; k += step)
        {
            Vector256<T> part = Lanes.Exp(Vector256.Create<T>(sum[k..]) - Vector256.Create(top));
            totals += part;
            part.CopyTo(sum[k..]);
        }

        T total = Lanes.Sum(totals);
        Vector256<T> scale = Vector256.Create(weight / total);
        for (int k = 0; k < sum.Length; k += step)
        {
            (Vector256.Create<T>(sum[k..]) * scale).CopyTo(sum[k..]);
        }

        return (top, total);
    }

    private void Fold(ref Vector256<T> low, ref Vector256<T> high, double[] classes)
    {
        int step = Vector256<T>.Count;
        for (int k = 0; k < _categories; k++)
        {
            classes[k] += double.CreateSaturating(k < step ? low[k] : high[k - step]);
        }

        low = Vector256<T>.Zero;
        high = Vector256<T>.Zero;
    }

    private static (Vector256<T> Low, Vector256<T> High) Only(Vector256<T> low, Vector256<T> high, int category)
    {
        Vector256<T> zero = Vector256.Create(T.CreateSaturating(LogZero));
        int step = Vector256<T>.Count;
        return category < step
            ? (zero.WithElement(category, low[category]), zero)
            : (zero, zero.WithElement(category - step, high[category - step]));
    }
}
