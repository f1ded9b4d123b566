using System.Globalization;
using System.Text;
using Overread.Imaging.Contours;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Writing;

/// <summary>YOLO: a folder with <c>labels/NAME.txt</c> per image and <c>data.yaml</c> with the classes; boxes as boxes, all else as polygons.</summary>
internal static class YoloOutput
{
    internal static void Write(Conversion conversion, StagedOutput output)
    {
        conversion.LoseExtras(scores: false);
        MarkSet set = conversion.Set;
        List<MarkLabel> classes = set.Labels;
        Dictionary<int, List<string>> lines = [];
        foreach (MarkObject mark in set.Objects)
        {
            int number = classes.IndexOf(mark.Label);
            foreach (PlanarShape shape in Shapes(conversion, mark))
            {
                ImageSlice image = set.Images.Slices[shape.Slice];
                List<string> own = lines.TryGetValue(shape.Slice, out List<string>? known)
                    ? known
                    : lines[shape.Slice] = [];
                switch (shape.Kind)
                {
                    case PlanarShapeKind.Points or PlanarShapeKind.Polyline:
                        conversion.Losses.Add(
                            "points and open lines",
                            "YOLO files of boxes and polygons hold none",
                            mark.Label.Name
                        );
                        break;
                    case PlanarShapeKind.Box:
                        (double l, double t, double r, double b) = shape.Bounds;
                        string score = mark.Score is { } s ? " " + Part(s) : "";
                        own.Add(
                            $"{number} {Part((l + r) / 2 / image.Width)} {Part((t + b) / 2 / image.Height)} {Part((r - l) / image.Width)} {Part((b - t) / image.Height)}{score}"
                        );
                        break;
                    default:
                        Polygon(conversion, mark, shape, number, image, own);
                        break;
                }
            }
        }

        for (int i = 0; i < set.Images.Slices.Count; i++)
        {
            using StreamWriter writer = new(
                output.InFolder(Path.Combine("labels", PngOutput.NameOf(set.Images.Slices[i]) + ".txt")),
                new UTF8Encoding(false)
            )
            {
                NewLine = "\n",
            };
            foreach (string line in lines.GetValueOrDefault(i) ?? [])
            {
                writer.WriteLine(line);
            }
        }

        using StreamWriter yaml = new(output.InFolder("data.yaml"), new UTF8Encoding(false)) { NewLine = "\n" };
        yaml.WriteLine(string.Create(CultureInfo.InvariantCulture, $"nc: {classes.Count}"));
        yaml.WriteLine("names:");
        for (int i = 0; i < classes.Count; i++)
        {
            yaml.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {i}: \"{classes[i].Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
                )
            );
        }
    }

    private static IEnumerable<PlanarShape> Shapes(Conversion conversion, MarkObject mark)
    {
        if (mark.Mask?.Fraction is not null)
        {
            long parted = mark.Mask.Slices.Values.Sum(p => (long)p.Values.Count(v => v is > 0 and < 255));
            conversion.Losses.Add(
                "fractions of voxels",
                "polygons enclose whole pixels; those of half and more are kept",
                mark.Label.Name,
                parted
            );
            mark.Mask = mark.Mask.Halved();
        }

        return conversion.Shapes.PlanarOf(mark);
    }

    private static void Polygon(
        Conversion conversion,
        MarkObject mark,
        PlanarShape shape,
        int number,
        ImageSlice image,
        List<string> lines
    )
    {
        IReadOnlyList<double[]> rings = MarkShapes.RingsOf(shape);
        if (!shape.Parts && rings.Count > 1)
        {
            // What rings exclude is a hole, told by the way round that the outline of the filled shape takes.
            IReadOnlyList<double[]> outline = PolygonFill.Fill(rings, image.Width, image.Height) is { } patch
                ? MaskOutline.Follow(patch)
                : [];
            double[][] outer = [.. outline.Where(ring => CocoOutput.Area(ring) > 0)];
            conversion.Losses.Add(
                "holes",
                "a YOLO polygon has one ring",
                mark.Label.Name,
                outline.Count - outer.Length
            );
            rings = outer;
        }

        conversion.Losses.Add(
            "parts that become objects of their own",
            "a YOLO object has one polygon",
            mark.Label.Name,
            Math.Max(0, rings.Count - 1)
        );
        foreach (double[] ring in rings)
        {
            StringBuilder line = new(number.ToString(CultureInfo.InvariantCulture));
            for (int i = 0; i < ring.Length; i++)
            {
                line.Append(' ').Append(Part(ring[i] / (i % 2 == 0 ? image.Width : image.Height)));
            }

            lines.Add(line.ToString());
        }
    }

    private static string Part(double value) =>
        Math.Clamp(value, 0, 1).ToString("0.########", CultureInfo.InvariantCulture);
}
