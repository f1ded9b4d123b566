using Overread.Cli.Marks.Reading;
using Overread.Cli.Quality.Files;
using Overread.Dicom.Derived;
using Overread.Dicom.Reports;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Writing;

/// <summary>Structured reports: a measurement group per mark, its outline as regions on the images or in the patient.</summary>
internal static class ReportOutput
{
    internal static void Write(Conversion conversion, StagedOutput output)
    {
        DerivedContext context = conversion.Dicom(output.Output);
        conversion.LoseExtras(measurements: false);
        List<MeasurementGroup> groups = [];
        foreach (MarkObject mark in conversion.Set.Objects)
        {
            List<ReportRegion> regions = [.. Regions(conversion, mark)];
            if (regions.Count == 0 && mark.Measurements.Count == 0)
            {
                continue;
            }

            MarkLabel label = mark.Label;
            if (label.Type is not null && label.Type.Meaning != label.Name && label.TrackingId is not null)
            {
                conversion.Losses.Add(
                    "label names beside their code",
                    "a measurement group has a finding and a tracking identifier",
                    label.Name
                );
            }

            groups.Add(
                new MeasurementGroup
                {
                    TrackingId = label.TrackingId ?? (mark.Id is null ? label.Name : $"{label.Name} {mark.Id}"),
                    TrackingUid = label.TrackingUid,
                    Category = MarkCodes.Concept(label.Category),
                    Finding = MarkCodes.Concept(label.Type),
                    Site = MarkCodes.Concept(label.Region),
                    Laterality = MarkCodes.Concept(label.RegionModifier),
                    Regions = regions,
                    Measurements = [.. mark.Measurements.Select(Measured)],
                }
            );
        }

        if (groups.Count == 0)
        {
            throw new FileError(output.Output, 0, "nothing is marked on the images: nothing is written.");
        }

        SegOutput.Save(MeasurementReportWriter.Write(context, groups), output.Only(), conversion.Options.Deflate);
    }

    private static IEnumerable<ReportRegion> Regions(Conversion conversion, MarkObject mark)
    {
        if (mark.Mask?.Fraction is not null)
        {
            long parted = mark.Mask.Slices.Values.Sum(p => (long)p.Values.Count(v => v is > 0 and < 255));
            conversion.Losses.Add(
                "fractions of voxels",
                "outlines enclose whole voxels; those of half and more are kept",
                mark.Label.Name,
                parted
            );
            mark.Mask = mark.Mask.Halved();
        }

        foreach (PatientShape shape in mark.Places)
        {
            yield return Spatial(shape, conversion.Set.Images.FrameOfReferenceUid);
        }

        MarkObject flat = new() { Label = mark.Label, Mask = mark.Mask };
        flat.Planar.AddRange(mark.Planar);
        foreach (PlanarShape shape in conversion.Shapes.PlanarOf(flat))
        {
            ImageSlice image = conversion.Set.Images.Slices[shape.Slice];
            (string type, IEnumerable<double[]> lines) = shape.Kind switch
            {
                PlanarShapeKind.Points => (shape.Rings[0].Length == 2 ? "POINT" : "MULTIPOINT", shape.Rings),
                PlanarShapeKind.Polyline => ("POLYLINE", shape.Rings),
                PlanarShapeKind.Ellipse => ("ELLIPSE", shape.Rings),
                _ => ("POLYLINE", MarkShapes.RingsOf(shape).Select(ring => (double[])[.. ring, ring[0], ring[1]])),
            };
            foreach (double[] line in lines)
            {
                yield return new ReportRegion(type, line, false)
                {
                    SopClassUid = image.SopClassUid,
                    SopInstanceUid = image.SopInstanceUid,
                    Frame = image.Frame,
                };
            }
        }
    }

    private static ReportRegion Spatial(PatientShape shape, string? frame)
    {
        List<double> data = [];
        foreach (
            Lps place in shape.Kind == PatientShapeKind.Closed ? shape.Places.Append(shape.Places[0]) : shape.Places
        )
        {
            data.AddRange([place.X, place.Y, place.Z]);
        }

        string type = shape.Kind switch
        {
            PatientShapeKind.Closed => "POLYGON",
            PatientShapeKind.Open => "POLYLINE",
            _ => shape.Places.Count == 1 ? "POINT" : "MULTIPOINT",
        };
        return new ReportRegion(type, data, true) { FrameOfReferenceUid = frame };
    }

    private static ReportMeasurement Measured(Measurement measured) =>
        new(
            MarkCodes.Concept(measured.Concept)!,
            measured.Value,
            MarkCodes.Concept(measured.Unit),
            measured.Statement is { Value.Length: > 0 } ? MarkCodes.Concept(measured.Statement) : null,
            measured.Statement is { Value.Length: 0 } words ? words.Meaning : null
        );
}
