using CsCheck;
using Overread.Quality.Geometry;
using Overread.Quality.Masks;

namespace Overread.Quality.Tests.Masks;

/// <summary>Areas of surfaces, instances, means over cases, optimal matching: by hand and by trying everything.</summary>
public sealed class ComparedMasks
{
    [Fact]
    public void Areas_weigh_flat_voxels_by_their_open_faces()
    {
        // Two slabs of one voxel's thickness, 3 × 3 × 1 within 5 × 5 × 5, voxels of 1 × 1 × 4 mm, one slab higher.
        VoxelGrid grid = new(5, 5, 5, 1, 1, 4);
        byte[] low = Slab(2);
        byte[] high = Slab(3);
        SurfaceDistance same = SurfaceDistance.ByArea(low, low, grid);
        Assert.Equal(0, same.Hausdorff);
        Assert.Equal(1, same.SurfaceDice);
        SurfaceDistance apart = SurfaceDistance.ByArea(low, high, grid, tolerance: 3);
        Assert.Equal(4, apart.Hausdorff!.Value, 6);
        Assert.Equal(4, apart.AverageSymmetric!.Value, 6);
        Assert.Equal(0, apart.SurfaceDice);
        Assert.Equal(1, SurfaceDistance.ByArea(low, high, grid, tolerance: 4).SurfaceDice);
        Assert.False(SurfaceDistance.ByArea(new byte[125], low, grid).Defined);

        // A bar of two voxels against one of them: the shared voxel's faces lie at 0, the other's at 1 mm along x.
        byte[] one = new byte[125];
        byte[] two = new byte[125];
        one[grid.Index(1, 2, 2)] = two[grid.Index(1, 2, 2)] = two[grid.Index(2, 2, 2)] = 1;

        // Open faces: alone 2·4 + 2·4 + 2·1 = 18; of the bar each voxel 4 + 8 + 2 = 14.
        SurfaceDistance bar = SurfaceDistance.ByArea(one, two, grid, tolerance: 0.5);
        Assert.Equal(14.0 / (18 + 28), bar.AverageSymmetric!.Value, 6);
        Assert.Equal((18 + 14.0) / (18 + 28), bar.SurfaceDice!.Value, 6);
        Assert.Equal(1, bar.Hausdorff95!.Value, 6);

        byte[] Slab(int z)
        {
            byte[] mask = new byte[125];
            for (int y = 1; y < 4; y++)
            {
                for (int x = 1; x < 4; x++)
                {
                    mask[grid.Index(x, y, z)] = 1;
                }
            }

            return mask;
        }
    }

    [Fact]
    public void Where_all_faces_are_alike_areas_change_nothing_but_weights()
    {
        Gen.Byte[0, 1]
            .Array[64]
            .Select(Gen.Byte[0, 1].Array[64])
            .Sample(
                (first, second) =>
                {
                    VoxelGrid grid = new(4, 4, 4, 1, 1, 1);
                    SurfaceDistance plain = SurfaceDistance.Of(first, second, grid, 1);
                    SurfaceDistance area = SurfaceDistance.ByArea(first, second, grid, 1);
                    Assert.Equal(plain.Defined, area.Defined);
                    Assert.Equal(plain.Hausdorff ?? 0, area.Hausdorff ?? 0, 6);
                    if (plain.Defined)
                    {
                        Assert.Equal(plain.SurfaceDice == 1, area.SurfaceDice == 1);
                        Assert.InRange(area.AverageSymmetric!.Value, 0, area.Hausdorff!.Value + 1e-6);
                    }
                }
            );
    }

