using System.Text.Json;
using Overread.Dicom;
using Overread.Dicom.Derived;
using Overread.Dicom.Structures;
using Overread.Imaging.Coco;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Imaging.Tests.Cli;

/// <summary><c>marks convert</c>: what goes out comes back equal, and what does not belong is refused with a reason.</summary>
public sealed class ConvertMarksTests : IDisposable
{
    private const int Width = 12;
    private const int Height = 10;
    private readonly MarksTool _tool = new();

    // Axial, coronal, oblique, and the tilted gantry.
    public static TheoryData<string> Orientations => ["axial", "coronal", "oblique", "tilted", "uneven"];

    public void Dispose() => _tool.Dispose();

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Masks_survive_every_format_and_the_way_back(string orientation)
    {
        string series = Series(orientation);
        string marks = Marks(orientation, overlapping: false, seed: 11);
        string expected = Normal(marks, series);
        foreach (
            (string to, string name) in ((string, string)[])
                [
                    ("seg", "a.dcm"),
                    ("labelmap-seg", "l.dcm"),
                    ("rtstruct", "r.dcm"),
                    ("sr", "s.dcm"),
                    ("nrrd", "n.nrrd"),
                    ("nifti", "n.nii.gz"),
                    ("coco", "c.json"),
                    ("png", "png"),
                ]
        )
        {
            if (orientation == "uneven" && (to is "nrrd" or "nifti"))
            {
                Assert.Contains("unevenly spaced", _tool.Refuse(marks, series, to), StringComparison.Ordinal);
                continue;
            }

            string there = _tool.At(name);
            JsonElement report = _tool.Convert(marks, series, to, there, 0, "--force");
            Assert.Empty(report.GetProperty("losses").EnumerateArray());
            Assert.Equal(expected, Normal(there, series));
        }
    }

    [Fact]
    public void Labels_that_overlap_are_kept_by_layers_files_and_segments()
    {
        string series = Series("axial");
        string marks = Marks("axial", overlapping: true, seed: 5);
        string expected = Normal(marks, series);
        foreach (
            (string to, string name) in ((string, string)[])
                [("seg", "a.dcm"), ("rtstruct", "r.dcm"), ("nrrd", "n.seg.nrrd")]
        )
        {
            _tool.Convert(marks, series, to, _tool.At(name));
            Assert.Equal(expected, Normal(_tool.At(name), series));
        }

        JsonElement split = _tool.Convert(marks, series, "nifti", _tool.At("two/n.nii.gz"));
        Assert.True(File.Exists(_tool.At("two/n.layer2.nii.gz")));
        Assert.Empty(split.GetProperty("losses").EnumerateArray());
        Assert.Equal(expected, Normal(_tool.At("two"), series));
        Assert.Contains(
            "overlaps another label",
            _tool.Refuse(marks, series, "nifti", "--overlap", "refuse"),
            StringComparison.Ordinal
        );
        JsonElement last = _tool.Convert(marks, series, "nifti", _tool.At("last.nii"), 0, "--overlap", "last");
        Assert.Equal(
            "overlapping voxels",
            Assert.Single(last.GetProperty("losses").EnumerateArray()).GetProperty("what").GetString()
        );
        _tool.Convert(marks, series, "nifti", _tool.At("strict.nii"), 3, "--overlap", "last", "--strict");
        Assert.False(File.Exists(_tool.At("strict.nii")));
    }

    [Fact]
    public void Another_frame_of_reference_is_refused_unless_said()
    {
        string series = Series("axial");
        string marks = Marks("axial", overlapping: false, seed: 2);
        _tool.Convert(marks, series, "seg", _tool.At("a.dcm"));
        _tool.Convert(marks, series, "rtstruct", _tool.At("r.dcm"));
        string other = _tool.Series("other", uid: "1.2.3.5", frame: "1.2.3.98");
        foreach (string file in (string[])["a.dcm", "r.dcm"])
        {
            Assert.Contains("frame of reference", _tool.Refuse(_tool.At(file), other, "csv"), StringComparison.Ordinal);
            _tool.Convert(_tool.At(file), other, "csv", _tool.At(file + ".csv"), 0, "--any-frame-of-reference");
        }
    }

