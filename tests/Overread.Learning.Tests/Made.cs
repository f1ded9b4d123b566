using Overread.Learning.Features;
using Overread.Quality.Numerics;

namespace Overread.Learning.Tests;

/// <summary>Sets that are drawn, with known answers.</summary>
internal static class Made
{
    /// <summary>Clouds around corners: class k has its mean at 3 on axis k; shares of classes as given.</summary>
    internal static LearningSet Clouds(int items, double[] shares, ulong seed, double spread = 1, int groupSize = 1)
    {
        SeededRandom random = new(seed);
        int width = shares.Length + 2;
        double[] features = new double[items * width];
        int[] labels = new int[items];
        for (int i = 0; i < items; i++)
        {
            double u = random.NextDouble();
            int k = 0;
            while (k < shares.Length - 1 && u >= shares[k])
            {
                u -= shares[k++];
            }

            labels[i] = k;
            for (int j = 0; j < width; j++)
            {
                features[(i * width) + j] = (j == k ? 3 : 0) + (spread * random.NextNormal());
            }
        }

        return Set(features, width, labels, shares.Length, groupSize);
    }

    /// <summary>Labels that have nothing to do with the features.</summary>
    internal static LearningSet Noise(int items, ulong seed)
    {
        SeededRandom random = new(seed);
        double[] features = new double[items * 5];
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = random.NextNormal();
        }

        int[] labels = [.. Enumerable.Range(0, items).Select(_ => random.Next(2))];
        return Set(features, 5, labels, 2, 1);
    }

    internal static LearningSet Set(double[] features, int width, int[] labels, int classes, int groupSize) =>
        new(
            [.. Enumerable.Range(0, labels.Length).Select(i => $"i{i}")],
            [.. Enumerable.Range(0, labels.Length).Select(i => i / groupSize)],
            labels,
            [.. Enumerable.Range(0, classes).Select(k => $"c{k}")],
            features,
            width,
            FeatureScaling.Standard
        );
}
