namespace Overread.Quality.Agreement;

/// <summary>α whose distances are fixed in advance. Columns: items, disagreement, then labels per category.</summary>
internal sealed class AlphaForm(CountPatterns patterns, AlphaMetric metric, double[] values) : CountForm(patterns)
{
    // Distances have the square of the measurements' unit, and so has what is no distance at all.
    private readonly double _least = 1e-12 * (metric == AlphaMetric.Interval ? Widest(values) : 1);

    internal override bool IsKappa => metric == AlphaMetric.Nominal;

    internal override bool IsGraded => metric != AlphaMetric.Nominal;

    internal override int Width => 2 + Categories;

    protected override void FillCounts(ReadOnlySpan<int> counts, int reads, Span<double> row)
    {
        if (reads < 2)
        {
            return;
        }

        double disagreement = 0;
        for (int c = 0; c < counts.Length; c++)
        {
            row[2 + c] = counts[c];
            for (int k = 0; k < c && counts[c] > 0; k++)
            {
                disagreement += counts[k] == 0 ? 0 : 2.0 * counts[c] * counts[k] * Distance(c, k);
            }
        }

        row[1] = disagreement / (reads - 1);
    }

    internal override Estimate Evaluate(ReadOnlySpan<double> totals)
    {
        ReadOnlySpan<double> labels = totals[2..];
        double expected = 0;
        double count = 0;
        for (int c = 0; c < labels.Length; c++)
        {
            count += labels[c];
            for (int k = 0; k < c; k++)
            {
                expected += 2 * labels[c] * labels[k] * Distance(c, k);
            }
        }

        if (!double.IsFinite(expected) || !double.IsFinite(totals[1]))
        {
            return new Estimate(true, double.NaN, double.NaN, double.NaN);
        }

        if (!(expected > _least))
        {
            return Estimate.Undefined;
        }

        double ratio = (count - 1) * totals[1] / expected;
        return new Estimate(true, 1 - ratio, 1 - (totals[1] / count), 1 - (expected / (count * (count - 1))));
    }

    private static double Widest(double[] values)
    {
        double range = values.Length == 0 ? 0 : values.Max() - values.Min();
        return range * range;
    }

    private double Distance(int c, int k)
    {
        switch (metric)
        {
            case AlphaMetric.Interval:
                return (values[c] - values[k]) * (values[c] - values[k]);
            case AlphaMetric.Ratio:
                double sum = values[c] + values[k];
                double relative = sum == 0 ? 0 : (values[c] - values[k]) / sum;
                return relative * relative;
            default:
                return 1;
        }
    }
}

/// <summary>α for ordered categories, whose distances follow from the labels themselves. Columns: items, coincidences.</summary>
internal sealed class OrdinalAlphaForm(CountPatterns patterns) : CountForm(patterns)
{
    internal override bool IsGraded => true;

    internal override int Width => 1 + (Categories * Categories);

    protected override void FillCounts(ReadOnlySpan<int> counts, int reads, Span<double> row)
    {
        for (int c = 0; c < counts.Length && reads > 1; c++)
        {
            for (int k = 0; k < counts.Length; k++)
            {
                row[1 + (c * counts.Length) + k] = (double)counts[c] * (counts[k] - (c == k ? 1 : 0)) / (reads - 1);
            }
        }
    }

    internal override Estimate Evaluate(ReadOnlySpan<double> totals)
    {
        int q = Categories;
        double[] labels = new double[q];
        double count = 0;
        for (int c = 0; c < q; c++)
        {
            for (int k = 0; k < q; k++)
            {
                labels[c] += totals[1 + (c * q) + k];
            }

            count += labels[c];
        }

        double observed = 0;
        double expected = 0;
        for (int c = 0; c < q; c++)
        {
            double between = labels[c] / 2;
            for (int k = c + 1; k < q; k++)
            {
                double distance = between + (labels[k] / 2);
                between += labels[k];
                observed += 2 * totals[1 + (c * q) + k] * distance * distance;
                expected += 2 * labels[c] * labels[k] * distance * distance;
            }
        }

        if (!(expected > 1e-12))
        {
            return Estimate.Undefined;
        }

        // Ordinal distances have no scale of their own: observed and expected agreement are given relative to chance.
        return new Estimate(true, 1 - ((count - 1) * observed / expected), 1 - ((count - 1) * observed / expected), 0);
    }
}
