using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// Percentile bootstrap over items or clusters (Efron 1979, Annals of Statistics 7:1). Groups of like items are drawn by
/// successive binomials, which is the same distribution as drawing items one by one.
/// </summary>
internal static class Bootstrap
{
    internal static ConfidenceInterval? Interval(
        CoefficientForm form,
        UnitRows rows,
        double value,
        AgreementOptions options
    )
    {
        if (rows.Observations < 2 || options.Replicates < 1)
        {
            return null;
        }

        double[] values = new double[options.Replicates];
        bool[] defined = new bool[options.Replicates];
        FixedBlocks.Run(
            Math.Min(64, options.Replicates),
            options.Threads,
            block =>
            {
                int blocks = Math.Min(64, options.Replicates);
                long[] weights = new long[rows.Units];
                int end = FixedBlocks.Start(options.Replicates, blocks, block + 1);
                for (int i = FixedBlocks.Start(options.Replicates, blocks, block); i < end; i++)
                {
                    SeededRandom random = SeededRandom.ForPart(options.Seed, (ulong)i);
                    Draw(ref random, rows, weights);
                    Estimate estimate = form.Evaluate(rows.Totals(weights));
                    defined[i] = estimate.Defined;
                    values[i] = estimate.Value;
                }
            }
        );
        if (defined.AsSpan().Contains(false))
        {
            // A sample in which the coefficient does not exist says that the data cannot bound it.
            double[] known = [.. values.Where((_, i) => defined[i])];
            if (known.Length < 0.95 * values.Length)
            {
                return new ConfidenceInterval(form.Lowest, 1, options.Level, "undetermined");
            }

            values = known;
        }

        Array.Sort(values);
        double tail = (1 - options.Level) / 2;
        return new ConfidenceInterval(
            Math.Min(value, Quantile(values, tail)),
            Math.Max(value, Quantile(values, 1 - tail)),
            options.Level,
            "bootstrap"
        );
    }

    private static void Draw(ref SeededRandom random, UnitRows rows, Span<long> weights)
    {
        long left = rows.Observations;
        long pool = left;
        for (int unit = 0; unit < rows.Units; unit++)
        {
            long weight = rows.Weights[unit];
            weights[unit] = weight == pool ? left : random.NextBinomial(left, (double)weight / pool);
            left -= weights[unit];
            pool -= weight;
        }
    }

    /// <summary>Quantile by linear interpolation (type 7 of Hyndman and Fan 1996).</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double p)
    {
        double at = p * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 >= sorted.Length
            ? sorted[^1]
            : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
