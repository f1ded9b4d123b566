using Overread.Dicom.Reports;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>Graphics of DICOM reports and presentation states as shapes.</summary>
internal static class ReportShapes
{
    /// <summary>A line; one that ends where it began is a polygon.</summary>
    internal static PlanarShape Line(int slice, double[] data)
    {
        bool closed = data.Length >= 8 && data[0] == data[^2] && data[1] == data[^1];
        return new PlanarShape(
            slice,
            closed ? PlanarShapeKind.Polygon : PlanarShapeKind.Polyline,
            [closed ? data[..^2] : data]
        );
    }

    /// <summary>A circle of its centre and a point on it.</summary>
    internal static PlanarShape Circle(int slice, double[] data)
    {
        (double x, double y) = (data[0], data[1]);
        double radius = Math.Sqrt(Math.Pow(data[2] - x, 2) + Math.Pow(data[3] - y, 2));
        return new PlanarShape(
            slice,
            PlanarShapeKind.Ellipse,
            [
                [x - radius, y, x + radius, y, x, y - radius, x, y + radius],
            ]
        );
    }

    internal static PlanarShape? Planar(int slice, ReportRegion region)
    {
        double[] data = [.. region.Data];
        return (region.GraphicType, data.Length) switch
        {
            ("POINT" or "MULTIPOINT", >= 2) when data.Length % 2 == 0 => new PlanarShape(
                slice,
                PlanarShapeKind.Points,
                [data]
            ),
            ("POLYLINE", >= 4) when data.Length % 2 == 0 => Line(slice, data),
            ("CIRCLE", 4) => Circle(slice, data),
            ("ELLIPSE", 8) => new PlanarShape(slice, PlanarShapeKind.Ellipse, [data]),
            _ => null,
        };
    }

    internal static PatientShape? Spatial(ReportRegion region)
    {
        if (region.Data.Count < 3 || region.Data.Count % 3 != 0)
        {
            return null;
        }

        List<Lps> places =
        [
            .. Enumerable
                .Range(0, region.Data.Count / 3)
                .Select(i => new Lps(region.Data[3 * i], region.Data[(3 * i) + 1], region.Data[(3 * i) + 2])),
        ];
        bool closed = places.Count > 3 && places[0] == places[^1];
        switch (region.GraphicType)
        {
            case "POINT" or "MULTIPOINT":
                return new PatientShape(PatientShapeKind.Points, places);
            case "POLYGON" or "POLYLINE" when closed || (region.GraphicType == "POLYGON" && places.Count > 2):
                return new PatientShape(PatientShapeKind.Closed, closed ? places[..^1] : places);
            case "POLYLINE" when places.Count > 1:
                return new PatientShape(PatientShapeKind.Open, places);
            case "ELLIPSE" when places.Count == 4:
                Lps centre = (places[0] + places[1]) * 0.5;
                (Lps a, Lps b) = ((places[1] - places[0]) * 0.5, (places[3] - places[2]) * 0.5);
                return new PatientShape(
                    PatientShapeKind.Closed,
                    [
                        .. Enumerable
                            .Range(0, 128)
                            .Select(i =>
                                centre + (a * Math.Cos(2 * Math.PI * i / 128)) + (b * Math.Sin(2 * Math.PI * i / 128))
                            ),
                    ]
                );
            default:
                return null;
        }
    }
}
