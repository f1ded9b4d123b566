using Overread.Quality.Numerics;

namespace Overread.Quality.LabelErrors;

/// <summary>The nearest items of each item by Euclidean distance, found exactly (items² × width operations).</summary>
internal static class Neighbours
{
    /// <summary>Items × count: the nearest, nearest first; of equal distances the earlier item.</summary>
    internal static (int[] Items, double[] Distances) Of(
        ReadOnlyMemory<float> features,
        int width,
        int count,
        int threads
    )
    {
        int items = features.Length / width;
        int[] nearest = new int[items * count];
        double[] distances = new double[items * count];
        Array.Fill(distances, double.PositiveInfinity);
        int blocks = Math.Clamp(items / 64, 1, 256);
        FixedBlocks.Run(
            blocks,
            threads,
            block =>
            {
                int end = FixedBlocks.Start(items, blocks, block + 1);
                for (int item = FixedBlocks.Start(items, blocks, block); item < end; item++)
                {
                    Insert(
                        features.Span,
                        width,
                        item,
                        nearest.AsSpan(item * count, count),
                        distances.AsSpan(item * count, count)
                    );
                }
            }
        );
        return (nearest, distances);
    }

    private static void Insert(
        ReadOnlySpan<float> features,
        int width,
        int item,
        Span<int> nearest,
        Span<double> distances
    )
    {
        ReadOnlySpan<float> own = features.Slice(item * width, width);
        for (int other = 0; other * width < features.Length; other++)
        {
            if (other == item)
            {
                continue;
            }

            double square = 0;
            ReadOnlySpan<float> row = features.Slice(other * width, width);
            for (int i = 0; i < width; i++)
            {
                double away = (double)own[i] - row[i];
                square += away * away;
            }

            double distance = Math.Sqrt(square);
            int place = distances.Length;
            while (place > 0 && distance < distances[place - 1])
            {
                place--;
            }

            for (int i = distances.Length - 1; i > place; i--)
            {
                (distances[i], nearest[i]) = (distances[i - 1], nearest[i - 1]);
            }

            if (place < distances.Length)
            {
                (distances[place], nearest[place]) = (distance, other);
            }
        }
    }
}
