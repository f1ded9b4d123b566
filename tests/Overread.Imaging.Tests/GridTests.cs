using CsCheck;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;
using Overread.Imaging.Nifti;
using Overread.Imaging.Nrrd;
using Overread.Imaging.Png;

namespace Overread.Imaging.Tests;

/// <summary>Voxels are carried by where they lie: exactly where grids share their voxels, never by index where they do not.</summary>
public sealed class GridTests
{
    private static readonly Gen<Lps> Vectors = Gen.Select(
        Gen.Double[-3, 3],
        Gen.Double[-3, 3],
        Gen.Double[-3, 3],
        (x, y, z) => new Lps(x, y, z)
    );

    private static readonly Gen<GridAffine> Affines = Gen.Select(Vectors, Vectors, Vectors, Vectors)
        .Where(v => Math.Abs(v.Item2.Cross(v.Item3).Dot(v.Item4)) > 0.5)
        .Select(v => new GridAffine(v.Item1 * 50, v.Item2, v.Item3, v.Item4));

    [Fact]
    public void A_voxel_comes_back_from_its_place_in_any_affine() =>
        Affines
            .Select(Gen.Double[-50, 50], Gen.Double[-50, 50], Gen.Double[-50, 50])
            .Sample(t =>
            {
                (double i, double j, double k) = t.Item1.ToVoxel(t.Item1.ToPatient(t.Item2, t.Item3, t.Item4));
                Assert.InRange(i - t.Item2, -1e-6, 1e-6);
                Assert.InRange(j - t.Item3, -1e-6, 1e-6);
                Assert.InRange(k - t.Item4, -1e-6, 1e-6);
            });

    [Fact]
    public void The_same_voxels_in_any_order_and_direction_lie_on_each_other() =>
        Affines
            .Select(Gen.Int[0, 5], Gen.Int[0, 7])
            .Sample(t =>
            {
                (GridAffine a, int order, int flips) = t;
                int[] size = [4, 5, 6];
                int[] axes = (
                    (int[][])
                        [
                            [0, 1, 2],
                            [0, 2, 1],
                            [1, 0, 2],
                            [1, 2, 0],
                            [2, 0, 1],
                            [2, 1, 0],
                        ]
                )[order];
                Lps[] steps = [a.ColumnStep, a.RowStep, a.SliceStep];
                Lps origin = a.Origin;
                Lps[] turned = new Lps[3];
                int[] turnedSize = new int[3];
                for (int axis = 0; axis < 3; axis++)
                {
                    bool back = (flips & (1 << axis)) != 0;
                    origin += back ? steps[axes[axis]] * (size[axes[axis]] - 1) : default;
                    turned[axis] = steps[axes[axis]] * (back ? -1 : 1);
                    turnedSize[axis] = size[axes[axis]];
                }

                VolumeGrid onto = VolumeGrid.Of(4, 5, 6, a);
                VolumeGrid from = VolumeGrid.Of(
                    turnedSize[0],
                    turnedSize[1],
                    turnedSize[2],
                    new GridAffine(origin, turned[0], turned[1], turned[2])
                );
                GridPlacement? placement = GridPlacement.Find(from, onto, out string why);
                Assert.True(placement is not null, why);
                for (int n = 0; n < 120; n++)
                {
                    (int i, int j, int k) = (
                        n % turnedSize[0],
                        n / turnedSize[0] % turnedSize[1],
                        n / turnedSize[0] / turnedSize[1]
                    );
                    (int x, int y, int z) = placement.Map(i, j, k);
                    Lps apart = onto.ToPatient(x, y, z) - from.ToPatient(i, j, k);
                    Assert.True(apart.Length < 1e-6);
                }
            });

    [Theory]
    [InlineData(0.3, 0, 0)]
    [InlineData(0, 0, 0.4)]
    [InlineData(500, 0, 0)]
    public void Another_grid_is_none_and_says_why(double x, double y, double z)
    {
        VolumeGrid onto = Box(new Lps(0, 0, 0));
        GridPlacement? placement = GridPlacement.Find(Box(new Lps(x, y, z)), onto, out string why);
        // Whole voxels away is the same lattice, and every voxel of it lies outside.
        Assert.True(placement is null || placement.Map(0, 0, 0).I >= onto.Width, why);
        Assert.NotEmpty(why);
    }

    [Fact]
    public void A_tilted_gantry_stays_tilted()
    {
        Lps[] origins = [.. Enumerable.Range(0, 5).Select(k => new Lps(0, k * 0.8, k * 3.0))];
        VolumeGrid grid = VolumeGrid.OfSlices(8, 8, new Lps(1, 0, 0), new Lps(0, 1, 0), origins);
        Assert.NotNull(grid.Affine);
        Assert.Equal(Math.Atan2(0.8, 3) * 180 / Math.PI, grid.Affine.ShearDegrees, 6);
        Assert.Equal(3, grid.VoxelVolume, 6);
        Assert.Equal(new Lps(2, 3 + 1.6, 6), grid.Affine.ToPatient(2, 3, 2));
    }

    [Fact]
    public void Uneven_slices_have_no_affine_and_keep_their_places()
    {
        Lps[] origins = [new(0, 0, 0), new(0, 0, 3), new(0, 0, 9), new(0, 0, 12)];
        VolumeGrid grid = VolumeGrid.OfSlices(8, 8, new Lps(1, 0, 0), new Lps(0, 1, 0), origins);
        Assert.Null(grid.Affine);
        VolumeGrid part = VolumeGrid.OfSlices(8, 8, new Lps(1, 0, 0), new Lps(0, 1, 0), [origins[2]], 3);
        Assert.Equal((4, 5, 2), GridPlacement.Find(part, grid, out _)!.Map(4, 5, 0));
        Assert.True(Math.Abs(-2.9) > grid.Reach(2, -3.1) && grid.Reach(2, -1) >= 1.5);
    }

