using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>
/// Pascal VOC boxes (Everingham et al. 2010): one XML file per picture. Pixels are counted from 1 and the last belongs to the box; some
/// tools count corners from 0, which a box that begins at 0 gives away.
/// </summary>
internal sealed class VocSource : IMarkSource
{
    private static readonly HashSet<string> s_none = [];

    private sealed record Annotation(
        string File,
        string Picture,
        int? Width,
        int? Height,
        List<(XElement Element, double[] Box)> Boxes
    );

    private readonly List<Annotation> _read = [];
    private readonly List<string> _broken = [];
    private readonly bool _fromOne;
    private readonly bool _guessed;

    internal VocSource(string path, List<string> files, string origin)
    {
        Path = path;
        foreach (string file in files)
        {
            try
            {
                _read.Add(Read(file));
            }
            catch (FileError broken) when (files.Count > 1)
            {
                _broken.Add(broken.Message);
            }
        }

        double least = _read.SelectMany(a => a.Boxes).Select(b => Math.Min(b.Box[0], b.Box[1])).DefaultIfEmpty(1).Min();
        _guessed = origin == "auto" && least < 1;
        _fromOne = origin == "auto" ? least >= 1 : origin == "1";
    }

    public string Path { get; }

    public IReadOnlySet<string> References => s_none;

    public string? FrameOfReferenceUid => null;

    public MarkedImages? OwnImages() =>
        _read.TrueForAll(a => a.Width is > 0 && a.Height is > 0)
            ? new MarkedImages([.. _read.Select(a => new ImageSlice(a.Picture, a.Width!.Value, a.Height!.Value))], null)
            : null;

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        notes.LeftOut.AddRange(_broken);
        if (_guessed)
        {
            notes.Note(
                $"{Path}: a box begins at 0, so that corners are taken to be counted from 0; --voc-origin 1 says otherwise."
            );
        }

        foreach (Annotation annotation in _read)
        {
            int slice = set.Images.Find(annotation.Picture);
            slice = slice < 0 ? set.Images.Find(System.IO.Path.GetFileNameWithoutExtension(annotation.File)) : slice;
            if (slice < 0)
            {
                losses.Add(
                    "annotations on images that were not given",
                    "--image has no image of that name",
                    annotation.Picture,
                    Math.Max(1, annotation.Boxes.Count)
                );
                continue;
            }

            ImageSlice image = set.Images.Slices[slice];
            if (annotation.Width is > 0 && (annotation.Width != image.Width || annotation.Height != image.Height))
            {
                notes.Leave(
                    annotation.File,
                    $"it says {annotation.Width}×{annotation.Height} pixels, the image {image.Name} has {image.Width}×{image.Height}: its boxes would lie wrong"
                );
                continue;
            }

            foreach ((XElement element, double[] box) in annotation.Boxes)
            {
                Add(set, annotation, slice, element, box, notes);
            }
        }
    }

    private void Add(
        MarkSet set,
        Annotation annotation,
        int slice,
        XElement element,
        double[] box,
        ConversionNotes notes
    )
    {
        double less = _fromOne ? 1 : 0;
        (double left, double top, double right, double bottom) = (box[0] - less, box[1] - less, box[2], box[3]);
        if (!(right > left) || !(bottom > top))
        {
            notes.Leave(
                annotation.File,
                FormattableString.Invariant(
                    $"line {Line(element)}: the box {box[0]}, {box[1]}, {box[2]}, {box[3]} has no pixel"
                )
            );
            return;
        }

        string name = element.Element("name")?.Value.Trim() is { Length: > 0 } said ? said : "(no name)";
        MarkObject mark = new() { Label = set.LabelNamed(name) };
        mark.Planar.Add(PlanarShape.Box(slice, left, top, right, bottom));
        foreach (string word in (ReadOnlySpan<string>)["pose", "truncated", "difficult", "occluded"])
        {
            if (element.Element(word)?.Value.Trim() is { Length: > 0 } value and not ("0" or "Unspecified"))
            {
                mark.Attributes[word] = value;
            }
        }

        set.Objects.Add(mark);
    }

    private static Annotation Read(string file)
    {
        XDocument document;
        try
        {
            using XmlReader reader = XmlReader.Create(
                file,
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }
            );
            document = XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException broken)
        {
            throw new FileError(file, broken.LineNumber, $"it is not XML: {broken.Message}");
        }

        XElement root = document.Root!;
        if (root.Name.LocalName != "annotation")
        {
            throw new FileError(file, 0, $"its root is <{root.Name.LocalName}> where VOC has <annotation>.");
        }

        List<(XElement, double[])> boxes = [];
        foreach (XElement element in root.Elements("object"))
        {
            XElement? box = element.Element("bndbox");
            double[] numbers =
            [
                .. ((string[])["xmin", "ymin", "xmax", "ymax"]).Select(name =>
                    double.TryParse(
                        box?.Element(name)?.Value,
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture,
                        out double number
                    )
                        ? number
                        : throw new FileError(file, Line(element), $"<bndbox> has no number <{name}>.")
                ),
            ];
            boxes.Add((element, numbers));
        }

        XElement? size = root.Element("size");
        return new Annotation(
            file,
            root.Element("filename")?.Value.Trim() is { Length: > 0 } name
                ? name
                : System.IO.Path.GetFileNameWithoutExtension(file),
            Whole(size?.Element("width")),
            Whole(size?.Element("height")),
            boxes
        );
    }

    private static int? Whole(XElement? element) =>
        int.TryParse(element?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static int Line(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
