using System.Globalization;
using System.Xml;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Writing;

/// <summary>Pascal VOC: one XML file per image, pixels counted from 1, the last belongs to the box; other shapes become their boxes.</summary>
internal static class VocOutput
{
    internal static void Write(Conversion conversion, StagedOutput output)
    {
        conversion.LoseExtras(attributes: false);
        ILookup<int, (MarkObject Mark, (double L, double T, double R, double B) Box)> boxes = Boxes(conversion)
            .ToLookup(box => box.Slice, box => (box.Mark, box.Box));
        for (int i = 0; i < conversion.Set.Images.Slices.Count; i++)
        {
            ImageSlice image = conversion.Set.Images.Slices[i];
            using Stream stream = output.InFolder(PngOutput.NameOf(image) + ".xml");
            using XmlWriter xml = XmlWriter.Create(
                stream,
                new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }
            );
            xml.WriteStartElement("annotation");
            string folder = (Path.GetDirectoryName(image.Name) ?? "").Replace('\\', '/');
            xml.WriteElementString("folder", folder);
            xml.WriteElementString("filename", Path.GetFileName(image.Name));
            xml.WriteStartElement("size");
            xml.WriteElementString("width", Whole(image.Width));
            xml.WriteElementString("height", Whole(image.Height));
            xml.WriteElementString("depth", "3");
            xml.WriteEndElement();
            xml.WriteElementString("segmented", "0");
            foreach ((MarkObject mark, (double L, double T, double R, double B) box) in boxes[i])
            {
                xml.WriteStartElement("object");
                xml.WriteElementString("name", mark.Label.Name);
                xml.WriteElementString("pose", mark.Attributes.GetValueOrDefault("pose") ?? "Unspecified");
                xml.WriteElementString("truncated", mark.Attributes.GetValueOrDefault("truncated") ?? "0");
                xml.WriteElementString("difficult", mark.Attributes.GetValueOrDefault("difficult") ?? "0");
                xml.WriteStartElement("bndbox");
                (int left, int top) = (Round(box.L) + 1, Round(box.T) + 1);
                xml.WriteElementString("xmin", Whole(left));
                xml.WriteElementString("ymin", Whole(top));
                xml.WriteElementString("xmax", Whole(Math.Max(left, Round(box.R))));
                xml.WriteElementString("ymax", Whole(Math.Max(top, Round(box.B))));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }
    }

    /// <summary>The box of each mark on each image, with what is lost by it.</summary>
    internal static IEnumerable<(int Slice, MarkObject Mark, (double L, double T, double R, double B) Box)> Boxes(
        Conversion conversion
    )
    {
        foreach (MarkObject mark in conversion.Set.Objects)
        {
            foreach ((int slice, MaskPatch patch) in mark.Mask?.Slices ?? new Dictionary<int, MaskPatch>())
            {
                conversion.Losses.Add("shapes reduced to their boxes", "VOC holds boxes", mark.Label.Name);
                yield return (slice, mark, (patch.X, patch.Y, patch.X + patch.Width, patch.Y + patch.Height));
            }

            foreach (PlanarShape shape in mark.Mask is null ? conversion.Shapes.PlanarOf(mark) : [])
            {
                if (shape.Kind is PlanarShapeKind.Points or PlanarShapeKind.Polyline)
                {
                    conversion.Losses.Add("points and open lines", "VOC holds boxes", mark.Label.Name);
                    continue;
                }

                if (shape.Kind != PlanarShapeKind.Box)
                {
                    conversion.Losses.Add("shapes reduced to their boxes", "VOC holds boxes", mark.Label.Name);
                }

                PlanarShape ringed = shape with { Rings = MarkShapes.RingsOf(shape) };
                var box = ringed.Bounds;
                if (
                    ((double[])[box.Left, box.Top, box.Right, box.Bottom]).Any(edge =>
                        Math.Abs(edge - Math.Round(edge)) > 1e-6
                    )
                )
                {
                    conversion.Losses.Add(
                        "edges between pixels",
                        "VOC holds whole pixels; the nearest are written",
                        mark.Label.Name
                    );
                }

                yield return (shape.Slice, mark, box);
            }
        }
    }

    private static int Round(double edge) => (int)Math.Floor(edge + 0.5);

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
