using Overread.Quality.Masks;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Masks;

/// <summary>Distances, moves and the gate on small grids against searches over all voxels.</summary>
public sealed class DistancesAndMoves
{
    public static TheoryData<int, int, int, double, double, double, double> Grids =>
        new()
        {
            { 1, 1, 1, 1, 1, 1, 0.5 },
            { 9, 1, 1, 2, 1, 1, 0.3 },
            { 1, 7, 1, 1, 0.5, 1, 0.3 },
            { 1, 1, 6, 1, 1, 3, 0.3 },
            { 21, 13, 1, 0.7, 1.9, 1, 0.05 },
            { 33, 5, 4, 1, 1, 2.5, 0.02 },
            { 6, 7, 9, 1.3, 0.4, 1, 0.1 },
            { 17, 80, 2, 1, 1, 1, 0.01 },
            { 5, 4, 3, 1, 1, 1, 1.0 },
            { 5, 4, 3, 1, 1, 1, 0.0 },
        };

    [Theory]
    [MemberData(nameof(Grids))]
    public void Squared_distances_are_the_smallest(int w, int h, int d, double sx, double sy, double sz, double share)
    {
        VoxelGrid grid = new(w, h, d, sx, sy, sz);
        byte[] mask = Random(grid, share, (ulong)(w + h + d));
        foreach (int threads in (int[])[1, 2])
        {
            float[] found = DistanceTransform.Squared(mask, grid, threads);
            foreach ((int x, int y, int z) in Voxels(grid))
            {
                double best = 1e20;
                foreach ((int a, int b, int c) in Voxels(grid))
                {
                    if (mask[At(grid, a, b, c)] != 0)
                    {
                        best = Math.Min(
                            best,
                            Math.Pow((x - a) * sx, 2) + Math.Pow((y - b) * sy, 2) + Math.Pow((z - c) * sz, 2)
                        );
                    }
                }

                Assert.Equal(best, found[At(grid, x, y, z)], 1e-5 * best);
            }
        }
    }

    [Theory]
    [InlineData(12, 9, 1, 0.5)]
    [InlineData(8, 7, 6, 0.6)]
    [InlineData(4, 5, 2, 0.9)]
    [InlineData(7, 1, 5, 0.7)]
    [InlineData(1, 6, 5, 0.7)]
    public void Surface_distances_by_search(int w, int h, int d, double share)
    {
        VoxelGrid grid = new(w, h, d, 0.9, 1.2, 2);
        for (ulong seed = 1; seed < 6; seed++)
        {
            byte[] first = Random(grid, share, seed);
            byte[] second = Random(grid, share / 2, seed + 40);
            first[0] = second[^1] = 5;

            // Empty borders on some rounds, so that the joint box is smaller than the grid.
            for (int i = 0; seed > 3 && i < grid.Count; i++)
            {
                int x = i % w;
                first[i] = x == 0 && w > 4 ? (byte)0 : first[i];
                second[i] = x == 0 && w > 4 ? (byte)0 : second[i];
            }

            SurfaceDistance found = SurfaceDistance.Of(first, second, grid, 1.2, 2);
            double[] a = Directed(first, second, grid);
            double[] b = Directed(second, first, grid);
            Assert.True(found.Defined);
            Assert.Equal(Math.Max(a[^1], b[^1]), found.Hausdorff!.Value, 1e-5);
            Assert.Equal(Math.Max(Percentile(a), Percentile(b)), found.Hausdorff95!.Value, 1e-5);
            Assert.Equal(a.Concat(b).Average(), found.AverageSymmetric!.Value, 1e-5);
            Assert.Equal(a.Concat(b).Average(x => x <= 1.2000001 ? 1.0 : 0), found.SurfaceDice!.Value, 1e-12);
            Assert.Equal(1.2, found.Tolerance);
        }
    }

    [Fact]
    public void Masks_far_apart_share_one_box()
    {
        VoxelGrid grid = new(12, 9, 6, 1, 1.5, 2);
        byte[] first = new byte[grid.Count];
        byte[] second = new byte[grid.Count];
        first[At(grid, 2, 3, 1)] = second[At(grid, 9, 7, 4)] = 1;

        // Steps of 7, 4 · 1.5 and 3 · 2: √(49 + 36 + 36) = 11, either way round.
        Assert.Equal(11, SurfaceDistance.Of(first, second, grid).Hausdorff!.Value, 1e-5);
        Assert.Equal(11, SurfaceDistance.Of(second, first, grid).AverageSymmetric!.Value, 1e-5);
        (SurfaceBits a, SurfaceBits b) = SurfaceBits.Of(first, second, grid);
        Assert.Equal((8, 5, 4), (a.Box.Width, a.Box.Height, a.Box.Depth));
        Assert.Equal((1, 1), (a.Count, b.Count));
        Assert.Equal((1ul, 1ul << 7), (a.Row(0, 0)[0], b.Row(4, 3)[0]));
    }

