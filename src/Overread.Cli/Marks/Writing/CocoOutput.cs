using System.Text.Json;
using Overread.Imaging.Coco;
using Overread.Imaging.Contours;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Writing;

/// <summary>COCO: an annotation per mark and image; masks as packed run lengths, which lose nothing, or as polygons where asked for.</summary>
internal static class CocoOutput
{
    internal static void Write(Conversion conversion, StagedOutput output)
    {
        conversion.LoseExtras(scores: false, attributes: false);
        MarkedImages images = conversion.Set.Images;
        using Stream stream = output.Only();
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = false });
        json.WriteStartObject();
        json.WriteStartArray("images");
        for (int i = 0; i < images.Slices.Count; i++)
        {
            ImageSlice image = images.Slices[i];
            json.WriteStartObject();
            json.WriteNumber("id", i + 1);
            json.WriteString("file_name", image.Name);
            json.WriteNumber("width", image.Width);
            json.WriteNumber("height", image.Height);
            if (image.SopInstanceUid is { } uid)
            {
                json.WriteString("sop_instance_uid", uid);
                json.WriteNumber("frame_number", image.Frame);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        Dictionary<MarkLabel, int> categories = Categories(json, conversion.Set);
        json.WriteStartArray("annotations");
        int id = 0;
        for (int i = 0; i < conversion.Set.Objects.Count; i++)
        {
            MarkObject mark = conversion.Set.Objects[i];
            int category = categories[mark.Label];
            foreach ((int slice, Action<Utf8JsonWriter> body) in Bodies(conversion, mark))
            {
                json.WriteStartObject();
                json.WriteNumber("id", ++id);
                json.WriteNumber("image_id", slice + 1);
                json.WriteNumber("category_id", category);
                json.WriteNumber("iscrowd", mark.IsCrowd ? 1 : 0);
                body(json);
                json.WriteNumber("object", i + 1);
                if (mark.Score is { } score)
                {
                    json.WriteNumber("score", score);
                }

                if (mark.Attributes.Count > 0)
                {
                    json.WriteStartObject("attributes");
                    foreach ((string name, string value) in mark.Attributes)
                    {
                        json.WriteString(name, value);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Dictionary<MarkLabel, int> Categories(Utf8JsonWriter json, MarkSet set)
    {
        bool keep =
            set.Labels.TrueForAll(label => label.Number > 0)
            && set.Labels.Select(label => label.Number).Distinct().Count() == set.Labels.Count;
        Dictionary<MarkLabel, int> categories = [];
        json.WriteStartArray("categories");
        foreach (MarkLabel label in set.Labels)
        {
            int number = keep ? label.Number : categories.Count + 1;
            categories[label] = number;
            json.WriteStartObject();
            json.WriteNumber("id", number);
            json.WriteString("name", label.Name);
            json.WriteString("supercategory", label.Category?.Meaning ?? "");
            int points = set
                .Objects.Where(mark => mark.Label == label)
                .SelectMany(mark => mark.Planar)
                .Where(shape => shape.Kind == PlanarShapeKind.Points)
                .Select(shape => shape.Rings[0].Length / 2)
                .DefaultIfEmpty(0)
                .Max();
            if (points > 0)
            {
                json.WriteStartArray("keypoints");
                for (int i = 1; i <= points; i++)
                {
                    json.WriteStringValue(FormattableString.Invariant($"p{i}"));
                }

                json.WriteEndArray();
                json.WriteStartArray("skeleton");
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        return categories;
    }

    /// <summary>The bodies of a mark's annotations: points stand in that of the shape beside them.</summary>
    private static IEnumerable<(int Slice, Action<Utf8JsonWriter> Body)> Bodies(Conversion conversion, MarkObject mark)
    {
        List<(int Slice, PlanarShape? Shape, Action<Utf8JsonWriter> Body)> all = [.. Shapes(conversion, mark)];
        List<(int Slice, PlanarShape? Shape, Action<Utf8JsonWriter> Body)> points =
        [
            .. all.Where(one => one.Shape?.Kind == PlanarShapeKind.Points),
        ];
        foreach (
            (int slice, _, Action<Utf8JsonWriter> body) in all.Where(one => one.Shape?.Kind != PlanarShapeKind.Points)
        )
        {
            int beside = points.FindIndex(one => one.Slice == slice);
            if (beside < 0)
            {
                yield return (slice, body);
                continue;
            }

            PlanarShape own = points[beside].Shape!;
            points.RemoveAt(beside);
            yield return (
                slice,
                json =>
                {
                    body(json);
                    Points(json, own);
                }
            );
        }

        foreach ((int slice, _, Action<Utf8JsonWriter> body) in points)
        {
            yield return (slice, body);
        }
    }

    private static IEnumerable<(int Slice, PlanarShape? Shape, Action<Utf8JsonWriter> Body)> Shapes(
        Conversion conversion,
        MarkObject mark
    )
    {
        if (mark.Mask is { } mask)
        {
            if (mask.Fraction is not null)
            {
                long parted = mask.Slices.Values.Sum(p => (long)p.Values.Count(v => v is > 0 and < 255));
                conversion.Losses.Add(
                    "fractions of voxels",
                    "COCO holds whole pixels; those of half and more are kept",
                    mark.Label.Name,
                    parted
                );
                mask = mask.Halved();
            }

            foreach ((int slice, MaskPatch patch) in mask.Slices)
            {
                ImageSlice image = conversion.Set.Images.Slices[slice];
                yield return (slice, null, json => Mask(json, patch, image, conversion.Options.Polygons));
            }

            foreach (PlanarShape shape in mark.Planar.Where(shape => shape.Kind == PlanarShapeKind.Points))
            {
                yield return (shape.Slice, shape, json => Keypoints(json, shape));
            }

            yield break;
        }

        foreach (PlanarShape shape in conversion.Shapes.PlanarOf(mark))
        {
            ImageSlice image = conversion.Set.Images.Slices[shape.Slice];
            switch (shape.Kind)
            {
                case PlanarShapeKind.Points:
                    yield return (shape.Slice, shape, json => Keypoints(json, shape));
                    break;
                case PlanarShapeKind.Polyline:
                    conversion.Losses.Add("open lines", "COCO has none", mark.Label.Name);
                    break;
                case PlanarShapeKind.Box:
                    yield return (shape.Slice, shape, json => Box(json, shape));
                    break;
                case PlanarShapeKind.Polygon when shape.Rings.Count > 1 && !shape.Parts:
                    // Rings that exclude each other: COCO's polygons are a union, only run lengths hold holes.
                    if (PolygonFill.Fill(shape.Rings, image.Width, image.Height) is { } patch)
                    {
                        yield return (shape.Slice, shape, json => Mask(json, patch, image, polygons: false));
                    }
                    else
                    {
                        conversion.Losses.Add(
                            "contours that enclose no pixel centre",
                            "they are smaller than a pixel",
                            mark.Label.Name
                        );
                    }

                    break;
                default:
                    yield return (shape.Slice, shape, json => Polygon(json, MarkShapes.RingsOf(shape), shape.Bounds));
                    break;
            }
        }
    }

    private static void Mask(Utf8JsonWriter json, MaskPatch patch, ImageSlice image, bool polygons)
    {
        IReadOnlyList<double[]> rings = polygons ? MaskOutline.Follow(patch) : [];
        // Outer rings turn one way, holes the other; with holes only run lengths are right.
        if (polygons && rings.All(ring => Area(ring) > 0))
        {
            Rings(json, rings);
        }
        else
        {
            json.WriteStartObject("segmentation");
            json.WriteStartArray("size");
            json.WriteNumberValue(image.Height);
            json.WriteNumberValue(image.Width);
            json.WriteEndArray();
            json.WriteString("counts", CocoRle.Pack(CocoRle.Count(patch, image.Width, image.Height)));
            json.WriteEndObject();
        }

        json.WriteNumber("area", patch.Count);
        Bounds(json, patch.X, patch.Y, patch.X + patch.Width, patch.Y + patch.Height);
    }

    private static void Box(Utf8JsonWriter json, PlanarShape shape)
    {
        (double left, double top, double right, double bottom) = shape.Bounds;
        Rings(json, []);
        json.WriteNumber("area", (right - left) * (bottom - top));
        Bounds(json, left, top, right, bottom);
    }

    private static void Polygon(
        Utf8JsonWriter json,
        IReadOnlyList<double[]> rings,
        (double L, double T, double R, double B) bounds
    )
    {
        Rings(json, rings);
        json.WriteNumber("area", rings.Sum(ring => Math.Abs(Area(ring))));
        Bounds(json, bounds.L, bounds.T, bounds.R, bounds.B);
    }

    private static void Keypoints(Utf8JsonWriter json, PlanarShape shape)
    {
        (double left, double top, double right, double bottom) = shape.Bounds;
        Points(json, shape);
        json.WriteNumber("area", (right - left) * (bottom - top));
        Bounds(json, left, top, right, bottom);
    }

    private static void Points(Utf8JsonWriter json, PlanarShape shape)
    {
        double[] points = shape.Rings[0];
        json.WriteStartArray("keypoints");
        int labelled = 0;
        for (int i = 0; i < points.Length / 2; i++)
        {
            int visible = shape.Visibility?[i] ?? 2;
            labelled += visible > 0 ? 1 : 0;
            json.WriteNumberValue(points[2 * i] - 0.5);
            json.WriteNumberValue(points[(2 * i) + 1] - 0.5);
            json.WriteNumberValue(visible);
        }

        json.WriteEndArray();
        json.WriteNumber("num_keypoints", labelled);
    }

    private static void Rings(Utf8JsonWriter json, IReadOnlyList<double[]> rings)
    {
        json.WriteStartArray("segmentation");
        foreach (double[] ring in rings)
        {
            json.WriteStartArray();
            foreach (double number in ring)
            {
                json.WriteNumberValue(Math.Round(number, 4));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Bounds(Utf8JsonWriter json, double left, double top, double right, double bottom)
    {
        json.WriteStartArray("bbox");
        json.WriteNumberValue(left);
        json.WriteNumberValue(top);
        json.WriteNumberValue(right - left);
        json.WriteNumberValue(bottom - top);
        json.WriteEndArray();
    }

    /// <summary>Signed area by the shoelace formula; positive where a ring turns right on a screen.</summary>
    internal static double Area(double[] ring)
    {
        double twice = 0;
        for (int i = 0; i < ring.Length; i += 2)
        {
            int j = (i + 2) % ring.Length;
            twice += (ring[i] * ring[j + 1]) - (ring[j] * ring[i + 1]);
        }

        return twice / 2;
    }
}
