using Overread.Quality.Masks;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Masks;

public sealed class MaskTests
{
    private static readonly VoxelGrid s_grid = new(40, 36, 20, 1, 1, 2);

    [Fact]
    public void Labels_are_fused_alike_in_any_number_of_parts()
    {
        Random random = new(9);
        byte[] truth = new byte[10_007];
        for (int i = 0; i < truth.Length; i++)
        {
            truth[i] = (byte)(i % 997 < 400 ? 0 : 1 + (i / 1500 % 5));
        }

        ReadOnlyMemory<byte>[] masks =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(_ =>
                    (ReadOnlyMemory<byte>)
                        truth.Select(v => random.NextDouble() < 0.15 ? (byte)random.Next(7) : v).ToArray()
                ),
        ];
        MaskFusion whole = LabelStaple.Fuse(masks);
        foreach (int threads in (int[])[2, 3, 16])
        {
            MaskFusion parts = LabelStaple.Fuse(masks, threads: threads);
            Assert.Equal(whole.Mask, parts.Mask);
            Assert.Equal(whole.Weights, parts.Weights);
            Assert.Equal(whole.Iterations, parts.Iterations);
        }

        byte[] wrong = [.. truth];
        wrong[9000] = 17;
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            LabelStaple.Fuse([truth, wrong], threads: 3)
        );
        Assert.Equal("Mask 1 has the label 17; 0 to 15 can be fused.", refused.Message);
    }

    [Fact]
    public void Staple_on_patterns_equals_staple_on_voxels()
    {
        ReadOnlyMemory<byte>[] masks = [Ball(9, 0, 3), Ball(10, 1, 4), Ball(8, -1, 5), Ball(9.5, 2, 6)];
        MaskFusion fusion = Staple.Fuse(masks);
        (double[] p, double[] q, byte[] expected) = StapleByVoxel(masks);
        for (int r = 0; r < masks.Length; r++)
        {
            Assert.Equal(p[r], fusion.Sensitivity[r], 1e-8);
            Assert.Equal(q[r], fusion.Specificity[r], 1e-8);
        }

        Assert.Equal(expected, fusion.Mask);
        Assert.Equal(fusion.Mask, Staple.Fuse(masks, threads: 2).Mask);
    }

    [Theory]
    [InlineData(MaskFault.Empty)]
    [InlineData(MaskFault.Full)]
    [InlineData(MaskFault.Inverted)]
    [InlineData(MaskFault.Mirrored)]
    [InlineData(MaskFault.Shifted)]
    [InlineData(MaskFault.Outlier)]
    public void The_gate_names_what_is_wrong(MaskFault fault)
    {
        byte[] odd = fault switch
        {
            MaskFault.Empty => new byte[s_grid.Count],
            MaskFault.Full => [.. Enumerable.Repeat((byte)1, s_grid.Count)],
            MaskFault.Inverted => MaskTransform.Invert(Ball(6, 6, 1)),
            MaskFault.Mirrored => MaskTransform.Mirror(Ball(6, 6, 1), s_grid, MaskAxes.X),
            MaskFault.Shifted => MaskTransform.Shift(Ball(6, 6, 1), s_grid, (-9, 5, 1)),
            _ => Speckle(),
        };
        IReadOnlyList<MaskFinding> findings = OutlierGate.Inspect(
            [Ball(6, 6, 2), odd, Ball(6.5, 6, 3), Ball(6, 7, 4)],
            s_grid
        );
        Assert.Equal(
            [MaskFault.None, fault, MaskFault.None, MaskFault.None],
            findings.Select(finding => finding.Fault)
        );
        if (fault == MaskFault.Mirrored)
        {
            Assert.Equal(MaskAxes.X, findings[1].Mirror);
        }

        if (fault == MaskFault.Shifted)
        {
            Assert.Equal((9, -5, -1), findings[1].Shift);
        }
    }

    [Fact]
    public void Majority_and_threshold_count_votes()
    {
        ReadOnlyMemory<byte>[] masks =
        [
            new byte[] { 1, 1, 1, 0 },
            new byte[] { 1, 1, 0, 0 },
            new byte[] { 7, 0, 0, 0 },
            new byte[] { 1, 0, 0, 0 },
        ];
        Assert.Equal([1, 0, 0, 0], MaskVote.Fuse(masks).Mask);
        Assert.Equal([1, 1, 0, 0], MaskVote.Fuse(masks, 0.25).Mask);
        Assert.Equal([1, 1, 1, 0], MaskVote.Fuse(masks, 0).Mask);
        Assert.Equal(FusionState.AllEmpty, MaskVote.Fuse([new byte[5], new byte[5]]).State);
        Assert.Equal(FusionState.Unanimous, Staple.Fuse([new byte[] { 0, 1 }, new byte[] { 0, 1 }]).State);
        Assert.Throws<ArgumentException>(() => Staple.Fuse([new byte[4], new byte[5]]));
    }

    [Fact]
    public void Distances_equal_those_by_brute_force()
    {
        SeededRandom random = new(4);
        VoxelGrid grid = new(13, 11, 7, 0.8, 1.3, 2.5);
        for (int round = 0; round < 10; round++)
        {
            byte[] first = new byte[grid.Count];
            byte[] second = new byte[grid.Count];
            for (int i = 0; i < grid.Count; i++)
            {
                first[i] = random.NextDouble() < 0.4 ? (byte)1 : (byte)0;
                second[i] = random.NextDouble() < 0.03 ? (byte)1 : (byte)0;
            }

            first[0] = second[5] = 1;
            SurfaceDistance found = SurfaceDistance.Of(first, second, grid, 1.5, 2);
            double[] a = Brute(first, second, grid);
            double[] b = Brute(second, first, grid);
            Assert.Equal(Math.Max(a.Max(), b.Max()), found.Hausdorff!.Value, 1e-4);
            Assert.Equal(a.Concat(b).Average(), found.AverageSymmetric!.Value, 1e-4);
            Assert.Equal(
                a.Concat(b).Count(d => d <= 1.5) / (double)(a.Length + b.Length),
                found.SurfaceDice!.Value,
                1e-12
            );
        }

        Assert.False(SurfaceDistance.Of(new byte[grid.Count], new byte[grid.Count], grid).Defined);
    }

    [Fact]
    public void Hausdorff_of_two_boxes_is_known()
    {
        VoxelGrid grid = new(30, 30);
        byte[] first = new byte[900];
        byte[] second = new byte[900];
        for (int y = 5; y < 10; y++)
        {
            first.AsSpan((y * 30) + 5, 5).Fill(1);
            second.AsSpan(((y + 3) * 30) + 9, 5).Fill(1);
        }

        // The far corner (5, 5) is 4 and 3 voxels from the nearest corner (9, 8).
        Assert.Equal(5, SurfaceDistance.Of(first, second, grid).Hausdorff!.Value, 1e-6);
        Assert.Equal(0, SurfaceDistance.Of(first, first, grid).Hausdorff!.Value);
        Assert.Equal(1, SurfaceDistance.Of(first, first, grid).SurfaceDice!.Value);
    }

    [Fact]
    public void Every_fusion_of_equal_masks_is_that_mask()
    {
        byte[] ball = Ball(7, 1, 0);
        ReadOnlyMemory<byte>[] masks = [ball, ball, ball];
        Assert.Equal(ball, MaskVote.Fuse(masks).Mask);
        Assert.Equal(ball, Staple.Fuse(masks).Mask);
        Assert.Equal(ball, Simple.Fuse(masks).Mask);
        Assert.Equal(ball, ShapeAverage.Fuse(masks, s_grid).Mask);
        Assert.Equal(ball, LabelStaple.Fuse(masks).Mask);
        Assert.Equal(ball, LabelStaple.Fuse(masks, disagreementOnly: true).Mask);
    }

    [Fact]
    public void Fusions_come_closer_to_the_truth_than_readers_do()
    {
        byte[] truth = Ball(8, 0, 0);
        ReadOnlyMemory<byte>[] masks =
        [
            .. Enumerable.Range(1, 5).Select(i => (ReadOnlyMemory<byte>)Noisy(truth, (ulong)i, 0.03 + (0.02 * i))),
        ];
        double best = masks.Max(mask => MaskOverlap.Of(mask.Span, truth).Dice!.Value);
        foreach (MaskFusion fusion in (MaskFusion[])[MaskVote.Fuse(masks), Staple.Fuse(masks), LabelStaple.Fuse(masks)])
        {
            Assert.True(MaskOverlap.Of(fusion.Mask, truth).Dice > best, fusion.Method);
        }

        // SIMPLE drops the readers who fall behind: it beats the typical reader, not always the best one.
        MaskFusion simple = Simple.Fuse(masks);
        Assert.True(
            MaskOverlap.Of(simple.Mask, truth).Dice > masks.Average(mask => MaskOverlap.Of(mask.Span, truth).Dice)
        );
        Assert.Equal(0, simple.Weights[4]);
    }

    [Fact]
    public void Label_staple_keeps_labels_apart()
    {
        byte[] truth = [.. Enumerable.Range(0, 6000).Select(i => (byte)(i / 2000))];
        ReadOnlyMemory<byte>[] masks =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(r =>
                {
                    SeededRandom random = new((ulong)r + 9);
                    return (ReadOnlyMemory<byte>)
                        truth.Select(label => random.NextDouble() < 0.2 ? (byte)random.Next(3) : label).ToArray();
                }),
        ];
        byte[] fused = LabelStaple.Fuse(masks).Mask;
        Assert.True(fused.Zip(truth).Count(pair => pair.First == pair.Second) > 5900);
        Assert.Throws<ArgumentException>(() => LabelStaple.Fuse([new byte[] { 16 }]));
    }

    internal static byte[] Ball(double radius, double offset, ulong seed)
    {
        SeededRandom random = new(seed);
        byte[] mask = new byte[s_grid.Count];
        for (int z = 0; z < s_grid.Depth; z++)
        {
            for (int y = 0; y < s_grid.Height; y++)
            {
                for (int x = 0; x < s_grid.Width; x++)
                {
                    double d = Math.Sqrt(
                        Math.Pow(x - 18 - offset, 2) + Math.Pow(y - 17, 2) + Math.Pow(2 * (z - 10), 2)
                    );
                    bool inside = d + (seed == 0 ? 0 : 0.6 * random.NextNormal()) <= radius;
                    mask[s_grid.Index(x, y, z)] = inside ? (byte)1 : (byte)0;
                }
            }
        }

        return mask;
    }

    private static byte[] Speckle()
    {
        SeededRandom random = new(77);
        byte[] mask = new byte[s_grid.Count];
        for (int i = 0; i < 900; i++)
        {
            mask[random.Next(mask.Length)] = 1;
        }

        return mask;
    }

    private static byte[] Noisy(byte[] truth, ulong seed, double flipped)
    {
        SeededRandom random = new(seed);
        return [.. truth.Select(value => random.NextDouble() < flipped ? (byte)(1 - value) : value)];
    }

    private static double[] Brute(byte[] from, byte[] to, VoxelGrid grid)
    {
        List<(double X, double Y, double Z)> targets = Surface(to, grid);
        return
        [
            .. Surface(from, grid)
                .Select(p =>
                    targets.Min(t =>
                        Math.Sqrt(Math.Pow(p.X - t.X, 2) + Math.Pow(p.Y - t.Y, 2) + Math.Pow(p.Z - t.Z, 2))
                    )
                ),
        ];
    }

    private static List<(double X, double Y, double Z)> Surface(byte[] mask, VoxelGrid grid)
    {
        List<(double, double, double)> surface = [];
        for (int z = 0; z < grid.Depth; z++)
        {
            for (int y = 0; y < grid.Height; y++)
            {
                for (int x = 0; x < grid.Width; x++)
                {
                    bool Back(int dx, int dy, int dz) =>
                        (uint)(x + dx) >= (uint)grid.Width
                        || (uint)(y + dy) >= (uint)grid.Height
                        || (uint)(z + dz) >= (uint)grid.Depth
                        || mask[grid.Index(x + dx, y + dy, z + dz)] == 0;
                    bool border =
                        Back(1, 0, 0)
                        || Back(-1, 0, 0)
                        || Back(0, 1, 0)
                        || Back(0, -1, 0)
                        || Back(0, 0, 1)
                        || Back(0, 0, -1);
                    if (mask[grid.Index(x, y, z)] != 0 && border)
                    {
                        surface.Add((x * grid.SpacingX, y * grid.SpacingY, z * grid.SpacingZ));
                    }
                }
            }
        }

        return surface;
    }

    /// <summary>The textbook iteration over voxels.</summary>
    private static (double[] P, double[] Q, byte[] Mask) StapleByVoxel(ReadOnlyMemory<byte>[] masks)
    {
        int voxels = masks[0].Length;
        int readers = masks.Length;
        double[] p = [.. Enumerable.Repeat(0.99999, readers)];
        double[] q = [.. Enumerable.Repeat(0.99999, readers)];
        double prior = masks.Average(mask => mask.ToArray().Average(value => value));
        double[] w = new double[voxels];
        for (int iteration = 0; iteration < 400; iteration++)
        {
            for (int v = 0; v < voxels; v++)
            {
                double front = prior;
                double back = 1 - prior;
                for (int r = 0; r < readers; r++)
                {
                    bool marked = masks[r].Span[v] != 0;
                    front *= marked ? p[r] : 1 - p[r];
                    back *= marked ? 1 - q[r] : q[r];
                }

                w[v] = front / (front + back);
            }

            for (int r = 0; r < readers; r++)
            {
                double hits = 0;
                double rejections = 0;
                for (int v = 0; v < voxels; v++)
                {
                    hits += masks[r].Span[v] != 0 ? w[v] : 0;
                    rejections += masks[r].Span[v] == 0 ? 1 - w[v] : 0;
                }

                p[r] = hits / w.Sum();
                q[r] = rejections / w.Sum(value => 1 - value);
            }
        }

        return (p, q, [.. w.Select(value => value >= 0.5 ? (byte)1 : (byte)0)]);
    }
}