    [Theory]
    [InlineData(150, 40, 1, 0.97)]
    [InlineData(150, 40, 1, 0.02)]
    [InlineData(131, 9, 7, 0.9)]
    [InlineData(64, 20, 5, 0.003)]
    [InlineData(65, 1, 6, 0.5)]
    [InlineData(1, 33, 9, 0.5)]
    [InlineData(70, 30, 12, 0.0005)]
    public void Surfaces_in_bits_are_by_their_definition_and_distances_those_of_the_transform(
        int w,
        int h,
        int d,
        double share
    )
    {
        VoxelGrid grid = new(w, h, d, 0.7, 1.1, 2.3);
        byte[] first = Random(grid, share, 5);
        byte[] second = Random(grid, share, 6);
        first[0] = first[^1] = second[0] = second[^1] = 3;
        (SurfaceBits a, SurfaceBits b) = SurfaceBits.Of(first, second, grid);
        Assert.Equal(grid, a.Box);
        byte[] of = Surface(a);
        byte[] to = Surface(b);
        foreach ((int x, int y, int z) in Voxels(grid))
        {
            bool open =
                Empty(x - 1, y, z)
                || Empty(x + 1, y, z)
                || Empty(x, y - 1, z)
                || Empty(x, y + 1, z)
                || (d > 1 && (Empty(x, y, z - 1) || Empty(x, y, z + 1)));
            int at = At(grid, x, y, z);
            Assert.Equal(first[at] != 0 && open, of[at] != 0);
        }

        // To the last bit: the same sums in another order of visits.
        float[] squared = DistanceTransform.Squared(to, grid, 1);
        float[] expected =
        [
            .. Enumerable.Range(0, of.Length).Where(at => of[at] != 0).Select(at => MathF.Sqrt(squared[at])),
        ];
        foreach (int threads in (int[])[1, 3])
        {
            Assert.Equal(expected, NearestSurface.Distances(a, b, threads));
        }

        Assert.Equal(of.Count(v => v != 0), a.Count);

        bool Empty(int x, int y, int z) =>
            x < 0 || y < 0 || z < 0 || x >= w || y >= h || z >= d || first[At(grid, x, y, z)] == 0;

        static byte[] Surface(SurfaceBits bits) =>
            [.. Voxels(bits.Box).Select(v => (byte)((bits.Row(v.Y, v.Z)[v.X / 64] >> (v.X % 64)) & 1))];
    }

