using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// Intraclass correlation for measurements (Shrout and Fleiss 1979, Psychological Bulletin 86:420; McGraw and Wong 1996,
/// Psychological Methods 1:30) with the analytic intervals of the latter. Every reader must measure every item, but for
/// <see cref="OneWay"/>.
/// </summary>
public static class IntraclassCorrelation
{
    /// <summary>Computes one form of the coefficient.</summary>
    /// <param name="values">Items × readers, row by row, finite.</param>
    /// <param name="readers">Number of readers, at least 2.</param>
    /// <param name="model">Which readers, and whether their offsets count.</param>
    /// <param name="averaged">Whether for the mean of all readers rather than for one of them.</param>
    /// <param name="level">Coverage of the interval.</param>
    /// <exception cref="ArgumentException">The table has an incomplete row or fewer than two readers.</exception>
    public static Coefficient Of(
        ReadOnlySpan<double> values,
        int readers,
        IccModel model,
        bool averaged = false,
        double level = 0.95
    )
    {
        if (readers < 2 || values.Length % readers != 0)
        {
            throw new ArgumentException($"{values.Length} values do not fill rows of {readers} readers (at least 2).");
        }

        int items = values.Length / readers;
        Coefficient shell = new()
        {
            Name = Name(model, averaged),
            State = AgreementState.NoLabels,
            Items = items,
            Readers = readers,
        };
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return shell with { State = AgreementState.MissingReads };
            }
        }

        if (items < 2)
        {
            return shell with { State = items == 0 ? AgreementState.NoLabels : AgreementState.NoOverlap };
        }

        MeanSquares squares = MeanSquares.Of(values, readers);
        return !double.IsFinite(squares.Total) ? shell with { State = AgreementState.OutOfRange }
            : squares.Total <= 0 ? shell with { State = AgreementState.NoVariance }
            : squares.Coefficient(shell, model, averaged, level);
    }

    /// <summary>
    /// ICC(1) where items have different numbers of measurements: the estimator of the unbalanced one-way analysis of
    /// variance, with n0 = (N − Σ nᵢ² / N) / (n − 1) measurements per item (Donner and Koval 1980, Biometrics 36:19). Where
    /// items have equally many it is ICC(1) of <see cref="Of"/>. The interval is that of F with n0 in the place of the number
    /// of readers, an approximation where items differ much (Donner and Wells 1986, Biometrics 42:401).
    /// </summary>
    /// <param name="items">The measurements of each item, finite; items with fewer than two are left out.</param>
    /// <param name="readers">Readers who measured, for the description.</param>
    /// <param name="level">Coverage of the interval.</param>
    public static Coefficient OneWay(IReadOnlyList<IReadOnlyList<double>> items, int readers, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(items);
        List<IReadOnlyList<double>> used = [.. items.Where(i => i.Count > 1)];
        Coefficient shell = new()
        {
            Name = Name(IccModel.OneWay, averaged: false),
            State = AgreementState.NoLabels,
            Items = used.Count,
            Readers = readers,
        };
        if (used.Exists(i => i.Any(v => !double.IsFinite(v))))
        {
            return shell with { State = AgreementState.MissingReads };
        }

        if (used.Count < 2)
        {
            return shell with
            {
                State = items.All(i => i.Count == 0) ? AgreementState.NoLabels : AgreementState.NoOverlap,
            };
        }

        double all = used.Sum(i => (double)i.Count);
        double grand = used.Sum(i => i.Sum(v => v / all));
        double between = 0;
        double within = 0;
        foreach (IReadOnlyList<double> item in used)
        {
            double mean = item.Sum(v => v / item.Count);
            between += item.Count * (mean - grand) * (mean - grand);
            within += item.Sum(v => (v - mean) * (v - mean));
        }

        if (!double.IsFinite(between + within))
        {
            return shell with { State = AgreementState.OutOfRange };
        }

        if (between + within <= 0)
        {
            return shell with { State = AgreementState.NoVariance };
        }

        double n = used.Count;
        double size = (all - (used.Sum(i => (double)i.Count * i.Count) / all)) / (n - 1);
        (double value, double low, double high) = MeanSquares.Ratio(
            between / (n - 1),
            within / (all - n),
            size,
            n - 1,
            all - n,
            level
        );
        return MeanSquares.WithInterval(shell, value, low, high, level);
    }

    private static string Name(IccModel model, bool averaged)
    {
        string form = model switch
        {
            IccModel.OneWay => "1",
            IccModel.Consistency => "c",
            _ => "a",
        };
        return $"icc-{form}-{(averaged ? "k" : "1")}";
    }
}

