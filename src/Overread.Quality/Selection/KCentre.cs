using System.Numerics;

namespace Overread.Quality.Selection;

/// <summary>
/// Greedy k-centre (Gonzalez 1985, TCS 38:293; as core-set selection, Sener and Savarese 2018): items that cover a set of
/// feature vectors, so that the farthest item is as near as possible to a chosen one, at most twice the best radius.
/// </summary>
public static class KCentre
{
    /// <summary>Chooses items.</summary>
    /// <param name="features">Items × width, row by row.</param>
    /// <param name="width">Numbers per item.</param>
    /// <param name="count">How many to choose, at most the number of items.</param>
    /// <param name="chosen">Items that are chosen already; without any, item 0 comes first.</param>
    /// <returns>The new items, farthest first.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static int[] Select(ReadOnlySpan<float> features, int width, int count, ReadOnlySpan<int> chosen = default)
    {
        if (width < 1 || features.Length % width != 0)
        {
            throw new ArgumentException($"{features.Length} numbers do not fill rows of {width}.");
        }

        int items = features.Length / width;
        count = Math.Min(count, items);
        float[] nearest = new float[items];
        Array.Fill(nearest, float.MaxValue);
        foreach (int item in chosen)
        {
            Approach(features, width, item, nearest);
        }

        List<int> selected = [];
        while (selected.Count < count)
        {
            int farthest = 0;
            for (int item = 1; item < items; item++)
            {
                farthest = nearest[item] > nearest[farthest] ? item : farthest;
            }

            if (nearest[farthest] == 0)
            {
                break;
            }

            selected.Add(farthest);
            Approach(features, width, farthest, nearest);
        }

        return [.. selected];
    }

    private static void Approach(ReadOnlySpan<float> features, int width, int centre, float[] nearest)
    {
        ReadOnlySpan<float> own = features.Slice(centre * width, width);
        for (int item = 0; item < nearest.Length; item++)
        {
            ReadOnlySpan<float> row = features.Slice(item * width, width);
            Vector<float> sums = Vector<float>.Zero;
            int i = 0;
            for (; i + Vector<float>.Count <= width; i += Vector<float>.Count)
            {
                Vector<float> difference = new Vector<float>(row[i..]) - new Vector<float>(own[i..]);
                sums += difference * difference;
            }

            float distance = Vector.Sum(sums);
            for (; i < width; i++)
            {
                distance += (row[i] - own[i]) * (row[i] - own[i]);
            }

            nearest[item] = Math.Min(nearest[item], distance);
        }

        nearest[centre] = 0;
    }
}
