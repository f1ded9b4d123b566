using System.Numerics;
using Overread.Quality.Numerics;
using Overread.Quality.Selection;

namespace Overread.Quality.Agreement;

/// <summary>
/// Interval of a coefficient under Dirichlet distributions over what can happen to an item (Rubin 1981, Annals of Statistics
/// 9:130). What was seen weighs as often as it was seen, and one hypothetical item more: for the lower limit one on which
/// readers differ, for the upper one on which they agree, spread over the categories (the imprecise Dirichlet model of Walley
/// 1996, JRSS B 58:3). For the agreement of two readers these are the limits of Clopper and Pearson 1934, and what a rare
/// finding or full agreement hides is reckoned with in the same way for every coefficient. The tail is that of Student's t, since
/// few items see too little of their own spread.
/// </summary>
internal static class DirichletPosterior
{
    /// <summary>Draws: enough that another seed moves a limit by a twentieth of the interval's width at most, as a rule.</summary>
    internal const int Draws = 1000;

    /// <summary>Above as many distinct rows the spread among items is seen well, and the jackknife sees it at less cost.</summary>
    internal const int MostRows = 4096;

    private const long MostCells = 1 << 19;

    /// <summary>Student's t of fewer units says only that nothing is known, which the hypothetical item says too.</summary>
    private const int LeastFreedom = 4;

    /// <summary>The interval, or null where the form has no hypothetical items, or the rows are too many.</summary>
    internal static ConfidenceInterval? Interval(
        CoefficientForm form,
        UnitRows rows,
        double value,
        AgreementOptions options
    )
    {
        if (
            form.PriorCategories < 2
            || rows.Units > MostRows
            || (long)rows.Units * rows.Width > MostCells
            || rows.Observations < 1
        )
        {
            return null;
        }

        double[] table = Seen(rows, out double[] shapes, out double size);
        if (form.IsShare && Count(table, shapes, rows.Width) is { } count)
        {
            ConfidenceInterval share = DefectRate.Interval(count.Agreeing, count.Items, options.Level);
            return share with { Method = "exact" };
        }

        (double[] low, double[] high) = Draw(form, rows.Width, table, shapes, size, options.Seed);
        if (low.Length < Draws / 2 || high.Length < Draws / 2)
        {
            return null;
        }

        Array.Sort(low);
        Array.Sort(high);
        double tail = form.IsShare ? (1 - options.Level) / 2 : Tail(options.Level, rows.Observations);
        return new ConfidenceInterval(
            Math.Min(value, Bootstrap.Quantile(low, tail)),
            Math.Max(value, Bootstrap.Quantile(high, 1 - tail)),
            options.Level,
            "posterior"
        );
    }

    /// <summary>The normal tail beyond Student's quantile.</summary>
    private static double Tail(double level, long units) =>
        SpecialFunctions.NormalDistribution(
            -SpecialFunctions.StudentQuantile(0.5 + (level / 2), Math.Max(LeastFreedom, units - 1))
        );

    /// <summary>How many items agree, where each agrees wholly or not at all; else null.</summary>
    private static (int Agreeing, int Items)? Count(double[] table, double[] shapes, int width)
    {
        (double agreeing, double items) = (0, 0);
        for (int row = 0; row < shapes.Length; row++)
        {
            (double read, double share) = (table[row * width], table[(row * width) + 1]);
            if (read > 1 || (share != 0 && share != 1))
            {
                return null;
            }

            items += shapes[row] * read;
            agreeing += shapes[row] * share;
        }

        return items is < 1 or > int.MaxValue ? null : ((int)Math.Round(agreeing), (int)Math.Round(items));
    }

