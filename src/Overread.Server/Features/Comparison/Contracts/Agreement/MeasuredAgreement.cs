using Overread.Domain.Protocols.Kinds;
using Overread.Quality.Agreement;

namespace Overread.Server.Features.Comparison.Contracts.Agreement;

/// <summary>Agreement of numbers: ICC, α, what a measurement of another reader may differ by, limits of agreement.</summary>
internal static class MeasuredAgreement
{
    /// <summary>
    /// ICC(A,1) where all who measured measured the same items (Shrout and Fleiss 1979; McGraw and Wong 1996), else ICC(1) of
    /// the unbalanced one-way analysis of variance over all items with two measurements or more (Donner and Koval 1980): the
    /// readers of an item are then taken as drawn at random.
    /// </summary>
    public static Coefficient? Icc(FieldReads field)
    {
        double[][] rows = Rows(field);
        int readers = Measuring(field, least: 1);
        if (rows.Length == 0 || readers < 2)
        {
            return null;
        }

        return Array.TrueForAll(rows, r => r.Length == readers)
            ? IntraclassCorrelation.Of(rows.SelectMany(r => r).ToArray(), readers, IccModel.Absolute)
            : IntraclassCorrelation.OneWay(rows, Measuring(field, least: 2));
    }

    public static Coefficient? Alpha(FieldReads field, AlphaMetric metric)
    {
        (Overread.Quality.Ratings ratings, IReadOnlyList<LabelKey> keys) = field.OnScale();
        double[] values = [.. keys.Select(k => ((NumberKey)k).Value)];
        return values.Length == 0 || (metric == AlphaMetric.Ratio && values[0] < 0)
            ? null
            : KrippendorffAlpha.Of(ratings, metric, values);
    }

    /// <summary>Standard deviation of readers' measurements of one item, pooled over items (Bland and Altman 1999).</summary>
    public static Coefficient? WithinItem(FieldReads field) => Spread(field, "within-item-sd", 1);

    /// <summary>
    /// What two readers' measurements of one item differ by in at most 95 of 100 cases, 1.96 · √2 · within-item SD: the
    /// repeatability coefficient over readers, of whom nobody measures an item twice (Bland and Altman 1999, section 4).
    /// </summary>
    public static Coefficient? Repeatability(FieldReads field) =>
        Spread(field, "repeatability", 1.959963984540054 * Math.Sqrt(2));

    /// <summary>Limits of agreement of every pair of readers who share items.</summary>
    public static IEnumerable<AgreementView.LimitsRow> Limits(FieldReads field)
    {
        double[,] numbers = field.Numbers();
        for (int a = 0; a < field.ReaderNames.Count; a++)
        {
            for (int b = a + 1; b < field.ReaderNames.Count; b++)
            {
                List<(double First, double Second)> pairs = [];
                for (int i = 0; i < numbers.GetLength(0); i++)
                {
                    if (!double.IsNaN(numbers[i, a]) && !double.IsNaN(numbers[i, b]))
                    {
                        pairs.Add((numbers[i, a], numbers[i, b]));
                    }
                }

                if (pairs.Count == 0)
                {
                    continue;
                }

                BlandAltman? limits = BlandAltman.Of(
                    pairs.Select(p => p.First).ToArray(),
                    pairs.Select(p => p.Second).ToArray()
                );
                List<AgreementView.LimitsPoint> points =
                [
                    .. pairs
                        .Select(p => new AgreementView.LimitsPoint((p.First / 2) + (p.Second / 2), p.First - p.Second))
                        .Where(p => double.IsFinite(p.Mean) && double.IsFinite(p.Difference)),
                ];
                yield return new(
                    field.Field.Id,
                    field.ReaderNames[a],
                    field.ReaderNames[b],
                    pairs.Count,
                    limits?.Bias,
                    limits?.BiasInterval?.Low,
                    limits?.BiasInterval?.High,
                    limits?.Low,
                    limits?.LowInterval?.Low,
                    limits?.LowInterval?.High,
                    limits?.High,
                    limits?.HighInterval?.Low,
                    limits?.HighInterval?.High,
                    limits?.Trend,
                    points,
                    limits is { BiasInterval: null }
                            ? $"the differences of all {pairs.Count} items are equal, so how sure the figures are cannot be estimated"
                        : limits is not null ? null
                        : pairs.Count < 3 ? "fewer than three items"
                        : "the numbers are too large for their squares to be computed"
                );
            }
        }
    }

    private static Coefficient? Spread(FieldReads field, string name, double times)
    {
        double[][] rows = [.. Rows(field).Where(r => r.Length > 1)];
        int freedom = rows.Sum(r => r.Length - 1);
        if (freedom == 0)
        {
            return null;
        }

        double squares = rows.Sum(r => r.Sum(v => (v - r.Average()) * (v - r.Average())));
        double value = times * Math.Sqrt(squares / freedom);
        bool known = double.IsFinite(value);
        return new Coefficient
        {
            Name = name,
            State = known ? AgreementState.Computed : AgreementState.OutOfRange,
            Value = known ? value : null,
            Items = rows.Length,
            Readers = field.ReaderNames.Count,
        };
    }

    // How many readers gave a number to an item that has at least so many.
    private static int Measuring(FieldReads field, int least)
    {
        double[,] numbers = field.Numbers();
        int[] readers = [.. Enumerable.Range(0, numbers.GetLength(1))];
        bool[] taken =
        [
            .. Enumerable
                .Range(0, numbers.GetLength(0))
                .Select(i => readers.Count(r => !double.IsNaN(numbers[i, r])) >= least),
        ];
        return readers.Count(r => taken.Where((t, i) => t && !double.IsNaN(numbers[i, r])).Any());
    }

    // Per item the numbers given, in the order of readers; items without any are left out.
    private static double[][] Rows(FieldReads field)
    {
        double[,] numbers = field.Numbers();
        return
        [
            .. Enumerable
                .Range(0, numbers.GetLength(0))
                .Select(i =>
                    Enumerable
                        .Range(0, numbers.GetLength(1))
                        .Select(r => numbers[i, r])
                        .Where(v => !double.IsNaN(v))
                        .ToArray()
                )
                .Where(r => r.Length > 0),
        ];
    }
}
