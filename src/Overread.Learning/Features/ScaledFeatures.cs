namespace Overread.Learning.Features;

/// <summary>
/// A table of features as a learner takes it: what scales it is computed of the given rows alone, so that nothing of a held-out
/// set enters. Rows have a mean squared length of 1, whatever their width, so that one penalty suits all tables.
/// </summary>
public sealed class ScaledFeatures
{
    private readonly double[] _values;

    private ScaledFeatures(double[] values, int width) => (_values, Width) = (values, width);

    /// <summary>Numbers per item.</summary>
    public int Width { get; }

    /// <summary>The numbers of an item.</summary>
    public ReadOnlySpan<double> Row(int item) => _values.AsSpan(item * Width, Width);

    /// <summary>Scales a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="from">The items whose numbers decide the scale; their labels are not looked at.</param>
    public static ScaledFeatures Of(LearningSet set, ReadOnlySpan<int> from)
    {
        ArgumentNullException.ThrowIfNull(set);
        double[] values = set.Features.ToArray();
        if (set.Scaling == FeatureScaling.Standard)
        {
            Standardise(values, set.Width, from);
        }
        else
        {
            WeighTerms(values, set.Width, from);
        }

        return new ScaledFeatures(values, set.Width);
    }

    /// <summary>Rows as single-precision numbers, for distances.</summary>
    public float[] Rows(ReadOnlySpan<int> items)
    {
        float[] rows = new float[items.Length * Width];
        for (int i = 0; i < items.Length; i++)
        {
            ReadOnlySpan<double> row = Row(items[i]);
            for (int j = 0; j < row.Length; j++)
            {
                rows[(i * Width) + j] = (float)row[j];
            }
        }

        return rows;
    }

    private static void Standardise(double[] values, int width, ReadOnlySpan<int> from)
    {
        double shorter = 1 / Math.Sqrt(width);
        for (int column = 0; column < width; column++)
        {
            double mean = 0;
            foreach (int item in from)
            {
                mean += values[(item * width) + column];
            }

            mean /= Math.Max(1, from.Length);
            double square = 0;
            foreach (int item in from)
            {
                double off = values[(item * width) + column] - mean;
                square += off * off;
            }

            double deviation = Math.Sqrt(square / Math.Max(1, from.Length));

            // A column that says nothing of the rows which decide the scale says nothing of the others.
            double factor = deviation > 1e-12 * Math.Max(1, Math.Abs(mean)) ? shorter / deviation : 0;
            for (int at = column; at < values.Length; at += width)
            {
                values[at] = (values[at] - mean) * factor;
            }
        }
    }

    private static void WeighTerms(double[] values, int width, ReadOnlySpan<int> from)
    {
        double[] weight = new double[width];
        foreach (int item in from)
        {
            ReadOnlySpan<double> row = values.AsSpan(item * width, width);
            for (int j = 0; j < width; j++)
            {
                weight[j] += row[j] != 0 ? 1 : 0;
            }
        }

        for (int j = 0; j < width; j++)
        {
            weight[j] = 1 + Math.Log((1.0 + from.Length) / (1 + weight[j]));
        }

        for (int start = 0; start < values.Length; start += width)
        {
            Span<double> row = values.AsSpan(start, width);
            double square = 0;
            for (int j = 0; j < width; j++)
            {
                row[j] = row[j] == 0 ? 0 : Math.Sign(row[j]) * (1 + Math.Log(Math.Abs(row[j]))) * weight[j];
                square += row[j] * row[j];
            }

            double length = square > 0 ? 1 / Math.Sqrt(square) : 0;
            for (int j = 0; j < width; j++)
            {
                row[j] *= length;
            }
        }
    }
}
