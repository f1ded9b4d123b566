using Overread.Quality.Numerics;

namespace Overread.Quality.Consensus;

/// <summary>
/// Posteriors to start from, by the method of moments: the second and third moments of three groups of readers determine
/// each group's mean confusions (Anandkumar et al. 2014, JMLR 15:2773: whitening and tensor power iteration), and these
/// every reader's (Zhang et al. 2016).
/// </summary>
internal sealed class SpectralStart
{
    private const int Groups = 3;
    private const int Trials = 12;
    private const int PowerSteps = 60;

    /// <summary>Fewest items that all three groups read, per category.</summary>
    private const int FewestItems = 20;

    private readonly Ratings _rows;
    private readonly double[] _weights;
    private readonly int _q;
    private readonly int[] _group;
    private readonly double[] _means;
    private readonly bool[] _complete;

    private SpectralStart(Ratings rows, double[] weights)
    {
        _rows = rows;
        _weights = weights;
        _q = rows.CategoryCount;
        _group = Divide(rows);
        _means = new double[rows.ItemCount * Groups * _q];
        _complete = new bool[rows.ItemCount];
        for (int item = 0; item < rows.ItemCount; item++)
        {
            _complete[item] = Average(item);
        }
    }

    /// <summary>Posteriors of the rows, or null where the moments do not allow them.</summary>
    internal static double[]? Posteriors(Ratings rows, double[] weights, ulong seed)
    {
        if (rows.CategoryCount < 2 || rows.ReaderCount < Groups)
        {
            return null;
        }

        SpectralStart start = new(rows, weights);
        double items = 0;
        for (int item = 0; item < rows.ItemCount; item++)
        {
            items += start._complete[item] ? weights[item] : 0;
        }

        if (items < FewestItems * rows.CategoryCount)
        {
            return null;
        }

        (double[] Confusion, double[] Balance)?[] groups = new (double[], double[])?[Groups];
        for (int g = 0; g < Groups; g++)
        {
            groups[g] = start.Group(g, items, seed);
        }

        return Array.TrueForAll(groups, group => group is not null)
            ? start.Expect([.. groups.Select(group => group!.Value)])
            : null;
    }

    /// <summary>Readers with most labels first, each to the group that has fewest so far.</summary>
    private static int[] Divide(Ratings rows)
    {
        int[] labels = new int[rows.ReaderCount];
        foreach (int reader in rows.Readers)
        {
            labels[reader]++;
        }

        int[] group = new int[rows.ReaderCount];
        long[] sizes = new long[Groups];
        foreach (int reader in Enumerable.Range(0, labels.Length).OrderByDescending(reader => labels[reader]))
        {
            group[reader] = Array.IndexOf(sizes, sizes.Min());
            sizes[group[reader]] += labels[reader] + 1;
        }

        return group;
    }

    private bool Average(int item)
    {
        ReadOnlySpan<int> readers = _rows.ReadersOf(item);
        ReadOnlySpan<int> given = _rows.CategoriesOf(item);
        Span<int> labels = stackalloc int[Groups];
        for (int i = 0; i < readers.Length; i++)
        {
            labels[_group[readers[i]]]++;
        }

        for (int i = 0; i < readers.Length; i++)
        {
            int g = _group[readers[i]];
            _means[(((item * Groups) + g) * _q) + given[i]] += 1.0 / labels[g];
        }

        return !labels.Contains(0);
    }

    private ReadOnlySpan<double> Mean(int item, int group) => _means.AsSpan(((item * Groups) + group) * _q, _q);

    private double[] Cross(int first, int second, double items)
    {
        double[] moment = new double[_q * _q];
        for (int item = 0; item < _complete.Length; item++)
        {
            for (int i = 0; i < _q && _complete[item]; i++)
            {
                double scaled = _weights[item] * Mean(item, first)[i] / items;
                for (int j = 0; j < _q; j++)
                {
                    moment[(i * _q) + j] += scaled * Mean(item, second)[j];
                }
            }
        }

        return moment;
    }