    [Fact]
    public void Another_grid_is_refused_and_resampled_only_when_asked()
    {
        string series = Series("axial");
        _tool.Convert(Marks("axial", overlapping: false, seed: 2), series, "nrrd", _tool.At("n.nrrd"));
        string shifted = _tool.Series(
            "shifted",
            origins: [.. Enumerable.Range(0, 6).Select(k => new Lps(-10.3, -20, 5 + (2.5 * k)))]
        );
        string error = _tool.Refuse(_tool.At("n.nrrd"), shifted, "seg");
        Assert.Contains("--resample nearest", error, StringComparison.Ordinal);
        _tool.Convert(_tool.At("n.nrrd"), shifted, "seg", _tool.At("a.dcm"), 0, "--resample", "nearest");
    }

    [Fact]
    public void A_mask_on_some_of_the_slices_lands_on_those()
    {
        string whole = Series("axial");
        string part = _tool.Series(
            "part",
            origins: [.. Enumerable.Range(2, 3).Select(k => new Lps(-10, -20, 5 + (2.5 * k)))]
        );
        string mask = Mask(part, [0, 1, 1, 0]);
        _tool.Convert(mask, part, "seg", _tool.At("a.dcm"));
        _tool.Convert(_tool.At("a.dcm"), whole, "csv", _tool.At("b.csv"));
        Assert.All(
            File.ReadLines(_tool.At("b.csv")).Skip(1),
            line => Assert.Contains(line.Split(',')[5], (string[])["3", "4", "5"])
        );
    }

    [Fact]
    public void Every_segment_and_structure_written_passes_dciodvfy()
    {
        foreach (string orientation in (string[])["axial", "oblique"])
        {
            string series = Series(orientation);
            string marks = Marks(orientation, overlapping: true, seed: 8);
            foreach (string to in (string[])["seg", "rtstruct", "sr"])
            {
                string file = _tool.At($"{orientation}-{to}.dcm");
                _tool.Convert(marks, series, to, file);
                Assert.Empty(MarksTool.Errors("dciodvfy", file));
                Assert.Empty(MarksTool.Errors("dcentvfy", [file, .. Directory.GetFiles(series)]));
            }
        }
    }

