using System.Text.Json;
using Overread.Dicom.Geometry;
using Overread.Dicom.Json;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Tests;

/// <summary>Order, spacing, gaps and coordinates of series; the JSON model.</summary>
public sealed class GeometryTests
{
    private static List<Dataset> Series(int count = 30) =>
        [
            .. new ChestCtPhantom(
                new ChestCtOptions
                {
                    Seed = 2,
                    Size = 8,
                    Slices = count,
                }
            ).Slices.Select(slice => slice.Dataset),
        ];

    [Fact]
    public void A_shuffled_series_is_ordered_by_position()
    {
        List<Dataset> series = Series();
        Dataset[] shuffled =
        [
            .. series.OrderBy(d => d.GetText(Tags.SopInstanceUid)!.GetHashCode(StringComparison.Ordinal)),
        ];
        SeriesGeometry geometry = SeriesGeometry.Of(shuffled);
        Assert.True(geometry.IsVolume);
        Assert.Equal(series, geometry.Order.Select(index => shuffled[index.Instance]));
    }

    [Fact]
    public void A_missing_slice_is_a_gap_of_one()
    {
        List<Dataset> series = Series();
        series.RemoveAt(10);
        SeriesGeometry geometry = SeriesGeometry.Of(series);
        SliceGap gap = Assert.Single(geometry.Gaps);
        Assert.Equal((9, 1), (gap.After, gap.MissingSlices));
        Assert.False(geometry.IsVolume);
    }

    [Fact]
    public void A_tilted_gantry_and_mixed_orientations_are_seen()
    {
        List<Dataset> tilted = Series(10);
        for (int i = 0; i < tilted.Count; i++)
        {
            tilted[i].Set(Tags.ImagePositionPatient, $"0\\{i * 2}\\{i * 4}");
        }

        Assert.Equal(26.565051, SeriesGeometry.Of(tilted).TiltDegrees, 5);
        List<Dataset> mixed = Series(10);
        mixed[3].Set(Tags.ImageOrientationPatient, @"1\0\0\0\0\-1");
        Assert.True(SeriesGeometry.Of(mixed).HasMixedOrientations);
        Assert.False(SeriesGeometry.Of(mixed).IsOrderedByPosition);
    }

    [Fact]
    public void Voxels_and_millimetres_round_trip()
    {
        SeriesGeometry geometry = SeriesGeometry.Of(Series());
        foreach (
            (double column, double row, int place) in ((double, double, int)[])[(0, 0, 0), (3.5, 6.25, 12), (7, 7, 29)]
        )
        {
            PatientPoint point = geometry.ToPatient(column, row, place);
            (double Column, double Row, double Place) back = geometry.ToVoxel(point)!.Value;
            Assert.Equal(column, back.Column, 6);
            Assert.Equal(row, back.Row, 6);
            Assert.Equal(place, back.Place, 3);
        }
    }

    [Fact]
    public void The_nodules_of_the_phantom_are_where_it_says()
    {
        ChestCtPhantom phantom = new(
            new ChestCtOptions
            {
                Seed = 31,
                Size = 128,
                Slices = 145,
                Nodules = 3,
                Noise = 0,
            }
        );
        Assert.Equal(3, phantom.Nodules.Count);
        foreach (NoduleTruth nodule in phantom.Nodules)
        {
            int index = (int)Math.Round((nodule.Center.Z + 140) / phantom.SliceSpacing);
            DicomFile slice = phantom.Slice(index);
            SlicePlane plane = SlicePlane.Read(slice.Dataset)!;
            (double column, double row, _) = plane.ToPixel(nodule.Center);
            Assert.True(PixelData.TryOpen(slice, out PixelData pixels, out _));
            Assert.True(pixels.TryDecode(0, out PixelFrame frame, out _));
            double hu = frame.Sample(((int)Math.Round(row) * 128) + (int)Math.Round(column)) - 1024;
            Assert.InRange(hu, nodule.HounsfieldUnits - 120, nodule.HounsfieldUnits + 120);
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_phantoms_and_others_do_not()
    {
        byte[] Make(ulong seed) =>
            Samples.Bytes(
                new ChestCtPhantom(
                    new ChestCtOptions
                    {
                        Seed = seed,
                        Size = 32,
                        Slices = 4,
                    }
                ).Slice(1)
            );
        Assert.Equal(Make(1), Make(1));
        Assert.NotEqual(Make(1), Make(2));
        Assert.Equal(
            Samples.Bytes(new ChestRadiographPhantom(1, 32).Frontal()),
            Samples.Bytes(new ChestRadiographPhantom(1, 32).Frontal())
        );
    }

    [Fact]
    public void The_json_model_has_values_by_representation()
    {
        using JsonDocument json = JsonDocument.Parse(DicomJson.ToText(Samples.Slice.Dataset));
        JsonElement Value(string tag) => json.RootElement.GetProperty(tag).GetProperty("Value")[0];
        Assert.Equal("CT", Value("00080060").GetString());
        Assert.Equal(64, Value("00280010").GetInt32());
        Assert.Equal(-1024, Value("00281052").GetDouble());
        Assert.EndsWith(PhantomIdentity.Of(3).GivenName, Value("00100010").GetProperty("Alphabetic").GetString()!);
        Assert.False(json.RootElement.GetProperty("7FE00010").TryGetProperty("InlineBinary", out _));
    }
}
