using Overread.Cli.Quality.Files;
using Overread.Dicom;
using Overread.Dicom.Presentations;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>A presentation state: graphics and texts that somebody drew over images; a layer is a label.</summary>
internal sealed class PresentationSource : IMarkSource
{
    private readonly IReadOnlyList<GraphicAnnotation> _annotations;
    private readonly string? _creator;

    internal PresentationSource(string path, DicomFile file)
    {
        Path = path;
        _annotations = GraphicAnnotation.Read(file.Dataset);
        _creator = file.Dataset.GetText(new Tag(0x0070, 0x0084));
        References = DicomReferences.Of(file.Dataset);
        if (_annotations.Count == 0)
        {
            throw new FileError(path, 0, "(0070,0001) GraphicAnnotationSequence has no graphic and no text.");
        }
    }

    public string Path { get; }

    public IReadOnlySet<string> References { get; }

    public string? FrameOfReferenceUid => null;

    public MarkedImages? OwnImages() => null;

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        set.Creator ??= _creator;
        foreach (GraphicAnnotation annotation in _annotations)
        {
            string name = annotation.Layer.Length > 0 ? annotation.Layer : "annotation";
            foreach (int slice in Slices(annotation, set.Images, losses, name))
            {
                ImageSlice image = set.Images.Slices[slice];
                double[] data = [.. annotation.Data];
                for (int i = 0; i < data.Length && !annotation.InPixels; i++)
                {
                    // Parts of the displayed area, which is taken to be the whole image.
                    data[i] *= i % 2 == 0 ? image.Width : image.Height;
                }

                if (!annotation.InPixels)
                {
                    notes.Note($"{Path}: graphics in parts of the display are taken for parts of the whole image.");
                }

                if (Shape(slice, annotation.Type, data) is not { } shape)
                {
                    notes.Leave(
                        Path,
                        $"a graphic of type {annotation.Type} with {data.Length} numbers on layer {name} cannot be read"
                    );
                    continue;
                }

                MarkObject mark = new() { Label = set.LabelNamed(name) };
                mark.Planar.Add(shape);
                if (annotation.Text is { } text)
                {
                    mark.Attributes["text"] = text;
                }

                set.Objects.Add(mark);
            }
        }
    }

    private static IEnumerable<int> Slices(
        GraphicAnnotation annotation,
        MarkedImages images,
        LossReport losses,
        string name
    )
    {
        foreach ((string uid, IReadOnlyList<int> frames) in annotation.Images)
        {
            foreach (int frame in frames.Count > 0 ? frames : [0])
            {
                int slice = images.FindInstance(uid, frame);
                if (slice >= 0)
                {
                    yield return slice;
                }
                else
                {
                    losses.Add(
                        "graphics on images that were not given",
                        "--image has no such instance or frame",
                        $"{name} on {uid}"
                    );
                }
            }
        }
    }

    private static PlanarShape? Shape(int slice, string type, double[] data) =>
        (type, data.Length) switch
        {
            ("POINT", 2) or ("ANCHOR", 2) => new PlanarShape(slice, PlanarShapeKind.Points, [data]),
            ("BOX", 4) => PlanarShape.Box(
                slice,
                Math.Min(data[0], data[2]),
                Math.Min(data[1], data[3]),
                Math.Max(data[0], data[2]),
                Math.Max(data[1], data[3])
            ),
            ("POLYLINE" or "INTERPOLATED", >= 4) when data.Length % 2 == 0 => ReportShapes.Line(slice, data),
            ("CIRCLE", 4) => ReportShapes.Circle(slice, data),
            ("ELLIPSE", 8) => new PlanarShape(slice, PlanarShapeKind.Ellipse, [data]),
            _ => null,
        };
}