    [Fact]
    public void Points_keep_their_place_and_name_their_voxel()
    {
        string series = Series("oblique");
        VolumeGrid grid = Grid("oblique");
        Lps at = grid.Affine!.ToPatient(3.25, 4.5, 2);
        string points = _tool.Write(
            "p.csv",
            FormattableString.Invariant($"label,x,y,z\nnodule,{at.X},{at.Y},{at.Z}\n")
        );
        _tool.Convert(points, series, "csv", _tool.At("out.csv"));
        string[] cells = File.ReadLines(_tool.At("out.csv")).Last().Split(',');
        Assert.Equal(("points3d", "3"), (cells[3], cells[5]));
        double[] voxel =
        [
            .. cells[7].Split(' ').Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(3.25, voxel[0], 4);
        Assert.Equal(4.5, voxel[1], 4);
        Assert.Equal(2, voxel[2], 4);
        JsonElement lost = _tool.Convert(points, series, "csv", _tool.At("again.csv"));
        Assert.Empty(lost.GetProperty("losses").EnumerateArray());
        _tool.Convert(points, series, "sr", _tool.At("p.dcm"));
        _tool.Convert(_tool.At("p.dcm"), series, "csv", _tool.At("back.csv"));
        double[] back =
        [
            .. File.ReadLines(_tool.At("back.csv"))
                .Last()
                .Split(',')[8]
                .Split(' ')
                .Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture)),
        ];
        Assert.True((new Lps(back[0], back[1], back[2]) - at).Length < 1e-4);
    }

    [Fact]
    public void Contours_of_other_programs_combine_plane_by_plane()
    {
        string series = Series("axial");
        VolumeGrid grid = Grid("axial");
        StructureContour Square(double from, double to, int slice, double off = 0, string type = "CLOSED_PLANAR")
        {
            double[] corners = [from, from, to, from, to, to, from, to];
            List<double> data = [];
            for (int i = 0; i < 8; i += 2)
            {
                Lps at = grid.ToPatient(corners[i] - 0.5, corners[i + 1] - 0.5, slice);
                data.AddRange([at.X, at.Y, at.Z + off]);
            }

            return new StructureContour(type, data, null);
        }

        StructureRoi Roi(int number, string name, params StructureContour[] contours) =>
            new()
            {
                Number = number,
                Name = name,
                FrameOfReferenceUid = "1.2.3.99",
                Contours = contours,
            };
        DerivedContext context = new(
            [new SourceImage(DicomFile.Read(Path.Combine(series, "z01.dcm")).Dataset, 0, null)],
            () => "1.2.3.700",
            default
        );
        StructureSetWriter
            .Write(
                context,
                "x",
                [
                    Roi(3, "island", Square(0, 8, 1), Square(2, 6, 1), Square(3, 5, 1)),
                    Roi(4, "two", Square(0, 2, 2, 0.9), Square(4, 6, 2, 0.9), Square(7, 9, 2, -1.2)),
                    Roi(9, "beside", Square(0, 2, 5, 1.3)),
                    Roi(10, "point", Square(1, 2, 0, 0, "POINT")),
                ]
            )
            .Write(_tool.At("r.dcm"));
        JsonElement report = _tool.Convert(_tool.At("r.dcm"), series, "nrrd", _tool.At("r.nrrd"));
        long[] voxels =
        [
            .. report.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("voxels").GetInt64()),
        ];
        Assert.Equal([64 - 16 + 4, 8, 0, 0], voxels);
        string[] lost =
        [
            .. report.GetProperty("losses").EnumerateArray().Select(loss => loss.GetProperty("what").GetString()!),
        ];
        Assert.Equal(["contours between image planes", "contours on no image", "points and open lines"], lost.Order());
        _tool.Convert(_tool.At("r.dcm"), series, "nrrd", _tool.At("strict.nrrd"), 3, "--strict");
    }

    [Fact]
    public void Graphics_of_a_presentation_state_stand_on_their_image()
    {
        string series = Series("axial");
        Dataset Graphic(string type, params double[] data)
        {
            Dataset item = new();
            item.Set(new Tag(0x00700005), Vr.CS, "PIXEL");
            item.Set(new Tag(0x00700023), Vr.CS, type);
            item.Set(
                new Element(new Tag(0x00700022), Vr.FL, data.SelectMany(v => BitConverter.GetBytes((float)v)).ToArray())
            );
            return item;
        }

        Dataset image = new();
        image.Set(Tags.ReferencedSopClassUid, "1.2.840.10008.5.1.4.1.1.2");
        image.Set(Tags.ReferencedSopInstanceUid, "1.2.3.4.1.3");
        Dataset annotation = new();
        annotation.Set(Tags.ReferencedImageSequence, image);
        annotation.Set(new Tag(0x00700002), Vr.CS, "LESION");
        annotation.Set(
            new Tag(0x00700009),
            Graphic("POLYLINE", 1, 1, 5, 1, 5, 4, 1, 4, 1, 1),
            Graphic("POINT", 2.5, 3.5)
        );
        Dataset state = new();
        state.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.11.1");
        state.Set(Tags.SopInstanceUid, "1.2.3.800");
        state.Set(new Tag(0x00700001), annotation);
        new DicomFile(state).Write(_tool.At("pr.dcm"));
        _tool.Convert(_tool.At("pr.dcm"), series, "csv", _tool.At("pr.csv"));
        string[] rows = [.. File.ReadLines(_tool.At("pr.csv")).Skip(1)];
        Assert.Equal(["polygon", "points"], rows.Select(row => row.Split(',')[3]));
        Assert.All(rows, row => Assert.Equal("3", row.Split(',')[5]));
        JsonElement seg = _tool.Convert(_tool.At("pr.dcm"), series, "seg", _tool.At("pr-seg.dcm"));
        Assert.Equal(12, seg.GetProperty("labels")[0].GetProperty("voxels").GetInt64());
    }

    [Theory]
    [InlineData("{\"images\":[1],\"annotations\":[],\"categories\":[]}", "no object")]
    [InlineData("{\"images\":[]}", "no list 'annotations'")]
    [InlineData("{\"images\": oops", "line 1")]
    public void Broken_coco_files_are_told(string text, string expected)
    {
        string error = _tool.Refuse(_tool.Write("broken.json", text), Series("axial"), "csv");
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_over_without_force_nor_over_the_input()
    {
        string series = Series("axial");
        string marks = Marks("axial", overlapping: false, seed: 1);
        string there = _tool.Write("there.dcm", "precious");
        (int code, _, string error) = _tool.Run(
            "marks",
            "convert",
            marks,
            "--image",
            series,
            "--to",
            "seg",
            "--out",
            there
        );
        Assert.Equal(2, code);
        Assert.Contains("--force", error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(there));
        (code, _, error) = _tool.Run(
            "marks",
            "convert",
            marks,
            "--image",
            series,
            "--to",
            "csv",
            "--out",
            marks,
            "--force"
        );
        Assert.Equal(2, code);
        Assert.Contains("input", error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.GetFiles(_tool.At("")),
            file => file.EndsWith(".part", StringComparison.Ordinal)
        );
    }

    private static VolumeGrid Grid(string orientation)
    {
        (Lps row, Lps column, Lps[] origins) = Frame(orientation);
        return VolumeGrid.OfSlices(Width, Height, row * 0.8, column * 0.7, origins);
    }

    private static (Lps Row, Lps Column, Lps[] Origins) Frame(string orientation)
    {
        (Lps row, Lps column) = orientation switch
        {
            "coronal" => (new Lps(1, 0, 0), new Lps(0, 0, -1)),
            "oblique" => (new Lps(0.8, 0.6, 0), new Lps(-0.36, 0.48, 0.8)),
            _ => (new Lps(1, 0, 0), new Lps(0, 1, 0)),
        };
        Lps step = (row.Cross(column) * 2.5) + (orientation == "tilted" ? column * 0.6 : default);
        double[] at = orientation == "uneven" ? [0, 1, 2, 4, 5, 6] : [0, 1, 2, 3, 4, 5];
        return (row, column, [.. at.Select(k => new Lps(-10, -20, 5) + (step * k))]);
    }

    private string Series(string orientation)
    {
        (Lps row, Lps column, Lps[] origins) = Frame(orientation);
        return _tool.Series("series-" + orientation, Width, Height, origins, row, column);
    }

    /// <summary>Two labels of random voxels with holes and single pixels.</summary>
    private string Marks(string orientation, bool overlapping, int seed)
    {
        List<string> lines = ["object,number,label,kind,image,slice,pixels,voxel,patient_mm,rle,value,unit,score"];
        ulong state = (ulong)seed;
        for (int k = 1; k < 5; k++)
        {
            byte[][] planes = [new byte[Width * Height], new byte[Width * Height]];
            for (int i = 0; i < Width * Height; i++)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                int roll = (int)(state >> 60);
                planes[0][i] = (byte)(roll < 7 ? 1 : 0);
                planes[1][i] = (byte)(roll is > 9 and < 14 || (overlapping && roll < 3) ? 1 : 0);
            }

            for (int label = 0; label < 2; label++)
            {
                if (MaskPatch.Of(planes[label], Width) is { } patch)
                {
                    lines.Add(
                        $"{label + 1},{label + 1},label {label + 1},mask,z{6 - k:00}.dcm,,,,,{Height}x{Width}:{CocoRle.Pack(CocoRle.Count(patch, Width, Height))},,,"
                    );
                }
            }
        }

        return _tool.Write($"marks-{orientation}-{overlapping}-{seed}.csv", string.Join('\n', lines) + "\n");
    }

    private string Mask(string series, byte[] corner)
    {
        List<string> lines = ["object,number,label,kind,image,slice,pixels,voxel,patient_mm,rle,value,unit,score"];
        foreach (string file in Directory.GetFiles(series).Select(f => Path.GetFileName(f)!))
        {
            byte[] plane = new byte[Width * Height];
            (plane[0], plane[1], plane[Width], plane[Width + 1]) = (corner[0], corner[1], corner[2], corner[3]);
            lines.Add(
                $"1,1,spot,mask,{file},,,,,{Height}x{Width}:{CocoRle.Pack(CocoRle.Count(MaskPatch.Of(plane, Width)!, Width, Height))},,,"
            );
        }

        return _tool.Write("mask.csv", string.Join('\n', lines) + "\n");
    }

    /// <summary>The voxels of every label on the series, whatever the format: label names by their order, run lengths by image.</summary>
    private string Normal(string file, string series)
    {
        string name = _tool.At($"normal-{Guid.NewGuid():N}.coco.json");
        _tool.Convert(file, series, "png", name[..^5]);
        SortedSet<string> lines = new(StringComparer.Ordinal);
        foreach (string png in Directory.GetFiles(name[..^5], "*.png"))
        {
            int[] numbers = Png.PngLabels.Read(File.ReadAllBytes(png)).Numbers;
            foreach (
                IGrouping<int, int> label in numbers
                    .Select((n, i) => (n, i))
                    .Where(p => p.n != 0)
                    .GroupBy(p => p.n, p => p.i)
            )
            {
                lines.Add($"{Path.GetFileName(png)[..3]} {label.Key}: {string.Join(' ', label)}");
            }
        }

        return string.Join('\n', lines);
    }
}
