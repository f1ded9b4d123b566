using System.Globalization;
using System.Text;
using Overread.Imaging.Coco;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Writing;

/// <summary>CSV: a row per shape, per slice of a mask, and per measurement, with pixel, voxel and patient coordinates.</summary>
internal static class CsvOutput
{
    internal static void Write(Conversion conversion, StagedOutput output)
    {
        conversion.LoseExtras(measurements: false, scores: false, attributes: false);
        using StreamWriter writer = new(output.Only(), new UTF8Encoding(false)) { NewLine = "\n" };
        writer.WriteLine(MarkCsv.Columns);
        for (int i = 0; i < conversion.Set.Objects.Count; i++)
        {
            MarkObject mark = conversion.Set.Objects[i];
            string score = mark.Score is { } s ? MarkCsv.Number(s) : "";
            string[] head =
            [
                (i + 1).ToString(CultureInfo.InvariantCulture),
                mark.Label.Number.ToString(CultureInfo.InvariantCulture),
                mark.Label.Name,
            ];
            void Row(
                string kind,
                int slice,
                string pixels = "",
                string voxel = "",
                string patient = "",
                string rle = "",
                string value = "",
                string unit = ""
            ) =>
                writer.WriteLine(
                    LabelTable.Row(
                        head[0],
                        head[1],
                        head[2],
                        kind,
                        slice >= 0 ? conversion.Set.Images.Slices[slice].Name : "",
                        slice >= 0 ? (slice + 1).ToString(CultureInfo.InvariantCulture) : "",
                        pixels,
                        voxel,
                        patient,
                        rle,
                        value,
                        unit,
                        score,
                        MarkCsv.Attributes(mark.Attributes)
                    )
                );
            Mask(conversion, mark, Row);
            foreach (PlanarShape shape in mark.Planar)
            {
                Planar(conversion.Set.Images.Grid, shape, Row);
            }

            foreach (PatientShape shape in mark.Places)
            {
                Patient(conversion.Set.Images, shape, Row);
            }

            foreach (Measurement measured in mark.Measurements)
            {
                Row(
                    "measurement",
                    -1,
                    pixels: measured.Concept.Meaning,
                    value: measured.Value is { } number ? MarkCsv.Number(number) : measured.Statement?.Meaning ?? "",
                    unit: measured.Unit?.Value ?? ""
                );
            }
        }
    }

    private delegate void RowWriter(
        string kind,
        int slice,
        string pixels = "",
        string voxel = "",
        string patient = "",
        string rle = "",
        string value = "",
        string unit = ""
    );

    private static void Mask(Conversion conversion, MarkObject mark, RowWriter row)
    {
        VoxelMask? mask = mark.Mask;
        if (mask?.Fraction is not null)
        {
            long parted = mask.Slices.Values.Sum(p => (long)p.Values.Count(v => v is > 0 and < 255));
            conversion.Losses.Add(
                "fractions of voxels",
                "run lengths hold whole pixels; those of half and more are kept",
                mark.Label.Name,
                parted
            );
            mask = mask.Halved();
        }

        foreach ((int slice, MaskPatch patch) in mask?.Slices ?? new Dictionary<int, MaskPatch>())
        {
            ImageSlice image = conversion.Set.Images.Slices[slice];
            row(
                "mask",
                slice,
                rle: string.Create(
                    CultureInfo.InvariantCulture,
                    $"{image.Height}x{image.Width}:{CocoRle.Pack(CocoRle.Count(patch, image.Width, image.Height))}"
                ),
                value: patch.Count.ToString(CultureInfo.InvariantCulture),
                unit: "pixels"
            );
        }
    }

    private static void Planar(VolumeGrid? grid, PlanarShape shape, RowWriter row)
    {
        string patient = "";
        if (grid is not null)
        {
            IReadOnlyList<double[]> rings = shape.Kind == PlanarShapeKind.Box ? MarkShapes.RingsOf(shape) : shape.Rings;
            IEnumerable<Lps> places = rings.SelectMany(ring =>
                Enumerable
                    .Range(0, ring.Length / 2)
                    .Select(i => grid.ToPatient(ring[2 * i] - 0.5, ring[(2 * i) + 1] - 0.5, shape.Slice))
            );
            patient = MarkCsv.Places(places);
        }

        row(
            shape.Kind.ToString().ToLowerInvariant(),
            shape.Slice,
            pixels: MarkCsv.Rings(shape.Rings),
            patient: patient
        );
    }

    private static void Patient(MarkedImages images, PatientShape shape, RowWriter row)
    {
        string kind = shape.Kind switch
        {
            PatientShapeKind.Closed => "contour",
            PatientShapeKind.Open => "line3d",
            _ => "points3d",
        };
        int slice = -1;
        string voxel = "";
        if (images.Grid is { } grid)
        {
            (int nearest, double off) = grid.Nearest(shape.Places[0]);
            slice = Math.Abs(off) <= grid.Reach(nearest, off) ? nearest : -1;
            voxel = MarkCsv.Places(
                shape.Places.Select(place =>
                {
                    (double i, double j, double k) = grid.Affine?.ToVoxel(place) ?? InPlane(grid, place);
                    return new Lps(i, j, k);
                })
            );
        }

        row(kind, slice, voxel: voxel, patient: MarkCsv.Places(shape.Places));
    }

    private static (double, double, double) InPlane(VolumeGrid grid, Lps place)
    {
        (int slice, _) = grid.Nearest(place);
        (double i, double j, _) = grid.ToPixel(place, slice);
        return (i, j, slice);
    }
}
