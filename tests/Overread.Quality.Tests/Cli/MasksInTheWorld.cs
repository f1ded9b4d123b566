using System.Buffers.Binary;
using Overread.Imaging.Nifti;

namespace Overread.Quality.Tests.Cli;

/// <summary>Masks are fused where they lie in the world; labels stay apart; two votes of one reading are said.</summary>
public sealed class MasksInTheWorld
{
    private const int W = 7;
    private const int H = 6;
    private const int D = 5;

    /// <summary>A block with a corner cut off, so that no mirror image equals it; label 1, and 2 in its last layer.</summary>
    private static byte At(int x, int y, int z, bool two = false) =>
        (byte)(
            x is >= 1 and <= 4 && y is >= 2 and <= 4 && z is >= 1 and <= 3 && x + y + z > 5
                ? (two && z == 3 ? 2 : 1)
                : 0
        );

    /// <summary>A file whose voxel (i, j, k) shows the world voxel <paramref name="of"/>; affine by its rows.</summary>
    private static string Write(
        Tool tool,
        string name,
        (int W, int H, int D) size,
        Func<int, int, int, byte> of,
        float[]? affine,
        short qform = 0
    )
    {
        byte[] voxels = new byte[size.W * size.H * size.D];
        for (int k = 0; k < size.D; k++)
        {
            for (int j = 0; j < size.H; j++)
            {
                for (int i = 0; i < size.W; i++)
                {
                    voxels[(((k * size.H) + j) * size.W) + i] = of(i, j, k);
                }
            }
        }

        using MemoryStream stream = new();
        NiftiVolume.FromBytes(voxels, size.W, size.H, size.D, [2, 2, 2]).WriteLike(stream, voxels, compressed: false);
        byte[] bytes = stream.ToArray();
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(252), qform);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(254), (short)(affine is not null && qform == 0 ? 1 : 0));
        for (int i = 0; i < (affine?.Length ?? 0); i++)
        {
            // The numbers of a qform: b, c, d, offsets; those of an sform: three rows.
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan((qform == 0 ? 280 : 256) + (4 * i)), affine![i]);
        }

        File.WriteAllBytes(tool.At(name), bytes);
        return tool.At(name);
    }

    private static readonly float[] s_plain = [2, 0, 0, -10, 0, 2, 0, -20, 0, 0, 2, -30];

    private static byte[] Fuse(Tool tool, out string said, params string[] arguments)
    {
        (int code, string output, said) = tool.Run(["fuse-masks", .. arguments, "--out", tool.At("f.nii")]);
        Assert.True(code == 0, said + output);
        using FileStream stream = File.OpenRead(tool.At("f.nii"));
        return [.. NiftiVolume.Read(stream).Values.Select(value => (byte)value)];
    }

    private static byte[] Expected(bool two = false) =>
        [.. Enumerable.Range(0, W * H * D).Select(v => At(v % W, v / W % H, v / (W * H), two))];

    [Fact]
    public void Another_order_of_voxels_is_put_in_order_by_the_affine()
    {
        using Tool tool = new();
        string plain = Write(tool, "a.nii", (W, H, D), (i, j, k) => At(i, j, k), s_plain);
        string mirrored = Write(
            tool,
            "b.nii",
            (W, H, D),
            (i, j, k) => At(W - 1 - i, j, k),
            [-2, 0, 0, -10 + (2 * (W - 1)), 0, 2, 0, -20, 0, 0, 2, -30]
        );
        string turned = Write(
            tool,
            "c.nii",
            (D, W, H),
            (i, j, k) => At(j, k, i),
            [0, 2, 0, -10, 0, 0, 2, -20, 2, 0, 0, -30]
        );
        byte[] fused = Fuse(tool, out string said, plain, mirrored, turned);
        Assert.Equal(Expected(), fused);
        Assert.Contains("b.nii: stored in another order of voxels", said, StringComparison.Ordinal);
        Assert.Contains("c.nii: stored in another order of voxels", said, StringComparison.Ordinal);

        // A half turn about z as a qform: b = c = 0, d = 1, so x and y run backward.
        string half = Write(
            tool,
            "q.nii",
            (W, H, D),
            (i, j, k) => At(W - 1 - i, H - 1 - j, k),
            [0, 0, 1, -10 + (2 * (W - 1)), -20 + (2 * (H - 1)), -30],
            qform: 1
        );
        Assert.Equal(Expected(), Fuse(tool, out _, plain, half, mirrored));
    }

    [Fact]
    public void A_part_of_the_grid_is_placed_and_what_lies_outside_is_said()
    {
        using Tool tool = new();
        string plain = Write(tool, "a.nii", (W, H, D), (i, j, k) => At(i, j, k), s_plain);
        string cropped = Write(
            tool,
            "b.nii",
            (5, 4, 3),
            (i, j, k) => At(i + 1, j + 2, k + 1),
            [2, 0, 0, -8, 0, 2, 0, -16, 0, 0, 2, -28]
        );
        Assert.Equal(Expected(), Fuse(tool, out _, plain, cropped, plain));
        (_, _, string said) = tool.Run(
            "fuse-masks",
            Write(tool, "c.nii", (W, H, 3), (i, j, k) => At(i, j, k), s_plain),
            plain,
            plain
        );
        Assert.Contains("lie outside that grid and are lost", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_grid_is_refused_or_resampled_visibly()
    {
        using Tool tool = new();
        string plain = Write(tool, "a.nii", (W, H, D), (i, j, k) => At(i, j, k), s_plain);
        string shifted = Write(
            tool,
            "b.nii",
            (W, H, D),
            (i, j, k) => At(i, j, k),
            [2, 0, 0, -9.4f, 0, 2, 0, -20, 0, 0, 2, -30]
        );
        string finer = Write(
            tool,
            "c.nii",
            (2 * W, H, D),
            (i, j, k) => At(i / 2, j, k),
            [1, 0, 0, -10.5f, 0, 2, 0, -20, 0, 0, 2, -30]
        );
        foreach (string other in (string[])[shifted, finer])
        {
            (int code, _, string error) = tool.Run("fuse-masks", plain, other, plain);
            Assert.Equal(2, code);
            Assert.Contains("affine transform puts its voxels on another grid", error, StringComparison.Ordinal);
            Assert.Equal(Expected(), Fuse(tool, out string said, plain, other, plain, "--resample"));
            Assert.Contains("resampled onto the grid", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_does_not_say_where_it_lies_is_not_compared_with_one_that_does()
    {
        using Tool tool = new();
        string plain = Write(tool, "a.nii", (W, H, D), (i, j, k) => At(i, j, k), s_plain);
        string silent = Write(tool, "b.nii", (W, H, D), (i, j, k) => At(i, j, k), null);
        (int code, _, string error) = tool.Run("fuse-masks", plain, silent, plain);
        Assert.Equal(2, code);
        Assert.Contains("has none (qform and sform codes 0)", error, StringComparison.Ordinal);
        Assert.Equal(Expected(), Fuse(tool, out _, plain, silent, plain, "--ignore-affine"));
        string singular = Write(
            tool,
            "c.nii",
            (W, H, D),
            (i, j, k) => At(i, j, k),
            [2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 0]
        );
        Assert.Contains("singular", tool.Run("fuse-masks", plain, singular).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_are_kept_apart()
    {
        using Tool tool = new();
        string two = Write(tool, "a.nii", (W, H, D), (i, j, k) => At(i, j, k, two: true), s_plain);
        string three = Write(
            tool,
            "b.nii",
            (W, H, D),
            (i, j, k) => (byte)(At(i, j, k, two: true) == 2 ? 3 : At(i, j, k)),
            s_plain
        );
        Assert.Equal(Expected(two: true), Fuse(tool, out _, two, three, two));
        Assert.Equal(Expected(), Fuse(tool, out _, two, three, two, "--label", "any", "--method", "staple"));
        Assert.Equal(
            Expected(two: true).Select(label => label == 2 ? (byte)2 : (byte)0),
            Fuse(tool, out _, two, two, three, "--label", "2", "--without-gate")
        );
        (int code, _, string error) = tool.Run("fuse-masks", two, three, two, "--method", "staple");
        Assert.Equal(2, code);
        Assert.Contains("the labels 1, 2, 3", error, StringComparison.Ordinal);
        Assert.Contains(
            "labels 1, 2, 3",
            tool.Run("fuse-masks", two, three, two, "--label", "9").Error,
            StringComparison.Ordinal
        );
        string four = Write(
            tool,
            "c.nii",
            (W, H, D),
            (i, j, k) => (byte)(At(i, j, k, two: true) == 2 ? 4 : At(i, j, k)),
            s_plain
        );
        Fuse(tool, out string said, two, three, four);
        Assert.Contains("12 voxels that most readers marked have tied labels", said, StringComparison.Ordinal);
        string other = Write(tool, "d.nii", (W, H, D), (i, j, k) => (byte)(255 * At(i, j, k)), s_plain);
        string one = Write(tool, "e.nii", (W, H, D), (i, j, k) => At(i, j, k), s_plain);
        Assert.Contains(
            "its only label is 255",
            tool.Run("fuse-masks", one, one, other).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void One_reading_given_twice_is_said()
    {
        using Tool tool = new();
        string a = Write(tool, "a.nii", (W, H, D), (i, j, k) => At(i, j, k), s_plain);
        string copy = Write(tool, "copy.nii", (W, H, D), (i, j, k) => At(i, j, k), s_plain);
        Assert.Contains("the same file is given twice", tool.Run("fuse-masks", a, a).Error, StringComparison.Ordinal);
        Assert.Contains("identical to", tool.Run("fuse-masks", a, copy).Error, StringComparison.Ordinal);
    }
}
