using Overread.Imaging.Nifti;
using Overread.Quality.Numerics;
using Overread.Quality.Tests.Masks;

namespace Overread.Quality.Tests.Cli;

public sealed class FuseMasksTests
{
    [Fact]
    public void The_mirrored_reader_is_refused_by_name_and_the_flip_suggested()
    {
        string[] files = [.. Enumerable.Range(1, 3).Select(i => SharedData.Path("masks", $"seg_{i}.nii.gz"))];
        using Tool tool = new();
        (int code, _, string error) = tool.Run(["fuse-masks", .. files, "--method", "staple"]);
        Assert.Equal(2, code);
        System.Text.RegularExpressions.Match found = System.Text.RegularExpressions.Regex.Match(
            error,
            @"(seg_\d): mirrored \(Dice 0\.\d+ with the others\); --flip (seg_\d=[xyz]+)"
        );
        Assert.True(found.Success, error);
        (code, string output, error) = tool.Run([
            "fuse-masks",
            .. files,
            "--method",
            "staple",
            "--flip",
            found.Groups[2].Value,
            "--out",
            tool.At("f.nii.gz"),
        ]);
        Assert.True(code == 0, error);
        using FileStream stream = File.OpenRead(tool.At("f.nii.gz"));
        NiftiVolume fused = NiftiVolume.Read(stream);
        Assert.Contains((float)1, fused.Values);
        Assert.Contains("0.748", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nifti_comes_back_and_damage_is_named()
    {
        byte[] ball = MaskTests.Ball(6, 0, 0);
        NiftiVolume volume = NiftiVolume.FromBytes(ball, 40, 36, 20, [1, 1, 2]);
        using MemoryStream written = new();
        volume.WriteLike(written, ball, compressed: true);
        byte[] bytes = written.ToArray();
        NiftiVolume read = NiftiVolume.Read(new MemoryStream(bytes));
        Assert.Equal((40, 36, 20), (read.Width, read.Height, read.Depth));
        Assert.Equal(2f, read.Spacing[2]);
        Assert.Equal(ball.Select(value => (float)value), read.Values);
        using MemoryStream plain = new();
        volume.WriteLike(plain, ball, compressed: false);
        for (int cut = 0; cut < plain.Length; cut += 997)
        {
            Assert.Throws<NiftiException>(() => NiftiVolume.Read(new MemoryStream(plain.ToArray()[..cut])));
        }

        SeededRandom random = new(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = plain.ToArray();
            damaged[random.Next(352)] = (byte)random.Next(256);
            try
            {
                NiftiVolume.Read(new MemoryStream(damaged));
            }
            catch (NiftiException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }
}