    /// <summary>A group's mean confusions (true × given) and the class balance.</summary>
    private (double[] Confusion, double[] Balance)? Group(int g, double items, ulong seed)
    {
        int a = (g + 1) % Groups;
        int b = (g + 2) % Groups;
        double[] crossAB = Cross(a, b, items);
        if (
            SquareMatrix.Inverse(crossAB, _q) is not { } inverse
            || SquareMatrix.Inverse(SquareMatrix.Transpose(crossAB, _q), _q) is not { } turned
        )
        {
            return null;
        }

        // The other groups' answers, turned so that each truth gives on average what it gives in this group.
        double[] fromA = SquareMatrix.Multiply(Cross(g, b, items), inverse, _q);
        double[] fromB = SquareMatrix.Multiply(Cross(g, a, items), turned, _q);
        double[] second = new double[_q * _q];
        double[] third = new double[_q * _q * _q];
        double[] x = new double[_q];
        double[] y = new double[_q];
        for (int item = 0; item < _complete.Length; item++)
        {
            if (!_complete[item])
            {
                continue;
            }

            Apply(fromA, Mean(item, a), x);
            Apply(fromB, Mean(item, b), y);
            for (int i = 0; i < _q; i++)
            {
                for (int j = 0; j < _q; j++)
                {
                    double both = _weights[item] * ((x[i] * y[j]) + (x[j] * y[i])) / (2 * items);
                    second[(i * _q) + j] += both;
                    for (int k = 0; k < _q; k++)
                    {
                        third[(((i * _q) + j) * _q) + k] += both * Mean(item, g)[k];
                    }
                }
            }
        }

        return Decompose(second, third, seed);
    }

    private void Apply(double[] matrix, ReadOnlySpan<double> vector, double[] result)
    {
        for (int i = 0; i < _q; i++)
        {
            result[i] = 0;
            for (int j = 0; j < _q; j++)
            {
                result[i] += matrix[(i * _q) + j] * vector[j];
            }
        }
    }

    private (double[] Confusion, double[] Balance)? Decompose(double[] second, double[] third, ulong seed)
    {
        (double[] values, double[] vectors) = SymmetricEigen.Of(second, _q);
        if (values.Min() < 1e-6)
        {
            return null;
        }

        double[] white = new double[_q * _q];
        double[] colour = new double[_q * _q];
        for (int cell = 0; cell < white.Length; cell++)
        {
            white[cell] = vectors[cell] / Math.Sqrt(values[cell % _q]);
            colour[cell] = vectors[cell] * Math.Sqrt(values[cell % _q]);
        }

        double[] tensor = Whiten(third, white);
        double[] components = new double[_q * _q];
        double[] balance = new double[_q];
        for (int component = 0; component < _q; component++)
        {
            (double strength, double[] direction) = Strongest(tensor, SeededRandom.ForPart(seed, (ulong)component));
            if (!(strength > 1e-3))
            {
                return null;
            }

            for (int cell = 0; cell < tensor.Length; cell++)
            {
                (int i, int j, int k) = (cell / (_q * _q), cell / _q % _q, cell % _q);
                tensor[cell] -= strength * direction[i] * direction[j] * direction[k];
            }

            balance[component] = 1 / (strength * strength);
            double[] column = new double[_q];
            Apply(colour, direction, column);
            for (int given = 0; given < _q; given++)
            {
                components[(component * _q) + given] = strength * column[given];
            }
        }

        return Named(components, balance);
    }

    /// <summary>Gives every component the category that it most often leads to, one to one.</summary>
    private (double[] Confusion, double[] Balance) Named(double[] components, double[] balance)
    {
        int[] name = Assignment.Cheapest([.. components.Select(value => -value)], _q);
        double[] confusion = new double[_q * _q];
        double[] shares = new double[_q];
        for (int component = 0; component < _q; component++)
        {
            shares[name[component]] = Math.Max(balance[component], 1e-3);
            double total = 0;
            for (int given = 0; given < _q; given++)
            {
                total += Math.Max(components[(component * _q) + given], 1e-3);
            }

            for (int given = 0; given < _q; given++)
            {
                confusion[(name[component] * _q) + given] =
                    Math.Max(components[(component * _q) + given], 1e-3) / total;
            }
        }

        double sum = shares.Sum();
        return (confusion, [.. shares.Select(share => share / sum)]);
    }

