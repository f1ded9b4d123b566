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
        double[] counts = new double[_rows.ReaderCount * _q * _q];
        double[] classes = new double[_q];
        ReadOnlySpan<int> offsets = _rows.Offsets;
        for (int item = 0; item < _rows.ItemCount; item++)
        {
            ReadOnlySpan<double> posterior = posteriors.AsSpan(item * _q, _q);
            for (int k = 0; k < _q; k++)
            {
                classes[k] += weights[item] * posterior[k];
            }

            for (int at = offsets[item]; at < offsets[item + 1]; at++)
            {
                int row = ((_rows.Readers[at] * _q) + _rows.Categories[at]) * _q;
                for (int k = 0; k < _q; k++)
                {
                    counts[row + k] += weights[item] * posterior[k];
                }
            }
        }

        Update(counts, _q, classes);
    }

    /// <summary>Maximises from expected counts laid out reader × given × true (padded); returns the largest change.</summary>
    internal double Update(double[] counts, int padded, double[] classes)
    {
        double change = 0;
        for (int reader = 0; reader < _rows.ReaderCount; reader++)
        {
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
        }

        return Math.Max(change, UpdateBalance(classes));
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