    [Fact]
    public void Panoptic_quality_by_hand()
    {
        // One pair with 3 of 4 (.75), one found by exactly half, which is no pair, one missed, one too many.
        int[] first = [1, 1, 1, 1, 0, 2, 2, 0, 3, 0, 0];
        int[] second = [7, 7, 7, 0, 0, 5, 0, 0, 0, 0, 9];
        PanopticQuality found = PanopticQuality.Of(first, second);
        Assert.Equal([(1, 7, 0.75)], found.Pairs);
        Assert.Equal(3, found.First);
        Assert.Equal(3, found.Second);
        Assert.Equal(0.75, found.Segmentation);
        Assert.Equal(1 / 3.0, found.Recognition!.Value, 12);
        Assert.Equal(0.25, found.Quality!.Value, 12);
        Assert.Null(PanopticQuality.Of([0], [0]).Quality);
        Assert.Null(PanopticQuality.Of([0], [1]).Segmentation);
        Assert.Equal(0, PanopticQuality.Of([0], [1]).Quality);
        Assert.Throws<ArgumentException>(() => PanopticQuality.Of([0], [0, 1]));
        int[] map = [.. Enumerable.Range(0, 60).Select(i => i / 7)];
        Assert.Equal(1, PanopticQuality.Of(map, map).Quality!.Value, 12);
    }

    [Fact]
    public void Optimal_matching_is_the_best_of_all_and_never_has_fewer_pairs_than_greedy()
    {
        Gen.Double[0, 1]
            .Array[12]
            .Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Double[0, 1])
            .Sample(
                (values, rows, columns, least) =>
                {
                    double Alike(int i, int j) => values[(i * columns) + j];
                    MarkMatching optimal = MarkMatching.Optimal(rows, columns, Alike, least);
                    MarkMatching greedy = MarkMatching.Of(rows, columns, Alike, least);
                    (int pairs, double sum) = Best(0, 0, []);
                    Assert.Equal(pairs, optimal.Pairs.Count);
                    Assert.Equal(sum, optimal.Pairs.Sum(pair => pair.Likeness), 9);
                    Assert.True(optimal.Pairs.Count >= greedy.Pairs.Count);
                    Assert.All(optimal.Pairs, pair => Assert.True(pair.Likeness >= least));

                    (int Pairs, double Sum) Best(int row, double sum, int[] taken)
                    {
                        if (row == rows)
                        {
                            return (taken.Length, sum);
                        }

                        (int Pairs, double Sum) best = Best(row + 1, sum, taken);
                        for (int j = 0; j < columns; j++)
                        {
                            if (!taken.Contains(j) && Alike(row, j) >= least)
                            {
                                (int Pairs, double Sum) here = Best(row + 1, sum + Alike(row, j), [.. taken, j]);
                                best = here.CompareTo(best) > 0 ? here : best;
                            }
                        }

                        return best;
                    }
                }
            );

        // Greedy takes .9 and leaves one mark alone; the best takes .8 and .7.
        double[,] chain =
        {
            { 0.9, 0.8 },
            { 0.7, 0.1 },
        };
        Assert.Single(MarkMatching.Of(2, 2, (i, j) => chain[i, j], 0.5).Pairs);
        Assert.Equal(2, MarkMatching.Optimal(2, 2, (i, j) => chain[i, j], 0.5).Pairs.Count);
        Assert.Empty(MarkMatching.Optimal(0, 3, (_, _) => 1, 0.5).Pairs);
        Assert.Empty(MarkMatching.Optimal(2, 2, (_, _) => double.NegativeInfinity, 0).Pairs);
    }

    [Fact]
    public void Means_over_cases_have_students_interval()
    {
        Assert.Null(MeanOfCases.Of([]));
        Assert.Null(MeanOfCases.Of([0.8, 0.9])!.Interval);
        Assert.Null(MeanOfCases.Of([0.8, 0.8, 0.8])!.Interval);
        Assert.Throws<ArgumentException>(() => MeanOfCases.Of([1.2]));

        // t(.975, 2) = 4.302653; deviation .1 over √3 cases: .2484 on the plain scale, since one case lies at 1.
        MeanOfCases plain = MeanOfCases.Of([0.8, 0.9, 1])!;
        Assert.Equal(0.9 - (4.302653 * 0.1 / Math.Sqrt(3)), plain.Interval!.Value.Low, 6);
        Assert.Equal(1, plain.Interval.Value.High);
        MeanOfCases odds = MeanOfCases.Of([0.7, 0.8, 0.9])!;
        double reach = 4.302653 * 0.1 / Math.Sqrt(3) / 0.16;
        Assert.Equal(1 / (1 + Math.Exp(reach - Math.Log(4))), odds.Interval!.Value.Low, 6);
        Assert.True(odds.Interval.Value.High < 1);
    }
}