    private static (double[] Low, double[] High) Draw(
        CoefficientForm form,
        int width,
        double[] table,
        double[] shapes,
        double size,
        ulong seed
    )
    {
        double[] agreeing = Hypothetical(
            form,
            width,
            size,
            [.. Enumerable.Range(0, form.PriorCategories).Select(k => (k, 0))]
        );
        double[] differing = Hypothetical(form, width, size, [.. Differing(form.PriorCategories)]);
        double[] totals = new double[width];
        double[] all = new double[width];
        List<double> low = [];
        List<double> high = [];
        SeededRandom random = SeededRandom.ForPart(seed, 0x44697269);
        for (int draw = 0; draw < Draws; draw++)
        {
            Array.Clear(totals);
            for (int row = 0; row < shapes.Length; row++)
            {
                Add(totals, table.AsSpan(row * width, width), GammaDraw.Next(ref random, shapes[row]));
            }

            Keep(low, With(form, totals, differing, all, ref random));
            Keep(high, With(form, totals, agreeing, all, ref random));
        }

        return ([.. low], [.. high]);
    }

    /// <summary>The coefficient once one hypothetical item more is spread over the rows given.</summary>
    private static Estimate With(
        CoefficientForm form,
        double[] totals,
        double[] more,
        double[] all,
        ref SeededRandom random
    )
    {
        int width = totals.Length;
        totals.CopyTo(all, 0);
        double share = Items(form) * width / more.Length;
        for (int at = 0; at < more.Length; at += width)
        {
            Add(all, more.AsSpan(at, width), GammaDraw.Next(ref random, share));
        }

        return form.Evaluate(all);
    }

    /// <summary>
    /// One hypothetical item; two, Walley's cautious number, where disagreements of many categories count in part, since one item
    /// then disagrees in part.
    /// </summary>
    private static double Items(CoefficientForm form) => form.IsGraded && form.PriorCategories > 2 ? 2 : 1;

    private static void Add(double[] totals, ReadOnlySpan<double> row, double weight)
    {
        int i = 0;
        for (; i + Vector<double>.Count <= totals.Length; i += Vector<double>.Count)
        {
            (new Vector<double>(totals, i) + (new Vector<double>(row[i..]) * weight)).CopyTo(totals, i);
        }

        for (; i < totals.Length; i++)
        {
            totals[i] += weight * row[i];
        }
    }

    private static void Keep(List<double> values, Estimate estimate)
    {
        if (estimate.Defined && double.IsFinite(estimate.Value))
        {
            values.Add(estimate.Value);
        }
    }

    /// <summary>The rows that were seen, with the shapes of their weights and the items of a typical unit.</summary>
    private static double[] Seen(UnitRows rows, out double[] shapes, out double size)
    {
        int[] seen = [.. Enumerable.Range(0, rows.Units).Where(unit => rows.Weights[unit] > 0)];
        shapes = new double[seen.Length];
        double[] table = new double[seen.Length * rows.Width];
        double[] scratch = new double[rows.Width];
        double items = 0;
        for (int i = 0; i < seen.Length; i++)
        {
            rows.Row(seen[i], scratch).CopyTo(table.AsSpan(i * rows.Width, rows.Width));
            shapes[i] = rows.Weights[seen[i]];
            items += shapes[i] * table[i * rows.Width];
        }

        size = Math.Max(1, items / rows.Observations);
        return table;
    }

    private static double[] Hypothetical(CoefficientForm form, int width, double size, (int First, int Step)[] items)
    {
        double[] table = new double[items.Length * width];
        for (int i = 0; i < items.Length; i++)
        {
            Span<double> row = table.AsSpan(i * width, width);
            form.FillPrior(items[i].First, items[i].Step, row);
            for (int c = 0; c < width; c++)
            {
                row[c] *= size;
            }
        }

        return table;
    }

    /// <summary>Starts and steps of items on which readers differ; of many categories the neighbours and the far ones alone.</summary>
    private static IEnumerable<(int First, int Step)> Differing(int q)
    {
        for (int step = 1; step < q; step++)
        {
            if (q <= 8 || step == 1 || step == q / 2)
            {
                for (int first = 0; first < q; first++)
                {
                    yield return (first, step);
                }
            }
        }
    }
}
