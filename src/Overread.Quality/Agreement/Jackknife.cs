using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// Delete-one jackknife over items or clusters (Quenouille 1956; Tukey 1958) with Student's t on units − 1 degrees. The
/// interval of a κ is made on Fisher's z scale, on which it is less skewed. There is none where no item moves the figure.
/// </summary>
internal static class Jackknife
{
    /// <summary>A reach that is no larger is made of the last digits of sums; then no spread was seen at all.</summary>
    internal const double SeenSpread = 1e-9;

    internal static ConfidenceInterval? Interval(
        CoefficientForm form,
        UnitRows rows,
        double[] totals,
        double value,
        double level
    )
    {
        long units = rows.Observations;
        if (units < 3)
        {
            return null;
        }

        double[] scratch = new double[rows.Width];
        double[] rest = new double[rows.Width];
        double[] left = new double[rows.Units];
        double mean = 0;
        for (int unit = 0; unit < rows.Units; unit++)
        {
            if (rows.Weights[unit] == 0)
            {
                continue;
            }

            ReadOnlySpan<double> row = rows.Row(unit, scratch);
            for (int i = 0; i < rest.Length; i++)
            {
                rest[i] = totals[i] - row[i];
            }

            Estimate without = form.Evaluate(rest);
            if (!without.Defined)
            {
                return new ConfidenceInterval(form.Lowest, 1, level, "undetermined");
            }

            left[unit] = without.Value;
            mean += rows.Weights[unit] * without.Value;
        }

        mean /= units;
        double squares = 0;
        for (int unit = 0; unit < rows.Units; unit++)
        {
            squares += rows.Weights[unit] * (left[unit] - mean) * (left[unit] - mean);
        }

        double error = Math.Sqrt(squares * (units - 1) / units);
        double reach = SpecialFunctions.StudentQuantile(0.5 + (level / 2), units - 1) * error;
        if (!(reach > SeenSpread))
        {
            return null;
        }

        if (form.IsKappa)
        {
            double inside = Math.Clamp(value, -0.999, 0.999);
            double z = Math.Atanh(inside);
            double reachZ = reach / Math.Max(1 - (inside * inside), 1e-3);
            return new ConfidenceInterval(
                Math.Min(value, Math.Tanh(z - reachZ)),
                Math.Max(value, Math.Tanh(z + reachZ)),
                level,
                "jackknife"
            );
        }

        return new ConfidenceInterval(
            Math.Max(form.Lowest, value - reach),
            Math.Min(1, value + reach),
            level,
            "jackknife"
        );
    }
}
