namespace Overread.Quality.Agreement;

/// <summary>
/// The difference of two agreement coefficients, by the limits of each (MOVER: Newcombe 1998, Stat. Med. 17:873; Zou and Donner 2008,
/// Stat. Med. 27:1693), so that it inherits their coverage where a finding is rare or items are few. Coefficients over the same items are
/// correlated; how much is seen by leaving out one part of the items after the other.
/// </summary>
/// <param name="First">The coefficient of the first ratings.</param>
/// <param name="Second">The coefficient of the second ratings.</param>
/// <param name="Value">Second − first; null where either has no value.</param>
/// <param name="Correlation">Of the two over samples of items, −1 to 1; 0 for different items.</param>
/// <param name="Interval">The interval, or null where either coefficient has none.</param>
public sealed record AgreementDifference(
    Coefficient First,
    Coefficient Second,
    double? Value,
    double Correlation,
    ConfidenceInterval? Interval
)
{
    /// <summary>Parts of the items that are left out one after the other, where there are as many items.</summary>
    private const int MostParts = 100;

    /// <summary>The difference of coefficients over different items.</summary>
    /// <param name="first">A coefficient with its interval.</param>
    /// <param name="second">The same coefficient elsewhere, its interval of the same level.</param>
    /// <exception cref="ArgumentException">They are not the same coefficient, or their intervals not of one level.</exception>
    public static AgreementDifference Unpaired(Coefficient first, Coefficient second) => Of(first, second, 0);

    /// <summary>The difference of a coefficient between two sets of ratings of the same items.</summary>
    /// <param name="first">Ratings.</param>
    /// <param name="second">Ratings of the same items, in the same order; readers may be the same or others.</param>
    /// <param name="measure">The coefficient, such as <c>FleissKappa.Of</c>.</param>
    /// <param name="options">How intervals are made; clusters are left out whole.</param>
    /// <exception cref="ArgumentException">The numbers of items differ.</exception>
    public static AgreementDifference Paired(
        Ratings first,
        Ratings second,
        Func<Ratings, AgreementOptions, Coefficient> measure,
        AgreementOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(measure);
        options ??= AgreementOptions.Default;
        if (first.ItemCount != second.ItemCount)
        {
            throw new ArgumentException($"{first.ItemCount} and {second.ItemCount} items are not the same items.");
        }

        return Of(measure(first, options), measure(second, options), Correlate(first, second, measure, options));
    }

    private static AgreementDifference Of(Coefficient first, Coefficient second, double correlation)
    {
        if (first.Name != second.Name)
        {
            throw new ArgumentException($"{first.Name} and {second.Name} are not the same coefficient.");
        }

        if (first.Interval is { } one && second.Interval is { } two)
        {
            if (one.Level != two.Level)
            {
                throw new ArgumentException($"The intervals have levels {one.Level} and {two.Level}.");
            }

            if (first.Value is { } here && second.Value is { } there)
            {
                return new AgreementDifference(
                    first,
                    second,
                    there - here,
                    correlation,
                    new ConfidenceInterval(
                        there - here - Reach(there - two.Low, one.High - here, correlation),
                        there - here + Reach(two.High - there, here - one.Low, correlation),
                        one.Level,
                        "mover"
                    )
                );
            }
        }

        return new AgreementDifference(first, second, second.Value - first.Value, correlation, null);
    }

    private static double Reach(double first, double second, double correlation)
    {
        double one = Math.Max(0, first);
        double two = Math.Max(0, second);
        return Math.Sqrt(Math.Max(0, (one * one) + (two * two) - (2 * correlation * one * two)));
    }

    private static double Correlate(
        Ratings first,
        Ratings second,
        Func<Ratings, AgreementOptions, Coefficient> measure,
        AgreementOptions options
    )
    {
        int units = options.Clusters is { } clusters ? clusters.Distinct().Count() : first.ItemCount;
        int parts = Math.Min(MostParts, units);
        if (parts < 3)
        {
            return 0;
        }

        int[] part = Parts(first.ItemCount, parts, options.Clusters);
        List<(double First, double Second)> left = [];
        bool[] keep = new bool[first.ItemCount];
        for (int without = 0; without < parts; without++)
        {
            for (int item = 0; item < keep.Length; item++)
            {
                keep[item] = part[item] != without;
            }

            AgreementOptions plain = options with { Method = IntervalMethod.None, Clusters = null };
            if (
                measure(first.OfItems(keep), plain).Value is { } one
                && measure(second.OfItems(keep), plain).Value is { } two
            )
            {
                left.Add((one, two));
            }
        }

        if (left.Count < 3)
        {
            return 0;
        }

        double mean1 = left.Average(pair => pair.First);
        double mean2 = left.Average(pair => pair.Second);
        double both = left.Sum(pair => (pair.First - mean1) * (pair.Second - mean2));
        double own1 = left.Sum(pair => (pair.First - mean1) * (pair.First - mean1));
        double own2 = left.Sum(pair => (pair.Second - mean2) * (pair.Second - mean2));
        return own1 > 1e-24 && own2 > 1e-24 ? Math.Clamp(both / Math.Sqrt(own1 * own2), -1, 1) : 0;
    }

    /// <summary>The part of each item; a cluster has one part.</summary>
    private static int[] Parts(int items, int parts, IReadOnlyList<int>? clusters)
    {
        if (clusters is null)
        {
            return [.. Enumerable.Range(0, items).Select(item => item % parts)];
        }

        Dictionary<int, int> seen = [];
        return
        [
            .. clusters.Select(cluster =>
            {
                if (!seen.TryGetValue(cluster, out int number))
                {
                    seen[cluster] = number = seen.Count;
                }

                return number % parts;
            }),
        ];
    }
}