    [Fact]
    public void Without_foreground_on_both_sides_there_is_no_distance()
    {
        VoxelGrid grid = new(3, 3);
        byte[] empty = new byte[9];
        byte[] some = [0, 0, 0, 0, 1, 0, 0, 0, 0];
        foreach ((byte[] a, byte[] b) in (ValueTuple<byte[], byte[]>[])[(empty, some), (some, empty), (empty, empty)])
        {
            SurfaceDistance none = SurfaceDistance.Of(a, b, grid, 3);
            Assert.Equal((false, null, 3.0), (none.Defined, none.Hausdorff, none.Tolerance));
        }

        Assert.Contains(
            "first",
            Assert.Throws<ArgumentException>(() => SurfaceDistance.Of(new byte[8], some, grid)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "8 voxels where the grid has 9",
            Assert.Throws<ArgumentException>(() => SurfaceDistance.Of(some, new byte[8], grid)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<OverflowException>(() => new VoxelGrid(100_000, 100_000).Count);
    }

    [Theory]
    [InlineData(MaskAxes.None)]
    [InlineData(MaskAxes.X)]
    [InlineData(MaskAxes.Y)]
    [InlineData(MaskAxes.Z)]
    [InlineData(MaskAxes.X | MaskAxes.Z)]
    [InlineData(MaskAxes.X | MaskAxes.Y | MaskAxes.Z)]
    public void Mirrors_and_shifts_move_every_voxel(MaskAxes axes)
    {
        VoxelGrid grid = new(4, 5, 3);
        byte[] mask = [.. Enumerable.Range(1, grid.Count).Select(i => (byte)i)];
        byte[] mirrored = MaskTransform.Mirror(mask, grid, axes);
        (int X, int Y, int Z) by = ((int)axes % 3 - 1, -2, 1);
        byte[] shifted = MaskTransform.Shift(mask, grid, by);
        foreach ((int x, int y, int z) in Voxels(grid))
        {
            int fx = axes.HasFlag(MaskAxes.X) ? 3 - x : x;
            int fy = axes.HasFlag(MaskAxes.Y) ? 4 - y : y;
            int fz = axes.HasFlag(MaskAxes.Z) ? 2 - z : z;
            Assert.Equal(mask[At(grid, fx, fy, fz)], mirrored[At(grid, x, y, z)]);
            (int ox, int oy, int oz) = (x - by.X, y - by.Y, z - by.Z);
            bool inside = ox is >= 0 and < 4 && oy is >= 0 and < 5 && oz is >= 0 and < 3;
            Assert.Equal(inside ? mask[At(grid, ox, oy, oz)] : 0, shifted[At(grid, x, y, z)]);
        }

        Assert.Equal([0, 1, 0], MaskTransform.Invert([3, 0, 1]));
        Assert.Contains(
            "to mirror",
            Assert.Throws<ArgumentException>(() => MaskTransform.Mirror(mask, new VoxelGrid(4, 5), axes)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "to shift",
            Assert.Throws<ArgumentException>(() => MaskTransform.Shift(mask, new VoxelGrid(4, 5), by)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_shift_brings_centre_to_centre()
    {
        VoxelGrid grid = new(12, 11, 6);
        byte[] from = new byte[grid.Count];
        byte[] to = new byte[grid.Count];
        from[At(grid, 1, 2, 1)] = from[At(grid, 3, 2, 1)] = 1;
        to[At(grid, 9, 5, 4)] = to[At(grid, 10, 7, 4)] = to[At(grid, 11, 9, 4)] = 1;

        // Centres (2, 2, 1) and (10, 7, 4).
        Assert.Equal((8, 5, 3), MaskTransform.ShiftTo(from, to, grid));
        Assert.Equal((-2, -2, -1), MaskTransform.ShiftTo(from, new byte[grid.Count], grid));
    }

    [Theory]
    [InlineData(7, 6, 5, 3)]
    [InlineData(11, 9, 1, 2)]
    public void Shapes_are_averaged_by_signed_distance(int w, int h, int d, int readers)
    {
        VoxelGrid grid = new(w, h, d, 1, 1.5, 2);
        byte[][] masks = [.. Enumerable.Range(0, readers).Select(r => Random(grid, 0.4, (ulong)r + 3))];
        MaskFusion found = ShapeAverage.Fuse([.. masks.Select(m => (ReadOnlyMemory<byte>)m)], grid);
        foreach ((int x, int y, int z) in Voxels(grid))
        {
            double sum = masks.Sum(m => Nearest(m, true, x, y, z) - Nearest(m, false, x, y, z));
            if (Math.Abs(sum) > 1e-4)
            {
                Assert.Equal(sum < 0 ? 1 : 0, found.Mask[At(grid, x, y, z)]);
            }
        }

        Assert.Equal(("shape-average", FusionState.Fused), (found.Method, found.State));
        MaskFusion empty = ShapeAverage.Fuse([new byte[grid.Count]], grid);
        Assert.Equal(FusionState.AllEmpty, empty.State);
        Assert.DoesNotContain((byte)1, ShapeAverage.Fuse([], grid).Mask);

        // An empty mask lies one diagonal away: it outweighs a single full one nowhere, two full ones outweigh it.
        byte[] full = MaskTransform.Invert(new byte[grid.Count]);
        Assert.DoesNotContain((byte)0, ShapeAverage.Fuse([full, full, new byte[grid.Count]], grid).Mask);

        double Nearest(byte[] mask, bool foreground, int x, int y, int z) =>
            Voxels(grid)
                .Where(v => mask[At(grid, v.X, v.Y, v.Z)] != 0 == foreground)
                .Min(v => Math.Sqrt(Math.Pow(v.X - x, 2) + Math.Pow(1.5 * (v.Y - y), 2) + Math.Pow(2 * (v.Z - z), 2)));
    }

    [Fact]
    public void The_gate_says_how_well_a_mask_fits_before_and_after()
    {
        VoxelGrid grid = new(20, 10);
        byte[] Block(int x, int width) =>
            [.. Voxels(grid).Select(v => v.X >= x && v.X < x + width && v.Y is >= 2 and < 6 ? (byte)1 : (byte)0)];
        byte[] odd = Block(13, 4);
        IReadOnlyList<MaskFinding> found = OutlierGate.Inspect([Block(3, 4), odd, Block(3, 5), Block(3, 6)], grid);

        // Dice of blocks 4, 5 and 6 wide that begin alike: 8/9, 8/10, 10/11.
        Assert.Equal(((8 / 9.0) + 0.8) / 2, found[0].Dice, 1e-12);
        Assert.Equal(((8 / 9.0) + (10 / 11.0)) / 2, found[2].Dice, 1e-12);
        Assert.Equal((0.8 + (10 / 11.0)) / 2, found[3].Dice, 1e-12);
        Assert.Equal(
            (1, 0.0, MaskFault.Mirrored, MaskAxes.X),
            (found[1].Mask, found[1].Dice, found[1].Fault, found[1].Mirror)
        );

        // Mirrored it begins at 20 − 13 − 4 = 3 and is 4 wide: as the first.
        Assert.Equal((1 + (8 / 9.0) + 0.8) / 3, found[1].DiceAfter!.Value, 1e-12);
        IReadOnlyList<MaskFinding> moved = OutlierGate.Inspect([Block(3, 4), Block(10, 4), Block(3, 4)], grid);
        Assert.Equal((MaskFault.Shifted, (-7, 0, 0), 1.0), (moved[1].Fault, moved[1].Shift, moved[1].DiceAfter!.Value));
        IReadOnlyList<MaskFinding> two = OutlierGate.Inspect([Block(3, 4), Block(13, 4)], grid);
        Assert.All(two, f => Assert.Equal((MaskFault.None, 0.0), (f.Fault, f.Dice)));
        Assert.Equal(1, Assert.Single(OutlierGate.Inspect([odd], grid)).Dice);
    }

    [Fact]
    public void Empty_and_full_masks_among_others()
    {
        VoxelGrid grid = new(6, 6);
        byte[] empty = new byte[36];
        byte[] full = MaskTransform.Invert(empty);
        byte[] some = new byte[36];
        some.AsSpan(7, 9).Fill(1);
        Assert.Equal(
            [MaskFault.None, MaskFault.Empty, MaskFault.Full, MaskFault.None],
            Faults(some, empty, full, some)
        );
        Assert.Equal([MaskFault.Empty, MaskFault.None, MaskFault.Full], Faults(empty, some, full));
        Assert.Equal([MaskFault.None, MaskFault.None], Faults(empty, empty));
        Assert.Equal([MaskFault.None, MaskFault.None], Faults(full, full));
        Assert.Equal([MaskFault.None, MaskFault.None], Faults(full, empty));
        Assert.Equal(
            [MaskFault.None, MaskFault.Inverted, MaskFault.None],
            Faults(some, MaskTransform.Invert(some), some)
        );
        Assert.Contains(
            "mask 1",
            Assert.Throws<ArgumentException>(() => OutlierGate.Inspect([some, new byte[35]], grid)).Message,
            StringComparison.Ordinal
        );
        MaskFault[] Faults(params byte[][] masks) =>
            [.. OutlierGate.Inspect([.. masks.Select(m => (ReadOnlyMemory<byte>)m)], grid).Select(f => f.Fault)];
    }

    private static double[] Directed(byte[] from, byte[] to, VoxelGrid grid)
    {
        (int X, int Y, int Z)[] targets = [.. Voxels(grid).Where(v => IsSurface(to, grid, v))];
        return
        [
            .. Voxels(grid)
                .Where(v => IsSurface(from, grid, v))
                .Select(v =>
                    targets.Min(t =>
                        Math.Sqrt(
                            Math.Pow((v.X - t.X) * grid.SpacingX, 2)
                                + Math.Pow((v.Y - t.Y) * grid.SpacingY, 2)
                                + Math.Pow((v.Z - t.Z) * grid.SpacingZ, 2)
                        )
                    )
                )
                .Order(),
        ];
    }

    // Foreground with background, or the border of the grid, across a face; a picture has no faces along z.
    private static bool IsSurface(byte[] mask, VoxelGrid grid, (int X, int Y, int Z) v)
    {
        bool Fore(int x, int y, int z) =>
            x >= 0
            && x < grid.Width
            && y >= 0
            && y < grid.Height
            && z >= 0
            && z < grid.Depth
            && mask[At(grid, x, y, z)] != 0;
        (int x, int y, int z) = v;
        bool inside =
            Fore(x - 1, y, z)
            && Fore(x + 1, y, z)
            && Fore(x, y - 1, z)
            && Fore(x, y + 1, z)
            && (grid.Depth == 1 || (Fore(x, y, z - 1) && Fore(x, y, z + 1)));
        return Fore(x, y, z) && !inside;
    }

    private static double Percentile(double[] sorted)
    {
        double at = 0.95 * (sorted.Length - 1);
        double below = Math.Floor(at);
        return sorted[(int)below] + ((at - below) * (sorted[(int)Math.Ceiling(at)] - sorted[(int)below]));
    }

    private static int At(VoxelGrid grid, int x, int y, int z) => x + (grid.Width * (y + (grid.Height * z)));

    private static IEnumerable<(int X, int Y, int Z)> Voxels(VoxelGrid grid)
    {
        for (int z = 0; z < grid.Depth; z++)
        {
            for (int y = 0; y < grid.Height; y++)
            {
                for (int x = 0; x < grid.Width; x++)
                {
                    yield return (x, y, z);
                }
            }
        }
    }

    private static byte[] Random(VoxelGrid grid, double share, ulong seed)
    {
        SeededRandom random = new(seed);
        return [.. Enumerable.Range(0, grid.Count).Select(_ => random.NextDouble() < share ? (byte)1 : (byte)0)];
    }
}
