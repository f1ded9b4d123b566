using Overread.Quality.Numerics;

namespace Overread.Quality.Benchmarks;

/// <summary>Data of the sizes that the targets name, made from a seed.</summary>
internal static class Generated
{
    /// <summary>Ten categories, readers of accuracy 0.5 to 0.95, five labels per item.</summary>
    /// <summary>Five different readers of many per item, right in eight of ten.</summary>
    internal static Ratings Panel(int labels, int readers, int categories, ulong seed)
    {
        SeededRandom random = new(seed);
        int items = labels / 5;
        int[] item = new int[labels];
        int[] reader = new int[labels];
        int[] label = new int[labels];
        for (int i = 0; i < items; i++)
        {
            int first = random.Next(readers);
            int truth = random.Next(categories);
            for (int j = 0; j < 5; j++)
            {
                int at = (i * 5) + j;
                item[at] = i;
                reader[at] = (first + (j * 7)) % readers;
                label[at] = random.NextDouble() < 0.8 ? truth : random.Next(categories);
            }
        }

        return Ratings.FromTriples(item, reader, label, items, readers, categories);
    }

    internal static Ratings Crowd(int labels, int readers, int categories, ulong seed)
    {
        SeededRandom random = new(seed);
        int items = labels / 5;
        int[] item = new int[labels];
        int[] reader = new int[labels];
        int[] label = new int[labels];
        for (int at = 0; at < labels; at++)
        {
            item[at] = at / 5;
            int truth = item[at] % categories;
            reader[at] = random.Next(readers);
            double accuracy = 0.5 + (0.45 * reader[at] / readers);
            label[at] = random.NextDouble() < accuracy ? truth : random.Next(categories);
        }

        return Ratings.FromTriples(item, reader, label, items, readers, categories);
    }

    /// <summary>Items × 5 readers and 5 categories, a tenth missing.</summary>
    internal static Ratings Table(int items, bool missing, ulong seed)
    {
        SeededRandom random = new(seed);
        int[] table = new int[items * 5];
        for (int i = 0; i < table.Length; i++)
        {
            int truth = i / 5 % 5;
            table[i] =
                missing && random.NextDouble() < 0.1 ? -1
                : random.NextDouble() < 0.7 ? truth
                : random.Next(5);
        }

        return Ratings.FromTable(table, 5, 5);
    }

    /// <summary>Five readers' ellipsoids of different size on 512 × 512 × 100 voxels, with ragged borders.</summary>
    internal static byte[][] Masks(int width, int height, int depth, ulong seed)
    {
        byte[][] masks = new byte[5][];
        for (int r = 0; r < 5; r++)
        {
            SeededRandom random = new(seed + (ulong)r);
            masks[r] = new byte[width * height * depth];
            double radius = 0.30 + (0.02 * r);
            for (int z = 0; z < depth; z++)
            {
                for (int y = 0; y < height; y++)
                {
                    double dy = ((double)y / height) - 0.5;
                    double dz = ((double)z / depth) - 0.5;
                    double rest = ((radius + (0.004 * random.NextNormal())) * radius) - (dy * dy) - (dz * dz);
                    if (rest > 0)
                    {
                        int half = (int)(Math.Sqrt(rest) * width);
                        masks[r].AsSpan((((z * height) + y) * width) + (width / 2) - half, 2 * half).Fill(1);
                    }
                }
            }
        }

        return masks;
    }

    /// <summary>Given labels and out-of-sample probabilities with 5 % planted errors.</summary>
    internal static (int[] Labels, double[] Probabilities) Noisy(int items, int categories, ulong seed)
    {
        SeededRandom random = new(seed);
        int[] labels = new int[items];
        double[] probabilities = new double[items * categories];
        for (int item = 0; item < items; item++)
        {
            int truth = random.Next(categories);
            labels[item] = random.NextDouble() < 0.05 ? random.Next(categories) : truth;
            double total = 0;
            for (int k = 0; k < categories; k++)
            {
                double weight = (k == truth ? 20 : 1) * random.NextDouble();
                probabilities[(item * categories) + k] = weight;
                total += weight;
            }

            for (int k = 0; k < categories; k++)
            {
                probabilities[(item * categories) + k] /= total;
            }
        }

        return (labels, probabilities);
    }
}
