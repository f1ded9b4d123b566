using System.Globalization;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify;
using Overread.Imaging.Nifti;
using static Overread.Dicom.Tests.Tables.DocumentTable;

namespace Overread.Dicom.Tests.Tables;

/// <summary>
/// Real volumes of the trunk and the limbs are not held as heads: the series of the shared folders whose header names such a
/// region, and a real CT of a trunk cut into the regions that sites name, under the names that they give them.
/// </summary>
public sealed class RegionTableTests
{
    private static readonly (string Region, double From, double To, string[] Names)[] Trunk =
    [
        ("chest", 0.45, 1.0, ["Thorax", "CT CHEST W CONTRAST", "Thorax nativ", "Poumons", "TC tórax", "Borstkas"]),
        ("abdomen", 0.2, 0.65, ["Abdomen", "CT ABD W/O", "Oberbauch KM", "Foie 3 phases", "TC abdomen", "Buik"]),
        ("pelvis", 0.0, 0.35, ["Pelvis", "CT PELVIS", "Becken", "Bassin", "TC pelvis", "Bekken"]),
        (
            "trunk",
            0.0,
            1.0,
            [
                "CHEST ABDOMEN PELVIS",
                "CT C-A-P",
                "Thorax Abdomen",
                "Thorax-abdomen-pelvis",
                "Tórax abdomen",
                "Thorax/Abdomen",
            ]
        ),
    ];

    // As somebody who read the headers of all series found them; the others name the head, the neck or nothing.
    private static readonly string[] Regions = ["abdomen", "CHEST", "PROSTATE", "SHOULDER", "SmartScore"];

    [Fact]
    public void A_real_trunk_under_the_names_of_its_regions_is_not_held()
    {
        List<string> lines =
        [
            Row("volume", "region", "named as", "series", "held by header", "held by a skull", "not held"),
            Row("---", "---", "---", "---:", "---:", "---:", "---:"),
        ];
        int series = 0;
        int free = 0;
        foreach (string volume in (string[])["example_ct.nii.gz", "example_ct_sm.nii.gz"])
        {
            using FileStream stream = File.OpenRead(Path.Combine(Samples.Shared("volumes/TotalSegmentator"), volume));
            NiftiVolume voxels = NiftiVolume.Read(stream);
            foreach ((string region, double from, double to, string[] names) in Trunk)
            {
                int low = (int)(voxels.Depth * from);
                int high = (int)(voxels.Depth * to);
                foreach (int step in (int[])[1, 2])
                {
                    List<DicomFile> files = [.. Slices(voxels, low, high, step)];
                    bool skull =
                        SeriesFaces.SearchSkull([.. files.Select(f => (Func<DicomFile>)(() => f))]) != SkullSearch.None;
                    int byHeader = names.Count(name => HeldByHeader(files[0], name));
                    int not = names.Count(name => !skull && !HeldByHeader(files[0], name));
                    series += names.Length;
                    free += not;
                    lines.Add(
                        Row(
                            volume,
                            $"{region}, {files.Count} slices",
                            string.Join("; ", names),
                            names.Length,
                            byHeader,
                            skull ? names.Length : 0,
                            not
                        )
                    );
                }
            }
        }

        lines.Add(Row("all", "", "", series, "", "", $"{free} ({100.0 * free / series:0.0} %)"));
        Write("heads.md", "trunk", lines);
        Assert.True(free >= 0.9 * series, string.Join('\n', lines));
    }

