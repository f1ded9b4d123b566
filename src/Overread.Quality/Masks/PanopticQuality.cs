namespace Overread.Quality.Masks;

/// <summary>
/// How well instances (nodules, cells) are found and drawn (Kirillov, He, Girshick, Rother and Dollár 2019, CVPR 9404): instances
/// of two maps belong together where they cover each other by more than half, which leaves at most one partner each.
/// </summary>
/// <param name="Pairs">Instances that belong together: number in the first map, in the second, intersection over union.</param>
/// <param name="First">Instances of the first map.</param>
/// <param name="Second">Instances of the second map.</param>
public sealed record PanopticQuality(
    IReadOnlyList<(int First, int Second, double IntersectionOverUnion)> Pairs,
    int First,
    int Second
)
{
    /// <summary>How well what was found is drawn: mean intersection over union of the pairs; null without a pair.</summary>
    public double? Segmentation => Pairs.Count == 0 ? null : Pairs.Average(pair => pair.IntersectionOverUnion);

    /// <summary>How many were found: pairs over the mean number of instances (F1); null where both maps are empty.</summary>
    public double? Recognition => First + Second == 0 ? null : 2.0 * Pairs.Count / (First + Second);

    /// <summary>Both: sum of intersections over union over the mean number of instances; null where both maps are empty.</summary>
    public double? Quality =>
        First + Second == 0 ? null : 2 * Pairs.Sum(pair => pair.IntersectionOverUnion) / (First + Second);

    /// <summary>Compares two maps of instances; 0 is background.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static PanopticQuality Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException(
                $"The maps have {first.Length} and {second.Length} voxels: one grid is needed."
            );
        }

        Dictionary<int, long> one = [];
        Dictionary<int, long> two = [];
        SortedDictionary<(int, int), long> both = [];
        for (int at = 0; at < first.Length; at++)
        {
            (int a, int b) = (first[at], second[at]);
            if (a != 0)
            {
                one[a] = one.GetValueOrDefault(a) + 1;
            }

            if (b != 0)
            {
                two[b] = two.GetValueOrDefault(b) + 1;
            }

            if (a != 0 && b != 0)
            {
                both[(a, b)] = both.GetValueOrDefault((a, b)) + 1;
            }
        }

        List<(int, int, double)> pairs = [];
        foreach (((int a, int b), long shared) in both)
        {
            double overlap = (double)shared / (one[a] + two[b] - shared);
            if (overlap > 0.5)
            {
                pairs.Add((a, b, overlap));
            }
        }

        return new PanopticQuality(pairs, one.Count, two.Count);
    }
}
