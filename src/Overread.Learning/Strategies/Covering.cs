using System.Numerics;
using System.Runtime.InteropServices;
using Overread.Quality.Selection;

namespace Overread.Learning.Strategies;

/// <summary>Strategies that go by where items lie among those that are read.</summary>
internal static class Covering
{
    private const int Neighbours = 5;

    internal static IReadOnlyList<int> Farthest(SelectionRound round, int count)
    {
        // Read items first, then the pool in an order of chance, which decides among equally far ones.
        int[] shuffled = Draws.Shuffled(round);
        int read = round.Labelled.Count;
        int[] items = [.. round.Labelled, .. shuffled.Select(place => round.Pool[place])];
        int[] found = KCentre.Select(
            round.Features.Rows(items),
            round.Features.Width,
            count,
            [.. Enumerable.Range(0, read)]
        );
        List<int> chosen = [.. found.Where(at => at >= read).Select(at => shuffled[at - read])];

        // Copies of what is chosen have no distance; where nothing else is left they follow by chance.
        HashSet<int> taken = [.. chosen];
        chosen.AddRange(shuffled.Where(place => !taken.Contains(place)).Take(count - chosen.Count));
        return [.. chosen.Take(count)];
    }

    /// <summary>
    /// The expected doubt of an unread item is the mean doubt about the labels of its five nearest read ones, weighted by one over
    /// their squared distance.
    /// </summary>
    internal static IReadOnlyList<int> NearErrors(SelectionRound round, int count)
    {
        int width = round.Features.Width;
        float[] read = round.Features.Rows([.. round.Labelled]);
        float[] pool = round.Features.Rows([.. round.Pool]);
        double[] scores = new double[round.Pool.Count];
        int kept = Math.Min(Neighbours, round.Labelled.Count);
        double[] nearest = new double[kept];
        int[] which = new int[kept];
        for (int place = 0; place < scores.Length; place++)
        {
            Array.Fill(nearest, double.MaxValue);
            ReadOnlySpan<float> own = pool.AsSpan(place * width, width);
            for (int i = 0; i < round.Labelled.Count; i++)
            {
                double distance = Squared(own, read.AsSpan(i * width, width));
                int at = kept;
                while (at > 0 && distance < nearest[at - 1])
                {
                    at--;
                }

                if (at < kept)
                {
                    Array.Copy(nearest, at, nearest, at + 1, kept - at - 1);
                    Array.Copy(which, at, which, at + 1, kept - at - 1);
                    (nearest[at], which[at]) = (distance, i);
                }
            }

            double weights = 0;
            for (int i = 0; i < kept; i++)
            {
                double weight = 1 / (nearest[i] + 1e-6);
                scores[place] += weight * round.Doubt[which[i]];
                weights += weight;
            }

            scores[place] /= weights;
        }

        return Doubts.Largest(round, scores, count);
    }

    private static double Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector<float>> wideA = MemoryMarshal.Cast<float, Vector<float>>(a);
        ReadOnlySpan<Vector<float>> wideB = MemoryMarshal.Cast<float, Vector<float>>(b);
        Vector<float> sums = default;
        for (int i = 0; i < wideA.Length; i++)
        {
            Vector<float> off = wideA[i] - wideB[i];
            sums += off * off;
        }

        double sum = Vector.Sum(sums);
        for (int i = wideA.Length * Vector<float>.Count; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}
