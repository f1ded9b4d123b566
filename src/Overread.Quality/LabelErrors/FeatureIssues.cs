using Overread.Quality.Numerics;

namespace Overread.Quality.LabelErrors;

/// <summary>
/// What features (an embedding, intensities) say of a set of items: which are like no other, and whether the order of the items is one of
/// their likeness.
/// </summary>
/// <remarks>
/// An item is an outlier by its mean distance to its nearest neighbours (Kuan and Mueller 2022, arXiv:2207.03061), judged as
/// <see cref="NumberIssues"/> judges numbers, on the log scale and on the far side only. Order: if items are drawn alike and
/// independently, neighbours lie anywhere in the list; the mean distance in the list between neighbours is held against that of shuffled
/// lists (a permutation test of the idea of Cummings, Snorrason and Mueller 2023, arXiv:2305.15696).
/// </remarks>
public sealed class FeatureIssues
{
    private const int Shuffles = 999;

    private FeatureIssues(IReadOnlyList<int> outliers, IReadOnlyList<double> distances, double orderP)
    {
        Outliers = outliers;
        Distances = distances;
        OrderP = orderP;
    }

    /// <summary>Items that are like no other, the most distant first.</summary>
    public IReadOnlyList<int> Outliers { get; }

    /// <summary>Mean distance of each item to its nearest neighbours.</summary>
    public IReadOnlyList<double> Distances { get; }

    /// <summary>How often a shuffled list has its neighbours as near to each other as this one, 0.001 to 1; small: the order is no accident.</summary>
    public double OrderP { get; }

    /// <summary>Looks at items by their features.</summary>
    /// <param name="features">Items × width, row by row, finite.</param>
    /// <param name="width">Numbers per item.</param>
    /// <param name="neighbours">Nearest neighbours to look at, at least 1; fewer where there are not so many items.</param>
    /// <param name="seed">Seed of the shuffles.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, fewer than four items, or a number is not finite.</exception>
    public static FeatureIssues Find(
        ReadOnlyMemory<float> features,
        int width,
        int neighbours = 10,
        ulong seed = 1,
        int threads = 1
    )
    {
        if (width < 1 || features.Length % width != 0 || features.Length / width < 4 || neighbours < 1)
        {
            throw new ArgumentException(
                $"{features.Length} numbers in rows of {width}: whole rows of four items at least are needed."
            );
        }

        foreach (float value in features.Span)
        {
            if (!float.IsFinite(value))
            {
                throw new ArgumentException("A feature is not finite.");
            }
        }

        int items = features.Length / width;
        int count = Math.Min(neighbours, items - 1);
        (int[] nearest, double[] distances) = Neighbours.Of(features, width, count, threads);
        double[] mean =
        [
            .. Enumerable.Range(0, items).Select(i => distances.AsSpan(i * count, count).ToArray().Average()),
        ];

        // Copies have no distance at all: the smallest that is there stands for theirs.
        double least = mean.Where(distance => distance > 0).DefaultIfEmpty(1).Min();
        double[] logs = [.. mean.Select(distance => Math.Log(Math.Max(distance, least)))];
        NumberIssues far = NumberIssues.Find(logs, new double[items]);
        int[] outliers =
        [
            .. Enumerable
                .Range(0, items)
                .Where(item => far.Suspect[item] && logs[item] > far.Centre)
                .OrderByDescending(item => mean[item])
                .ThenBy(item => item),
        ];
        return new FeatureIssues(outliers, mean, Order(nearest, items, count, seed));
    }

    private static double Order(int[] nearest, int items, int count, ulong seed)
    {
        int[] place = [.. Enumerable.Range(0, items)];
        long own = Apart(nearest, place, count);
        SeededRandom random = SeededRandom.ForPart(seed, 0x0D);
        int asNear = 0;
        for (int shuffle = 0; shuffle < Shuffles; shuffle++)
        {
            for (int i = items - 1; i > 0; i--)
            {
                int j = random.Next(i + 1);
                (place[i], place[j]) = (place[j], place[i]);
            }

            asNear += Apart(nearest, place, count) <= own ? 1 : 0;
        }

        return (1.0 + asNear) / (1 + Shuffles);
    }

    private static long Apart(int[] nearest, int[] place, int count)
    {
        long sum = 0;
        for (int at = 0; at < nearest.Length; at++)
        {
            sum += Math.Abs(place[at / count] - place[nearest[at]]);
        }

        return sum;
    }
}
