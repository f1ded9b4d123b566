using Overread.Quality.Numerics;

namespace Overread.Quality.LabelErrors;

/// <summary>
/// Items whose features are nearly equal: the same image twice, or two slices of one lesion. Found exactly: features are
/// projected on one seeded direction, in whose order no near pair can be farther apart than the radius.
/// </summary>
public static class NearDuplicates
{
    /// <summary>All pairs within a distance.</summary>
    /// <param name="features">Items × width, row by row: an embedding, a hash, intensities.</param>
    /// <param name="width">Numbers per item.</param>
    /// <param name="within">Largest Euclidean distance of a pair, not negative; 0 finds exact copies.</param>
    /// <param name="seed">Seed of the direction; the answer does not depend on it, only the time.</param>
    /// <returns>Pairs by first and second item.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or a number is not finite.</exception>
    public static IReadOnlyList<DuplicateConflict> Pairs(
        ReadOnlySpan<float> features,
        int width,
        double within,
        ulong seed = 1
    )
    {
        if (width < 1 || features.Length % width != 0 || !(within >= 0))
        {
            throw new ArgumentException(
                $"{features.Length} numbers do not fill rows of {width}, or the distance {within} is negative."
            );
        }

        int items = features.Length / width;
        double[] place = Project(features, width, items, seed);
        int[] order = [.. Enumerable.Range(0, items)];
        Array.Sort((double[])place.Clone(), order);

        // Rounding may move a projection by its last bits; the window is wider by more than that.
        double window = (within * (1 + 1e-9)) + (1e-12 * place.Select(Math.Abs).DefaultIfEmpty(0).Max());
        List<DuplicateConflict> pairs = [];
        for (int i = 0; i < items; i++)
        {
            for (int j = i + 1; j < items && place[order[j]] - place[order[i]] <= window; j++)
            {
                double distance = Distance(features, width, order[i], order[j]);
                if (distance <= within)
                {
                    pairs.Add(
                        new DuplicateConflict(Math.Min(order[i], order[j]), Math.Max(order[i], order[j]), distance)
                    );
                }
            }
        }

        return [.. pairs.OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    /// <summary>The pairs whose labels differ, nearest first.</summary>
    /// <param name="features">As for <see cref="Pairs"/>.</param>
    /// <param name="width">Numbers per item.</param>
    /// <param name="labels">Label of each item; −1 where it has none.</param>
    /// <param name="within">Largest distance of a pair.</param>
    public static IReadOnlyList<DuplicateConflict> Conflicts(
        ReadOnlySpan<float> features,
        int width,
        IReadOnlyList<int> labels,
        double within
    )
    {
        ArgumentNullException.ThrowIfNull(labels);
        if ((long)labels.Count * width != features.Length)
        {
            throw new ArgumentException($"{features.Length} numbers for {labels.Count} labels of {width} each.");
        }

        return
        [
            .. Pairs(features, width, within)
                .Where(pair =>
                    labels[pair.First] >= 0 && labels[pair.Second] >= 0 && labels[pair.First] != labels[pair.Second]
                )
                .OrderBy(pair => pair.Distance)
                .ThenBy(pair => pair.First)
                .ThenBy(pair => pair.Second),
        ];
    }

    private static double[] Project(ReadOnlySpan<float> features, int width, int items, ulong seed)
    {
        SeededRandom random = new(seed);
        double[] direction = new double[width];
        double length = 0;
        for (int i = 0; i < width; i++)
        {
            direction[i] = random.NextNormal();
            length += direction[i] * direction[i];
        }

        length = Math.Sqrt(length);
        double[] place = new double[items];
        for (int item = 0; item < items; item++)
        {
            for (int i = 0; i < width; i++)
            {
                place[item] += features[(item * width) + i] * direction[i] / length;
            }

            if (!double.IsFinite(place[item]))
            {
                throw new ArgumentException($"Item {item} has a feature that is not finite.");
            }
        }

        return place;
    }

    private static double Distance(ReadOnlySpan<float> features, int width, int first, int second)
    {
        double square = 0;
        for (int i = 0; i < width; i++)
        {
            double away = (double)features[(first * width) + i] - features[(second * width) + i];
            square += away * away;
        }

        return Math.Sqrt(square);
    }
}