    [Fact]
    public void Real_series_whose_header_names_another_region_are_not_held()
    {
        Dictionary<string, List<(string Path, DicomFile File)>> series = [];
        foreach (string path in FidelityTests.EveryFile(FidelityTests.Folders))
        {
            DicomFile file = DicomFile.Read(path);
            if (
                file.IsDicom
                && !file.IsTruncated
                && file.Dataset.Contains(Tags.PixelData)
                && file.Dataset.GetText(Tags.Modality)?.Trim() is "CT" or "MR" or "PT"
            )
            {
                string uid = file.Dataset.GetText(Tags.SeriesInstanceUid) ?? path;
                (series.TryGetValue(uid, out List<(string, DicomFile)>? known) ? known : series[uid] = []).Add(
                    (path, file)
                );
            }
            else
            {
                file.Dispose();
            }
        }

        List<string> lines =
        [
            Row("what names the region", "modality", "slices", "held"),
            Row("---", "---", "---:", "---"),
        ];
        int free = 0;
        int named = 0;
        foreach (List<(string Path, DicomFile File)> files in series.Values)
        {
            Dataset d = files[0].File.Dataset;
            string said = string.Join(
                ' ',
                new[] { Tags.BodyPartExamined, Tags.StudyDescription, Tags.SeriesDescription }.Select(d.GetText)
            );
            string? region = Array.Find(Regions, r => said.Contains(r, StringComparison.OrdinalIgnoreCase));
            if (region is not null)
            {
                bool held = files.Exists(f => ReviewRules.Assess(f.File).Contains(ReviewReason.FaceMayBeReconstructed));
                bool skull =
                    !held
                    && d.GetText(Tags.Modality)!.Trim() == "CT"
                    && SeriesFaces.SearchSkull([.. files.Select(f => (Func<DicomFile>)(() => DicomFile.Read(f.Path)))])
                        != SkullSearch.None;
                named++;
                free += held || skull ? 0 : 1;
                lines.Add(
                    Row(
                        region,
                        d.GetText(Tags.Modality)!,
                        files.Count,
                        held ? "by header"
                            : skull ? "by a skull"
                            : "no"
                    )
                );
            }

            files.ForEach(f => f.File.Dispose());
        }

        lines.Add(Row($"{named} of {series.Count} series", "", "", $"{named - free} held"));
        Write("heads.md", "named", lines);
        Assert.True(named >= 5 && free >= 0.9 * named, string.Join('\n', lines));
    }

    private static bool HeldByHeader(DicomFile slice, string name)
    {
        slice.Dataset.Set(Tags.SpecificCharacterSet, "ISO_IR 192");
        slice.Dataset.Set(
            new Element(Tags.StudyDescription, Vr.LO, Element.Padded(Vr.LO, System.Text.Encoding.UTF8.GetBytes(name)))
        );
        using DicomFile read = DicomFile.Read(Samples.Bytes(slice));
        return ReviewRules.Assess(read).Contains(ReviewReason.FaceMayBeReconstructed);
    }

    // The file counts x to the right, y to the front, z to the head.
    private static IEnumerable<DicomFile> Slices(NiftiVolume v, int low, int high, int step)
    {
        for (int z = low; z < high; z += step)
        {
            byte[] pixels = new byte[v.Width * v.Height * 2];
            for (int row = 0; row < v.Height; row++)
            {
                for (int column = 0; column < v.Width; column++)
                {
                    float value = v.Values[
                        (((z * v.Height) + (v.Height - 1 - row)) * v.Width) + (v.Width - 1 - column)
                    ];
                    BitConverter.TryWriteBytes(
                        pixels.AsSpan(((row * v.Width) + column) * 2),
                        (short)Math.Clamp(value, -1024, 3071)
                    );
                }
            }

            Dataset d = new();
            d.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.2");
            d.Set(Tags.SopInstanceUid, $"1.2.3.{z}");
            d.Set(Tags.Modality, "CT");
            d.Set(
                Tags.ImagePositionPatient,
                string.Create(CultureInfo.InvariantCulture, $"0\\0\\{z * v.Spacing[2]:0.###}")
            );
            d.Set(Tags.ImageOrientationPatient, @"1\0\0\0\1\0");
            d.Set(
                Tags.PixelSpacing,
                string.Create(CultureInfo.InvariantCulture, $"{v.Spacing[1]:0.###}\\{v.Spacing[0]:0.###}")
            );
            d.Set(Tags.SamplesPerPixel, 1);
            d.Set(Tags.PhotometricInterpretation, "MONOCHROME2");
            d.Set(Tags.Rows, (ushort)v.Height);
            d.Set(Tags.Columns, (ushort)v.Width);
            d.Set(Tags.BitsAllocated, 16);
            d.Set(Tags.BitsStored, 16);
            d.Set(Tags.HighBit, 15);
            d.Set(Tags.PixelRepresentation, 1);
            d.Set(Tags.RescaleIntercept, "0");
            d.Set(Tags.RescaleSlope, "1");
            d.Set(new Element(Tags.PixelData, Vr.OW, pixels));
            yield return new DicomFile(d);
        }
    }
}
