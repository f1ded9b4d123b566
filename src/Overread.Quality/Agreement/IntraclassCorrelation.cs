using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// Intraclass correlation for measurements (Shrout and Fleiss 1979, Psychological Bulletin 86:420; McGraw and Wong 1996,
/// Psychological Methods 1:30) with the analytic intervals of the latter. Every reader must measure every item.
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
        return squares.Total <= 0
            ? shell with
            {
                State = AgreementState.NoVariance,
            }
            : squares.Coefficient(shell, model, averaged, level);
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
            IccModel.OneWay => Ratio(Rows, Within, n - 1, n * (k - 1), level),
            IccModel.Consistency => Ratio(Rows, Error, n - 1, (n - 1) * (k - 1), level),
            _ => Absolute(level),
        };
        double Up(double value) => averaged ? StepUp(value, k) : value;
        return shell with
        {
            State = AgreementState.Computed,
            Value = Up(single),
            Interval = new ConfidenceInterval(Up(low), Up(high), level, "analytic"),
        };
    }

    /// <summary>Spearman and Brown: from one reader to the mean of k.</summary>
    private static double StepUp(double value, double k) => k * value / (1 + ((k - 1) * value));

    private (double Value, double Low, double High) Ratio(double rows, double rest, double d1, double d2, double level)
    {
        double k = Readers;
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
