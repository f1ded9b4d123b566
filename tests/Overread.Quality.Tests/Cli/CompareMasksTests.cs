using System.Buffers.Binary;
using System.Text.Json;
using Overread.Imaging.Nifti;

namespace Overread.Quality.Tests.Cli;

/// <summary>compare-masks as it is typed: millimetres, labels apart, by the affine, over cases.</summary>
public sealed class CompareMasksTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Two_masks_in_millimetres_with_labels_apart()
    {
        string first = Box("a.nii", (2, 5), 1);
        string second = Box("b.nii", (3, 5), 1, two: true);
        using JsonDocument json = Run("compare-masks", first, second, "--tolerance", "2", "--json");
        JsonElement[] cases = [.. json.RootElement.GetProperty("cases").EnumerateArray()];
        Assert.Equal(2, cases.Length);

        // Boxes of 3 and 2 layers of 4 × 4 voxels of 2 mm: 48 and 32 voxels, Dice 64 / 80; 8 mm³ each.
        Assert.Equal(0.8, cases[0].GetProperty("dice").GetDouble(), 12);
        Assert.Equal(0.384, cases[0].GetProperty("firstMl").GetDouble(), 12);
        Assert.Equal(0.256, cases[0].GetProperty("secondMl").GetDouble(), 12);
        Assert.Equal(2, cases[0].GetProperty("hdMm").GetDouble(), 6);
        Assert.Equal(1, cases[0].GetProperty("nsd").GetDouble(), 6);
        Assert.Equal(2, cases[1].GetProperty("label").GetInt32());
        Assert.Equal(0, cases[1].GetProperty("dice").GetDouble());
        Assert.Equal(JsonValueKind.Null, cases[1].GetProperty("hdMm").ValueKind);
        string text = _tool.Run("compare-masks", first, second, "--tolerance", "2").Output;
        Assert.Contains(
            "label 1: 100 % of both borders lie within 2 mm of the other; the volume differs by -0.128 ml",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("label 2: one of the two masks has none of it", text, StringComparison.Ordinal);
        Assert.Contains("One case says nothing of others.", text, StringComparison.Ordinal);
        Assert.Equal(0, _tool.Run("compare-masks", first, second, "--by-area", "--label", "1").Code);
        Assert.Contains("Examples:", _tool.Run("compare-masks", "--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_affine_says_where_a_mask_lies_and_another_grid_is_refused_or_resampled()
    {
        string first = Box("a.nii", (2, 5), 1, origin: -10);
        string moved = Box("m.nii", (2, 5), 1, origin: -8);
        string half = Box("h.nii", (2, 5), 1, origin: -9);

        // The second file lies one voxel farther along x: by voxel index they would be the same.
        using JsonDocument apart = Run("compare-masks", first, moved, "--json");
        Assert.Equal(0.75, apart.RootElement.GetProperty("cases")[0].GetProperty("dice").GetDouble(), 12);
        using JsonDocument byIndex = Run("compare-masks", first, moved, "--ignore-affine", "--json");
        Assert.Equal(1, byIndex.RootElement.GetProperty("cases")[0].GetProperty("dice").GetDouble(), 12);
        (int code, _, string error) = _tool.Run("compare-masks", first, half);
        Assert.Equal(2, code);
        Assert.Contains("--resample", error, StringComparison.Ordinal);
        (int resampled, _, string said) = _tool.Run("compare-masks", first, half, "--resample");
        Assert.Equal(0, resampled);
        Assert.Contains("warning", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_cases_have_a_mean_with_an_interval_and_limits_of_volumes()
    {
        string table = "case,first,second\n";
        for (int i = 0; i < 5; i++)
        {
            Box($"a{i}.nii", (1, 4 + (i % 3)), 1);
            Box($"b{i}.nii", (1 + (i % 2), 5), 1);
            table += $"c{i},a{i}.nii,b{i}.nii\n";
        }

        string pairs = _tool.Write("pairs.csv", table);
        using JsonDocument json = Run("compare-masks", "--pairs", pairs, "--json");
        JsonElement label = json.RootElement.GetProperty("labels")[0];
        Assert.Equal(5, label.GetProperty("cases").GetInt32());
        double mean = label.GetProperty("meanDice").GetDouble();
        Assert.Equal(
            json.RootElement.GetProperty("cases").EnumerateArray().Average(one => one.GetProperty("dice").GetDouble()),
            mean,
            12
        );
        Assert.True(label.GetProperty("meanDiceLow").GetDouble() < mean);
        Assert.True(label.GetProperty("volumeLowMl").GetDouble() < label.GetProperty("volumeHighMl").GetDouble());
        Assert.Contains(
            "Bland and Altman",
            _tool.Run("compare-masks", "--pairs", pairs).Output,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "case,label,dice,iou",
            _tool.Run("compare-masks", "--pairs", pairs, "--csv").Output,
            StringComparison.Ordinal
        );
        string gone = _tool.Write("gone.csv", "first,second\na0.nii,nothing.nii\n");
        Assert.Contains("line 2", _tool.Run("compare-masks", "--pairs", gone).Error, StringComparison.Ordinal);
        Assert.Contains(
            "two masks are needed",
            _tool.Run("compare-masks", _tool.At("a0.nii")).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Instances_are_paired()
    {
        string first = Box("a.nii", (2, 5), 3);
        string second = Box("b.nii", (3, 5), 9, two: true);
        using JsonDocument json = Run("compare-masks", first, second, "--instances", "--json");
        JsonElement found = json.RootElement.GetProperty("cases")[0];
        Assert.Equal(2 / 3.0, found.GetProperty("sq").GetDouble(), 12);
        Assert.Equal(2 / 3.0, found.GetProperty("rq").GetDouble(), 12);
        Assert.Contains(
            "1 of 1 instances of the first are covered by more than half in the second, which has 2: 0 are missed, 1 are not in the first.",
            _tool.Run("compare-masks", first, second, "--instances").Output,
            StringComparison.Ordinal
        );
    }

    /// <summary>A box of 4 × 4 voxels through some layers, of a label; and a voxel of the label 2 apart from it.</summary>
    private string Box(string name, (int From, int To) layers, byte label, bool two = false, float origin = -10)
    {
        const int Size = 8;
        byte[] voxels = new byte[Size * Size * Size];
        for (int z = layers.From; z < layers.To; z++)
        {
            for (int y = 2; y < 6; y++)
            {
                for (int x = 2; x < 6; x++)
                {
                    voxels[(((z * Size) + y) * Size) + x] = label;
                }
            }
        }

        voxels[^1] = two ? (byte)2 : (byte)0;
        using MemoryStream stream = new();
        NiftiVolume.FromBytes(voxels, Size, Size, Size, [2, 2, 2]).WriteLike(stream, voxels, compressed: false);
        byte[] bytes = stream.ToArray();
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(252), 0);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(254), 1);
        float[] affine = [2, 0, 0, origin, 0, 2, 0, -20, 0, 0, 2, -30];
        for (int i = 0; i < affine.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(280 + (4 * i)), affine[i]);
        }

        File.WriteAllBytes(_tool.At(name), bytes);
        return _tool.At(name);
    }

    private JsonDocument Run(params string[] arguments)
    {
        (int code, string output, string error) = _tool.Run(arguments);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output);
    }
}
