using Overread.Quality.Numerics;

namespace Overread.Quality.Masks;

/// <summary>
/// Distances between the surfaces of two masks in millimetres: Hausdorff (Huttenlocher et al. 1993), its 95th percentile,
/// the average symmetric distance, and surface Dice at a tolerance (Nikolov et al. 2021, JMIR 23:e26151). The surface is
/// the foreground voxels with a background voxel, or the border of the grid, across one of their faces; distances run
/// between voxel centres. The 95th percentile is the larger of the two directed ones.
/// </summary>
public sealed record SurfaceDistance
{
    /// <summary>Whether both masks have foreground; without it no distance exists and all are null.</summary>
    public required bool Defined { get; init; }

    /// <summary>Largest distance from either surface to the other, in millimetres.</summary>
    public double? Hausdorff { get; init; }

    /// <summary>The larger of the two directed 95th percentiles, in millimetres.</summary>
    public double? Hausdorff95 { get; init; }

    /// <summary>Mean distance over the voxels of both surfaces, in millimetres.</summary>
    public double? AverageSymmetric { get; init; }

    /// <summary>Share of both surfaces that lies within the tolerance of the other.</summary>
    public double? SurfaceDice { get; init; }

    /// <summary>The tolerance of <see cref="SurfaceDice"/>, in millimetres.</summary>
    public double Tolerance { get; init; }

    /// <summary>Measures two masks of one grid.</summary>
    /// <param name="first">One mask; foreground is not zero.</param>
    /// <param name="second">The other.</param>
    /// <param name="grid">The grid with its spacing.</param>
    /// <param name="tolerance">Tolerance of the surface Dice in millimetres.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    public static SurfaceDistance Of(
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second,
        VoxelGrid grid,
        double tolerance = 1,
        int threads = 1
    )
    {
        grid.Check(first, "first");
        grid.Check(second, "second");
        if (!first.ContainsAnyExcept((byte)0) || !second.ContainsAnyExcept((byte)0))
        {
            return new SurfaceDistance { Defined = false, Tolerance = tolerance };
        }

        (SurfaceBits a, SurfaceBits b) = SurfaceBits.Of(first, second, grid);
        float[][] sides = new float[2][];
        FixedBlocks.Run(
            2,
            threads,
            side => sides[side] = side == 0 ? Directed(a, b, (threads + 1) / 2) : Directed(b, a, (threads + 1) / 2)
        );
        (float[] toSecond, float[] toFirst) = (sides[0], sides[1]);
        double sum = 0;
        long near = 0;

        // Distances have the precision of a float: one that equals the tolerance must not fall outside by its rounding.
        double within = tolerance * (1 + 1e-6);
        foreach (float[] side in sides)
        {
            foreach (float distance in side)
            {
                sum += distance;
                near += distance <= within ? 1 : 0;
            }
        }

        double count = (double)toSecond.Length + toFirst.Length;
        return new SurfaceDistance
        {
            Defined = true,
            Hausdorff = Math.Max(toSecond[^1], toFirst[^1]),
            Hausdorff95 = Math.Max(Percentile(toSecond, 0.95), Percentile(toFirst, 0.95)),
            AverageSymmetric = sum / count,
            SurfaceDice = near / count,
            Tolerance = tolerance,
        };
    }

    /// <summary>
    /// Measures two masks of one grid, each surface voxel weighted by the area of its open faces: where voxels are not cubes, those of a wide
    /// face count for more (Nikolov et al. 2021 weigh by area too, of triangles through the voxels' corners; faces overstate slopes, alike
    /// in both masks). The 95th percentile is the least distance within which 95 % of a surface's area lies.
    /// </summary>
    /// <param name="first">One mask; foreground is not zero.</param>
    /// <param name="second">The other.</param>
    /// <param name="grid">The grid with its spacing.</param>
    /// <param name="tolerance">Tolerance of the surface Dice in millimetres.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    public static SurfaceDistance ByArea(
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second,
        VoxelGrid grid,
        double tolerance = 1,
        int threads = 1
    )
    {
        grid.Check(first, "first");
        grid.Check(second, "second");
        if (!first.ContainsAnyExcept((byte)0) || !second.ContainsAnyExcept((byte)0))
        {
            return new SurfaceDistance { Defined = false, Tolerance = tolerance };
        }

        (byte[] a, byte[] b, float[] areasA, float[] areasB, VoxelGrid box) = MaskCrop.Areas(first, second, grid);
        double sum = 0;
        double near = 0;
        double all = 0;
        double farthest = 0;
        double percentile = 0;
        double within = tolerance * (1 + 1e-6);
        foreach (
            (byte[] from, byte[] to, float[] areas) in ((byte[], byte[], float[])[])[(a, b, areasA), (b, a, areasB)]
        )
        {
            float[] squared = DistanceTransform.Squared(to, box, threads);
            int[] voxels = [.. Enumerable.Range(0, from.Length).Where(voxel => from[voxel] != 0)];
            float[] distances = [.. voxels.Select(voxel => MathF.Sqrt(squared[voxel]))];
            float[] weights = [.. voxels.Select(voxel => areas[voxel])];
            Array.Sort(distances, weights);
            double own = 0;
            foreach (float weight in weights)
            {
                own += weight;
            }

            double passed = 0;
            double directed = distances[^1];
            bool found = false;
            for (int i = 0; i < distances.Length; i++)
            {
                sum += weights[i] * (double)distances[i];
                near += distances[i] <= within ? weights[i] : 0;
                passed += weights[i];
                if (!found && passed >= (0.95 * own) - (1e-9 * own))
                {
                    (directed, found) = (distances[i], true);
                }
            }

            all += own;
            farthest = Math.Max(farthest, distances[^1]);
            percentile = Math.Max(percentile, directed);
        }

        return new SurfaceDistance
        {
            Defined = true,
            Hausdorff = farthest,
            Hausdorff95 = percentile,
            AverageSymmetric = sum / all,
            SurfaceDice = near / all,
            Tolerance = tolerance,
        };
    }

    /// <summary>Distances from every voxel of one surface to the other, ascending.</summary>
    private static float[] Directed(SurfaceBits from, SurfaceBits to, int threads)
    {
        float[] distances = NearestSurface.Distances(from, to, threads);
        Array.Sort(distances);
        return distances;
    }

    private static double Percentile(float[] sorted, double p)
    {
        double at = p * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 >= sorted.Length
            ? sorted[^1]
            : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
