using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// An export "CVAT for images 1.1" (XML) as a table of boxes, or, where nobody drew any, of tags as labels. The reader is the assignee that
/// the file names, else the file's own name.
/// </summary>
internal static class CvatExport
{
    internal static MemoryRows Open(string path, FileReading? reading)
    {
        XElement root = Root(path);
        if (root.Name.LocalName != "annotations")
        {
            throw new FileError(
                path,
                1,
                $"the XML begins with <{root.Name.LocalName}>; an export 'CVAT for images 1.1' begins with <annotations>."
            );
        }

        string reader =
            root.Element("meta")
                ?.Descendants("assignee")
                .Select(person => (person.Element("username")?.Value ?? person.Value).Trim())
                .FirstOrDefault(name => name.Length > 0)
            ?? MarkTable.ReaderOf(path);
        XElement[] images = [.. root.Elements("image")];
        if (images.Length == 0)
        {
            throw new FileError(path, 1, "it holds no <image>; exports of videos (<track>) are not read.");
        }

        bool boxes = images.Any(image => image.Elements("box").Any());
        bool tags = images.Any(image => image.Elements("tag").Any());
        return tags && !boxes && reading is not { Marks: true }
            ? Tags(path, images, reader)
            : Boxes(path, images, reader, reading);
    }

    private static MemoryRows Tags(string path, XElement[] images, string reader)
    {
        List<(long, string?[])> rows = [];
        foreach (XElement image in images)
        {
            string[] labels =
            [
                .. image.Elements("tag").Select(tag => Needed(path, tag, "label")).Order(StringComparer.Ordinal),
            ];
            rows.Add((Line(image), [Needed(path, image, "name"), reader, string.Join(';', labels)]));
        }

        return new MemoryRows(path, ["item", "reader", "label"], rows);
    }

    private static MemoryRows Boxes(string path, XElement[] images, string reader, FileReading? reading)
    {
        MarkTable table = new(path);
        foreach (XElement image in images)
        {
            string item = Needed(path, image, "name");
            bool any = false;
            foreach (XElement shape in image.Elements())
            {
                if (shape.Name.LocalName != "box")
                {
                    table.Other(shape.Name.LocalName);
                    continue;
                }

                any = true;
                double[] corners =
                [
                    .. ((string[])["xtl", "ytl", "xbr", "ybr"]).Select(name => Number(path, shape, name)),
                ];
                table.Box(
                    Line(shape),
                    item,
                    reader,
                    Needed(path, shape, "label"),
                    [corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]]
                );
            }

            if (!any)
            {
                table.Nothing(Line(image), item, reader);
            }
        }

        return table.Table(reading);
    }

    private static XElement Root(string path)
    {
        try
        {
            // Nothing outside the file is fetched, and entities that grow are refused.
            using XmlReader xml = XmlReader.Create(
                path,
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            return XElement.Load(xml, LoadOptions.SetLineInfo);
        }
        catch (XmlException broken)
        {
            throw new FileError(path, broken.LineNumber, $"this is not XML: {broken.Message}");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new FileError(path, 0, broken.Message);
        }
    }

    private static string Needed(string path, XElement element, string name) =>
        element.Attribute(name)?.Value.Trim() is { Length: > 0 } value
            ? value
            : throw new FileError(path, Line(element), $"the <{element.Name.LocalName}> has no {name}.");

    private static double Number(string path, XElement element, string name) =>
        double.TryParse(Needed(path, element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : throw new FileError(path, Line(element), $"'{element.Attribute(name)!.Value}' as {name} is no number.");

    private static long Line(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
