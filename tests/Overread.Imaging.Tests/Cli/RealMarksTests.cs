using System.Text.Json;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;
using Overread.Imaging.Nifti;
using Overread.Imaging.Nrrd;

namespace Overread.Imaging.Tests.Cli;

/// <summary>Files of other programs lie where their makers put them; skipped where they are absent.</summary>
public sealed class RealMarksTests : IDisposable
{
    private readonly MarksTool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("liver.dcm", "ct-3slice", "liver_seg.nrrd")]
    [InlineData("23x38x3/seg/label.seg", "23x38x3/image", "23x38x3/nrrd/label.nrrd")]
    [InlineData("23x38x3/seg/label.seg", "23x38x3/multiframe", "23x38x3/nrrd/label.nrrd")]
    public void Segmentations_of_dcmqi_are_their_label_maps(string segmentation, string images, string labels)
    {
        string folder = MarksTool.Shared("seg_sr_rt/dcmqi/segmentations");
        _tool.Convert(Path.Combine(folder, segmentation), Path.Combine(folder, images), "nrrd", _tool.At("a.nrrd"));
        LabelVolume made = NrrdLabels.Read(File.ReadAllBytes(_tool.At("a.nrrd")), _ => []);
        LabelVolume reference = NrrdLabels.Read(File.ReadAllBytes(Path.Combine(folder, labels)), _ => []);
        Assert.True((made.Affine!.ToPatient(5, 7, 1) - reference.Affine!.ToPatient(5, 7, 1)).Length < 0.001);
        Assert.Equal(reference.Layers[0].Select(n => n != 0), made.Layers[0].Select(n => n != 0));
    }

    [Theory]
    [InlineData("ct_mr/dcm_qa_nih/In/20180918GE/mr_0004", "ct_mr/dcm_qa_nih/Ref/DCM2NIIX_regression_test_4.nii")]
    [InlineData("ct_mr/dcm_qa_nih/In/20180918Si/mr_0003", "ct_mr/dcm_qa_nih/Ref/EPI_PE=AP_3.nii")]
    [InlineData("ct_mr/derived_mr_series", "ct_mr/derived_mr_series/source.nii")]
    public void Ten_places_have_the_same_voxel_in_a_series_and_its_reference(string series, string reference)
    {
        using FileStream stream = File.OpenRead(MarksTool.Shared(reference));
        NiftiVolume volume = NiftiVolume.ReadGeometry(stream);
        GridAffine affine = NiftiLabels.Place(volume)!;
        List<string> lines = ["label,x,y,z"];
        Lps[] places = new Lps[10];
        for (int n = 0; n < 10; n++)
        {
            places[n] = affine.ToPatient(n * 7 % volume.Width, n * 5 % volume.Height, n * 3 % volume.Depth);
            lines.Add(FormattableString.Invariant($"p{n},{places[n].X:R},{places[n].Y:R},{places[n].Z:R}"));
        }

        string points = _tool.Write("p.csv", string.Join('\n', lines));
        JsonElement report = _tool.Convert(points, MarksTool.Shared(series), "csv", _tool.At("v.csv"));
        double[][] rows =
        [
            .. report
                .GetProperty("images")
                .GetProperty("affineLps")
                .EnumerateArray()
                .Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray()),
        ];
        string[] written = [.. File.ReadLines(_tool.At("v.csv")).Skip(1)];
        Assert.Equal(10, written.Length);
        for (int n = 0; n < 10; n++)
        {
            // The voxel that the tool names is a whole one, and its place by the printed affine is the planted one.
            double[] voxel =
            [
                .. written[n]
                    .Split(',')[7]
                    .Split(' ')
                    .Select(v => Math.Round(double.Parse(v, System.Globalization.CultureInfo.InvariantCulture))),
            ];
            Lps back = new(Place(0), Place(1), Place(2));
            Assert.True((back - places[n]).Length < 0.01, $"{places[n]} is {back}");
            double Place(int row) =>
                (rows[row][0] * voxel[0]) + (rows[row][1] * voxel[1]) + (rows[row][2] * voxel[2]) + rows[row][3];
        }
    }

    [Fact]
    public void Boxes_of_blood_cells_and_masks_of_nuclei_are_all_there()
    {
        string photo = MarksTool.Shared("photo");
        JsonElement cells = _tool.Convert(
            Path.Combine(photo, "BCCD/Annotations"),
            Path.Combine(photo, "BCCD/JPEGImages"),
            "coco",
            _tool.At("cells.json")
        );
        Assert.Empty(cells.GetProperty("leftOut").EnumerateArray());
        using JsonDocument coco = JsonDocument.Parse(File.ReadAllText(_tool.At("cells.json")));
        Dictionary<int, string> names = coco
            .RootElement.GetProperty("categories")
            .EnumerateArray()
            .ToDictionary(c => c.GetProperty("id").GetInt32(), c => c.GetProperty("name").GetString()!);
        Dictionary<string, int> counts = coco
            .RootElement.GetProperty("annotations")
            .EnumerateArray()
            .GroupBy(a => names[a.GetProperty("category_id").GetInt32()])
            .ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal((947, 65, 81), (counts["RBC"], counts["WBC"], counts["Platelets"]));
        _tool.Convert(
            Path.Combine(photo, "dsb2018_nuclei"),
            Path.Combine(photo, "dsb2018_nuclei"),
            "coco",
            _tool.At("nuclei.json")
        );
        using JsonDocument nuclei = JsonDocument.Parse(File.ReadAllText(_tool.At("nuclei.json")));
        Assert.Equal(439, nuclei.RootElement.GetProperty("annotations").GetArrayLength());
        Assert.Equal(20, nuclei.RootElement.GetProperty("images").GetArrayLength());
    }

    [Theory]
    [InlineData("example_seg.nii.gz", "example_ct.nii.gz")]
    [InlineData("example_seg_fast_force_split.nii.gz", "example_ct_sm.nii.gz")]
    public void Labels_of_another_volume_are_refused(string labels, string image)
    {
        string folder = MarksTool.Shared("volumes/TotalSegmentator");
        Assert.Contains(
            "other images",
            _tool.Refuse(Path.Combine(folder, labels), Path.Combine(folder, image), "nrrd"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Labels_of_their_own_volume_come_back_from_nrrd()
    {
        string folder = MarksTool.Shared("volumes/TotalSegmentator");
        string labels = Path.Combine(folder, "example_seg.nii.gz");
        string image = Path.Combine(folder, "example_ct_sm.nii.gz");
        _tool.Convert(labels, image, "nrrd", _tool.At("a.seg.nrrd"));
        _tool.Convert(_tool.At("a.seg.nrrd"), image, "nifti", _tool.At("b.nii"));
        using FileStream before = File.OpenRead(labels);
        using FileStream after = File.OpenRead(_tool.At("b.nii"));
        Assert.Equal(NiftiLabels.Read(before).Layers[0], NiftiLabels.Read(after).Layers[0]);
    }

    [Fact]
    public void A_mirrored_mask_lands_where_it_was()
    {
        string folder = MarksTool.Shared("volumes/sct_testing_data/t2");
        using FileStream stream = File.OpenRead(Path.Combine(folder, "t2_seg-manual.nii.gz"));
        LabelVolume mask = NiftiLabels.Read(stream);
        GridAffine a = mask.Affine!;
        GridAffine mirrored = new(a.ToPatient(mask.Width - 1, 0, 0), a.ColumnStep * -1, a.RowStep, a.SliceStep);
        using (FileStream file = File.Create(_tool.At("m.nii")))
        {
            NiftiLabels.Write(
                file,
                VolumeGrid.Of(mask.Width, mask.Height, mask.Depth, mirrored),
                (k, plane) =>
                {
                    for (int i = 0; i < plane.Length; i++)
                    {
                        int x = i % mask.Width;
                        plane[i] = mask.Layers[0][(k * plane.Length) + i - x + mask.Width - 1 - x];
                    }
                },
                1,
                false
            );
        }

        _tool.Convert(_tool.At("m.nii"), Path.Combine(folder, "t2.nii.gz"), "nifti", _tool.At("back.nii"));
        using FileStream back = File.OpenRead(_tool.At("back.nii"));
        Assert.Equal(mask.Layers[0], NiftiLabels.Read(back).Layers[0]);
    }
}
