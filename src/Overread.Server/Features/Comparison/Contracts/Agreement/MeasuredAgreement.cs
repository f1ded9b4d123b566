using Overread.Domain.Protocols.Kinds;
using Overread.Quality.Agreement;

namespace Overread.Server.Features.Comparison.Contracts.Agreement;

/// <summary>Agreement of numbers: ICC, α, what a measurement of another reader may differ by, limits of agreement.</summary>
internal static class MeasuredAgreement
{
    /// <summary>
    /// ICC(A,1) where all readers measured the same items (Shrout and Fleiss 1979; McGraw and Wong 1996), else ICC(1) over the
    /// items that have as many measurements as most items have: the readers of an item are then taken as drawn at random.
    /// </summary>
    public static Coefficient? Icc(FieldReads field)
    {
        double[][] rows = Rows(field);
        int readers = field.ReaderNames.Count;
        if (rows.Length == 0 || readers < 2)
        {
            return null;
        }

        double[][] complete = [.. rows.Where(r => r.Length == readers)];
        if (complete.Length == rows.Length)
        {
            return IntraclassCorrelation.Of(complete.SelectMany(r => r).ToArray(), readers, IccModel.Absolute);
        }

        IGrouping<int, double[]>? usual = rows.Where(r => r.Length > 1)
            .GroupBy(r => r.Length)
            .OrderByDescending(g => g.Count())
            .ThenByDescending(g => g.Key)
            .FirstOrDefault();
        return usual is null
            ? null
            : IntraclassCorrelation.Of(usual.SelectMany(r => r).ToArray(), usual.Key, IccModel.OneWay) with
            {
                Readers = readers,
            };
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
                yield return new(
                    field.Field.Id,
                    field.ReaderNames[a],
                    field.ReaderNames[b],
                    pairs.Count,
                    limits?.Bias,
                    limits?.BiasInterval.Low,
                    limits?.BiasInterval.High,
                    limits?.Low,
                    limits?.LowInterval.Low,
                    limits?.LowInterval.High,
                    limits?.High,
                    limits?.HighInterval.Low,
                    limits?.HighInterval.High,
                    limits?.Trend,
                    [.. pairs.Select(p => new AgreementView.LimitsPoint((p.First + p.Second) / 2, p.First - p.Second))]
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
        return new Coefficient
        {
            Name = name,
            State = AgreementState.Computed,
            Value = times * Math.Sqrt(squares / freedom),
            Items = rows.Length,
            Readers = field.ReaderNames.Count,
        };
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
