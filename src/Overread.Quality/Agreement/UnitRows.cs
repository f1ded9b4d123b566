namespace Overread.Quality.Agreement;

/// <summary>The rows of a form with their multiplicities, one per independent unit: item group or cluster.</summary>
internal sealed class UnitRows
{
    private readonly CoefficientForm _form;
    private readonly double[]? _rows;
    private readonly long[] _weights;

    private UnitRows(CoefficientForm form, double[]? rows, long[] weights)
    {
        _form = form;
        _rows = rows;
        _weights = weights;
    }

    internal int Width => _form.Width;

    internal int Units => _weights.Length;

    internal ReadOnlySpan<long> Weights => _weights;

    internal long Observations => _weights.Sum();

    internal static UnitRows OfItems(CoefficientForm form, long cachedNumbers)
    {
        long[] weights = new long[form.Units];
        for (int unit = 0; unit < weights.Length; unit++)
        {
            weights[unit] = form.WeightOf(unit);
        }

        if ((long)form.Units * form.Width > cachedNumbers)
        {
            return new UnitRows(form, null, weights);
        }

        double[] rows = new double[form.Units * form.Width];
        for (int unit = 0; unit < weights.Length; unit++)
        {
            form.Fill(unit, rows.AsSpan(unit * form.Width, form.Width));
        }

        return new UnitRows(form, rows, weights);
    }

    internal static UnitRows OfClusters(CoefficientForm form, IReadOnlyList<int> clusters)
    {
        int count = clusters.Count == 0 ? 0 : clusters.Max() + 1;
        double[] rows = new double[count * form.Width];
        long[] weights = new long[count];
        double[] scratch = new double[form.Width];
        for (int item = 0; item < clusters.Count; item++)
        {
            Array.Clear(scratch);
            form.Fill(form.UnitOf(item), scratch);
            Span<double> row = rows.AsSpan(clusters[item] * form.Width, form.Width);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] += scratch[i];
            }

            weights[clusters[item]] = 1;
        }

        return new UnitRows(form, rows, weights);
    }

    /// <summary>The row of a unit; <paramref name="scratch"/> is used when rows are not kept.</summary>
    internal ReadOnlySpan<double> Row(int unit, double[] scratch)
    {
        if (_rows is not null)
        {
            return _rows.AsSpan(unit * Width, Width);
        }

        Array.Clear(scratch);
        _form.Fill(unit, scratch);
        return scratch;
    }

    internal double[] Totals() => Totals(_weights);

    /// <summary>Σ weight × row, in unit order.</summary>
    internal double[] Totals(ReadOnlySpan<long> weights)
    {
        double[] totals = new double[Width];
        double[] scratch = new double[Width];
        for (int unit = 0; unit < Units; unit++)
        {
            long weight = weights[unit];
            if (weight == 0)
            {
                continue;
            }

            ReadOnlySpan<double> row = Row(unit, scratch);
            for (int i = 0; i < row.Length; i++)
            {
                totals[i] += weight * row[i];
            }
        }

        return totals;
    }
}
