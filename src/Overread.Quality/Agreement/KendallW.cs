namespace Overread.Quality.Agreement;

/// <summary>
/// Kendall's coefficient of concordance W with correction for ties (Kendall and Babington Smith 1939, Ann. Math. Stat.
/// 10:275): do readers rank the items alike? 0 is not at all, 1 is wholly. Every reader must rank every item.
/// </summary>
public static class KendallW
{
    /// <summary>Computes W with a jackknife interval over items.</summary>
    /// <param name="values">Items × readers, row by row; only their order counts.</param>
    /// <param name="readers">Number of readers, at least 2.</param>
    /// <param name="level">Coverage of the interval.</param>
    /// <exception cref="ArgumentException">The table has an incomplete row or fewer than two readers.</exception>
    public static Coefficient Of(ReadOnlySpan<double> values, int readers, double level = 0.95)
    {
        if (readers < 2 || values.Length % readers != 0)
        {
            throw new ArgumentException($"{values.Length} values do not fill rows of {readers} readers (at least 2).");
        }

        int items = values.Length / readers;
        Coefficient shell = new()
        {
            Name = "kendall-w",
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

        if (items < 2 || Concordance(values, readers, -1) is not { } found)
        {
            return shell with { State = items < 2 ? AgreementState.NoLabels : AgreementState.NoVariance };
        }

        return shell with
        {
            State = AgreementState.Computed,
            Value = found,
            Interval = Interval(values, readers, found, level),
            NoInterval =
                items < 4 ? "an interval needs four items or more"
                : found > 1 - Jackknife.SeenSpread ? IntervalEngine.AllAgree(items)
                : $"the figure is the same without any one of the {items} items, so how sure it is cannot be estimated",
        };
    }

    private static ConfidenceInterval? Interval(ReadOnlySpan<double> values, int readers, double found, double level)
    {
        int items = values.Length / readers;
        if (items < 4)
        {
            return null;
        }

        double[] left = new double[items];
        for (int item = 0; item < items; item++)
        {
            if (Concordance(values, readers, item) is not { } without)
            {
                return new ConfidenceInterval(0, 1, level, "undetermined");
            }

            left[item] = without;
        }

        double mean = left.Average();
        double squares = left.Sum(value => (value - mean) * (value - mean));
        double reach =
            Numerics.SpecialFunctions.StudentQuantile(0.5 + (level / 2), items - 1)
            * Math.Sqrt(squares * (items - 1) / items);
        return reach > Jackknife.SeenSpread
            ? new ConfidenceInterval(Math.Max(0, found - reach), Math.Min(1, found + reach), level, "jackknife")
            : null;
    }

    private static double? Concordance(ReadOnlySpan<double> values, int readers, int without)
    {
        int all = values.Length / readers;
        int items = without < 0 ? all : all - 1;
        double[] sums = new double[items];
        double ties = 0;
        double[] column = new double[items];
        int[] order = new int[items];
        for (int reader = 0; reader < readers; reader++)
        {
            for (int item = 0, at = 0; item < all; item++)
            {
                if (item != without)
                {
                    order[at] = at;
                    column[at++] = values[(item * readers) + reader];
                }
            }

            Array.Sort(column, order);
            for (int start = 0; start < items; )
            {
                int end = start;
                while (end < items && column[end] == column[start])
                {
                    end++;
                }

                double run = end - start;
                ties += (run * run * run) - run;
                for (int i = start; i < end; i++)
                {
                    sums[order[i]] += (start + end + 1) / 2.0;
                }

                start = end;
            }
        }

        double mean = sums.Average();
        double squares = sums.Sum(sum => (sum - mean) * (sum - mean));
        double n = items;
        double scale = ((double)readers * readers * ((n * n * n) - n)) - (readers * ties);
        return scale <= 0 ? null : 12 * squares / scale;
    }
}