    private double[] Whiten(double[] third, double[] white)
    {
        double[] from = third;
        for (int axis = 0; axis < 3; axis++)
        {
            // Each round turns the first axis and moves it to the end; after three the axes stand as before.
            double[] turned = new double[from.Length];
            for (int cell = 0; cell < from.Length; cell++)
            {
                for (int i = 0; i < _q; i++)
                {
                    turned[(cell % (_q * _q) * _q) + i] += from[cell] * white[(cell / (_q * _q) * _q) + i];
                }
            }

            from = turned;
        }

        return from;
    }

    private (double Strength, double[] Direction) Strongest(double[] tensor, SeededRandom random)
    {
        double best = double.NegativeInfinity;
        double[] found = new double[_q];
        for (int trial = 0; trial < Trials; trial++)
        {
            double[] direction = new double[_q];
            for (int i = 0; i < _q; i++)
            {
                direction[i] = random.NextNormal();
            }

            double strength = 0;
            for (int step = 0; step < PowerSteps; step++)
            {
                double[] next = new double[_q];
                for (int cell = 0; cell < tensor.Length; cell++)
                {
                    next[cell / (_q * _q)] += tensor[cell] * direction[cell / _q % _q] * direction[cell % _q];
                }

                strength = Math.Sqrt(next.Sum(value => value * value));
                direction = strength > 0 ? [.. next.Select(value => value / strength)] : direction;
            }

            if (strength > best)
            {
                (best, found) = (strength, direction);
            }
        }

        return (best, found);
    }

    /// <summary>Every reader's confusions from another group's, and the posteriors under them.</summary>
    private double[]? Expect((double[] Confusion, double[] Balance)[] groups)
    {
        double[][] inverses = new double[Groups][];
        for (int g = 0; g < Groups; g++)
        {
            double[] weighted = [.. groups[g].Confusion.Select((share, cell) => share * groups[g].Balance[cell / _q])];
            if (SquareMatrix.Inverse(weighted, _q) is not { } inverse)
            {
                return null;
            }

            inverses[g] = inverse;
        }

        double[] logs = ReaderLogs(inverses);
        double[] posteriors = new double[_rows.ItemCount * _q];
        for (int item = 0; item < _rows.ItemCount; item++)
        {
            Span<double> row = posteriors.AsSpan(item * _q, _q);
            for (int k = 0; k < _q; k++)
            {
                row[k] = Math.Log(groups.Average(group => group.Balance[k]));
            }

            ReadOnlySpan<int> readers = _rows.ReadersOf(item);
            for (int i = 0; i < readers.Length; i++)
            {
                for (int k = 0; k < _q; k++)
                {
                    row[k] += logs[(((readers[i] * _q) + k) * _q) + _rows.CategoriesOf(item)[i]];
                }
            }

            PosteriorRows.Normalise(row);
        }

        return posteriors;
    }

    private double[] ReaderLogs(double[][] inverses)
    {
        double[] joint = new double[_rows.ReaderCount * _q * _q];
        double[] counts = new double[_rows.ReaderCount];
        for (int item = 0; item < _rows.ItemCount; item++)
        {
            ReadOnlySpan<int> readers = _rows.ReadersOf(item);
            for (int i = 0; i < readers.Length && _complete[item]; i++)
            {
                // Reader × given × what the next group gave.
                ReadOnlySpan<double> other = Mean(item, (_group[readers[i]] + 1) % Groups);
                counts[readers[i]] += _weights[item];
                for (int j = 0; j < _q; j++)
                {
                    joint[(((readers[i] * _q) + _rows.CategoriesOf(item)[i]) * _q) + j] += _weights[item] * other[j];
                }
            }
        }

        double[] logs = new double[joint.Length];
        for (int reader = 0; reader < counts.Length; reader++)
        {
            double[] inverse = inverses[(_group[reader] + 1) % Groups];
            double[] own = SquareMatrix.Multiply(joint[(reader * _q * _q)..((reader + 1) * _q * _q)], inverse, _q);
            for (int truth = 0; truth < _q; truth++)
            {
                double total = 0;
                for (int given = 0; given < _q; given++)
                {
                    total += Math.Max(own[(given * _q) + truth], 1e-2 * counts[reader]);
                }

                for (int given = 0; given < _q; given++)
                {
                    double share = Math.Max(own[(given * _q) + truth], 1e-2 * counts[reader]) / total;
                    logs[(((reader * _q) + truth) * _q) + given] = total > 0 ? Math.Log(share) : 0;
                }
            }
        }

        return logs;
    }
}