/// <summary>The mean squares of a two-way table.</summary>
internal readonly record struct MeanSquares(
    int Items,
    int Readers,
    double Rows,
    double Columns,
    double Error,
    double Within,
    double Total
)
{
    internal static MeanSquares Of(ReadOnlySpan<double> values, int readers)
    {
        int items = values.Length / readers;
        double grand = 0;
        foreach (double value in values)
        {
            grand += value / values.Length;
        }

        double[] columns = new double[readers];
        double rows = 0;
        double total = 0;
        for (int item = 0; item < items; item++)
        {
            double mean = 0;
            for (int reader = 0; reader < readers; reader++)
            {
                double value = values[(item * readers) + reader];
                mean += value / readers;
                columns[reader] += value / items;
                total += (value - grand) * (value - grand);
            }

            rows += readers * (mean - grand) * (mean - grand);
        }

        double between = 0;
        foreach (double column in columns)
        {
            between += items * (column - grand) * (column - grand);
        }

        double error = Math.Max(0, total - rows - between);
        return new MeanSquares(
            items,
            readers,
            rows / (items - 1),
            between / (readers - 1),
            error / ((items - 1.0) * (readers - 1)),
            Math.Max(0, total - rows) / (items * (readers - 1.0)),
            total
        );
    }

    internal Coefficient Coefficient(Coefficient shell, IccModel model, bool averaged, double level)
    {
        double n = Items;
        double k = Readers;
        (double single, double low, double high) = model switch
        {
            IccModel.OneWay => Ratio(Rows, Within, k, n - 1, n * (k - 1), level),
            IccModel.Consistency => Ratio(Rows, Error, k, n - 1, (n - 1) * (k - 1), level),
            _ => Absolute(level),
        };
        double Up(double value) => averaged ? StepUp(value, k) : value;
        if (model == IccModel.Absolute && Error > 0)
        {
            // The published limits are too near where readers are few: what the readers' own spread may be widens them.
            (double from, double to) = GeneralizedAbsolute.Limits(Rows, Columns, Error, Items, Readers, level);
            (low, high) = (Math.Min(low, from), Math.Max(high, to));
        }

        return WithInterval(shell, Up(single), Up(low), Up(high), level);
    }

    internal static Coefficient WithInterval(Coefficient shell, double value, double low, double high, double level)
    {
        if (!double.IsFinite(value))
        {
            return shell with { State = AgreementState.OutOfRange };
        }

        ConfidenceInterval interval = new(low, high, level, "analytic");
        return shell with
        {
            State = AgreementState.Computed,
            Value = value,
            Interval = IntervalEngine.IsHonest(interval) ? interval : null,
            NoInterval =
                value > 1 - Jackknife.SeenSpread
                    ? IntervalEngine.AllAgree(shell.Items)
                    : "the spread of the measurements is too small or too large for one",
        };
    }

    /// <summary>Spearman and Brown: from one reader to the mean of k.</summary>
    private static double StepUp(double value, double k) => k * value / (1 + ((k - 1) * value));

    internal static (double Value, double Low, double High) Ratio(
        double rows,
        double rest,
        double k,
        double d1,
        double d2,
        double level
    )
    {
        if (rest <= 0)
        {
            return (1, 1, 1);
        }

        double f = rows / rest;
        double tail = 0.5 + (level / 2);
        double fl = f / SpecialFunctions.FisherQuantile(tail, d1, d2);
        double fu = f * SpecialFunctions.FisherQuantile(tail, d2, d1);
        return ((f - 1) / (f + k - 1), (fl - 1) / (fl + k - 1), (fu - 1) / (fu + k - 1));
    }

    private (double Value, double Low, double High) Absolute(double level)
    {
        double n = Items;
        double k = Readers;
        double value = (Rows - Error) / (Rows + ((k - 1) * Error) + (k * (Columns - Error) / n));
        if (Error <= 0 && Columns <= 0)
        {
            return (1, 1, 1);
        }

        // Satterthwaite's degrees of freedom (McGraw and Wong 1996, table 7).
        double a = k * value / (n * (1 - value));
        double b = 1 + (k * value * (n - 1) / (n * (1 - value)));
        double top = (a * Columns) + (b * Error);
        double v = top * top / ((a * a * Columns * Columns / (k - 1)) + (b * b * Error * Error / ((n - 1) * (k - 1))));
        double tail = 0.5 + (level / 2);
        double fl = SpecialFunctions.FisherQuantile(tail, n - 1, v);
        double fu = SpecialFunctions.FisherQuantile(tail, v, n - 1);
        double rest = (k * Columns) + (((k * n) - k - n) * Error);
        double low = n * (Rows - (fl * Error)) / ((fl * rest) + (n * Rows));
        double high = n * ((fu * Rows) - Error) / (rest + (n * fu * Rows));
        return (value, low, high);
    }
}