    [Fact]
    public void Label_maps_come_back_from_nifti_and_nrrd_whatever_the_affine() =>
        Affines
            .Select(Gen.Int[1, 70000], Gen.Bool)
            .Sample(
                t =>
                {
                    VolumeGrid grid = VolumeGrid.Of(3, 4, 5, t.Item1);
                    int[] numbers = new int[60];
                    numbers[7] = t.Item2;
                    numbers[59] = 1;
                    void Fill(int k, int[] plane) => numbers.AsSpan(k * 12, 12).CopyTo(plane);
                    using MemoryStream nifti = new();
                    NiftiLabels.Write(nifti, grid, Fill, t.Item2, t.Item3);
                    nifti.Position = 0;
                    Same(NiftiLabels.Read(nifti), grid, numbers, 1e-3);
                    using MemoryStream nrrd = new();
                    MarkLabel label = new()
                    {
                        Number = t.Item2,
                        Name = "Größe",
                        Colour = (1, 2, 3),
                        Type = new("10200004", "SCT", "Liver"),
                    };
                    NrrdLabels.Write(nrrd, grid, [Fill], [(0, t.Item2, label)]);
                    LabelVolume back = NrrdLabels.Read(nrrd.ToArray(), _ => throw new InvalidOperationException());
                    Same(back, grid, numbers, 1e-9);
                    Assert.Equal(
                        (label.Name, label.Colour, label.Type),
                        (back.Labels[0].Label.Name, back.Labels[0].Label.Colour, back.Labels[0].Label.Type)
                    );
                },
                iter: 200
            );

    [Fact]
    public void A_qform_says_the_same_as_the_sform()
    {
        GridAffine affine = new(new Lps(3, -7, 11), new Lps(0, 0.5, 0), new Lps(0, 0, -0.7), new Lps(2, 0, 0));
        using MemoryStream stream = new();
        NiftiLabels.Write(stream, VolumeGrid.Of(2, 2, 2, affine), (_, _) => { }, 1, false);
        byte[] bytes = stream.ToArray();
        Assert.Equal(1, bytes[252]);
        bytes[254] = 0;
        GridAffine read = NiftiLabels.Read(new MemoryStream(bytes)).Affine!;
        foreach ((int i, int j, int k) in ((int, int, int)[])[(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 1)])
        {
            Assert.True((read.ToPatient(i, j, k) - affine.ToPatient(i, j, k)).Length < 1e-5);
        }
    }

    [Fact]
    public void Layers_of_a_slicer_segmentation_may_overlap()
    {
        VolumeGrid grid = Box(default);
        using MemoryStream stream = new();
        NrrdLabels.Write(
            stream,
            grid,
            [(_, plane) => plane[5] = 1, (_, plane) => plane[5] = 2],
            [(0, 1, new MarkLabel { Number = 1, Name = "a" }), (1, 2, new MarkLabel { Number = 2, Name = "b" })]
        );
        LabelVolume read = NrrdLabels.Read(stream.ToArray(), _ => []);
        Assert.Equal((2, 1, 2), (read.Layers.Count, read.Layers[0][5], read.Layers[1][5]));
        Assert.Equal(2, read.Masks().Count);
    }

    [Theory]
    [InlineData("space: right-anterior-superior", -10, -20, 30)]
    [InlineData("space: LPS", 10, 20, 30)]
    [InlineData("space: left-anterior-superior", 10, -20, 30)]
    public void Nrrd_spaces_are_turned_into_lps(string space, double x, double y, double z)
    {
        string header =
            $"NRRD0004\ntype: uchar\ndimension: 3\n{space}\nsizes: 2 1 1\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nkinds: domain domain domain\nencoding: ascii\nspace origin: (10,20,30)\n\n0 1\n";
        LabelVolume read = NrrdLabels.Read(System.Text.Encoding.ASCII.GetBytes(header), _ => []);
        Assert.Equal(new Lps(x, y, z), read.Affine!.Origin);
        Assert.Equal([0, 1], read.Layers[0]);
    }

    [Fact]
    public void Png_numbers_come_back_as_they_were() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Bool)
            .SelectMany(size =>
                Gen.Int[0, size.Item3 ? 65535 : 255]
                    .Array[size.Item1 * size.Item2]
                    .Select(n => (size.Item1, size.Item3, n))
            )
            .Sample(t =>
            {
                (byte, byte, byte)[] palette = [.. Enumerable.Range(0, 256).Select(i => ((byte)i, (byte)0, (byte)0))];
                using MemoryStream stream = new();
                PngLabels.Write(stream, t.n, t.Item1, t.Item2 ? null : palette);
                Assert.Equal(t.n, PngLabels.Read(stream.ToArray()).Numbers);
            });

    private static VolumeGrid Box(Lps origin) =>
        VolumeGrid.Of(10, 10, 4, new GridAffine(origin, new Lps(1, 0, 0), new Lps(0, 1, 0), new Lps(0, 0, 1)));

    private static void Same(LabelVolume read, VolumeGrid grid, int[] numbers, double within)
    {
        Assert.Equal((grid.Width, grid.Height, grid.Depth), (read.Width, read.Height, read.Depth));
        Assert.Equal(numbers, read.Layers[0]);
        Assert.True((read.Affine!.ToPatient(2, 3, 4) - grid.ToPatient(2, 3, 4)).Length < within);
    }
}
