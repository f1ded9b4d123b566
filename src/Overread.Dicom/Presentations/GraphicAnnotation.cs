namespace Overread.Dicom.Presentations;

/// <summary>A graphic or a text of a presentation state (PS3.3 C.10.5).</summary>
/// <param name="Layer">Graphic Layer; "" where missing.</param>
/// <param name="Type">POINT, POLYLINE, INTERPOLATED, CIRCLE, ELLIPSE; BOX or ANCHOR of a text.</param>
/// <param name="InPixels">True where coordinates are pixels from the upper left corner of the first; false for parts of the displayed area.</param>
/// <param name="Data">Column and row by turns.</param>
/// <param name="Text">The words of a text; null for a graphic.</param>
/// <param name="Images">Images on which it stands, with frames where named; empty: on all that the state refers to.</param>
public sealed record GraphicAnnotation(
    string Layer,
    string Type,
    bool InPixels,
    IReadOnlyList<double> Data,
    string? Text,
    IReadOnlyList<(string SopInstanceUid, IReadOnlyList<int> Frames)> Images
)
{
    /// <summary>Reads all annotations of a presentation state.</summary>
    public static IReadOnlyList<GraphicAnnotation> Read(Dataset state)
    {
        List<GraphicAnnotation> read = [];
        List<(string, IReadOnlyList<int>)> all =
        [
            .. state.GetItems(Derived.MarkTags.ReferencedSeriesSequence).SelectMany(Referenced),
        ];
        foreach (Dataset annotation in state.GetItems(Derived.MarkTags.GraphicAnnotationSequence))
        {
            string layer = annotation.GetText(Derived.MarkTags.GraphicLayer) ?? "";
            List<(string, IReadOnlyList<int>)> images = [.. Referenced(annotation)];
            images = images.Count > 0 ? images : all;
            foreach (Dataset graphic in annotation.GetItems(Derived.MarkTags.GraphicObjectSequence))
            {
                read.Add(
                    new GraphicAnnotation(
                        layer,
                        graphic.GetText(Derived.MarkTags.GraphicType) ?? "",
                        graphic.GetText(Derived.MarkTags.GraphicAnnotationUnits) == "PIXEL",
                        graphic.GetNumbers(Derived.MarkTags.GraphicData),
                        null,
                        images
                    )
                );
            }

            read.AddRange(
                annotation.GetItems(Derived.MarkTags.TextObjectSequence).Select(text => TextOf(text, layer, images))
            );
        }

        return read;
    }

    private static GraphicAnnotation TextOf(Dataset text, string layer, List<(string, IReadOnlyList<int>)> images)
    {
        string words = text.GetText(Derived.MarkTags.UnformattedTextValue) ?? "";
        IReadOnlyList<double> from = text.GetNumbers(Derived.MarkTags.BoundingBoxTopLeft);
        IReadOnlyList<double> to = text.GetNumbers(Derived.MarkTags.BoundingBoxBottomRight);
        return from.Count == 2 && to.Count == 2
            ? new(
                layer,
                "BOX",
                text.GetText(Derived.MarkTags.BoundingBoxAnnotationUnits) == "PIXEL",
                [.. from, .. to],
                words,
                images
            )
            : new(
                layer,
                "ANCHOR",
                text.GetText(Derived.MarkTags.AnchorPointAnnotationUnits) == "PIXEL",
                text.GetNumbers(Derived.MarkTags.AnchorPoint),
                words,
                images
            );
    }

    private static IEnumerable<(string, IReadOnlyList<int>)> Referenced(Dataset owner) =>
        owner
            .GetItems(Tags.ReferencedImageSequence)
            .Select(image =>
                (
                    image.GetText(Tags.ReferencedSopInstanceUid) ?? "",
                    (IReadOnlyList<int>)[.. image.GetNumbers(Tags.ReferencedFrameNumber).Select(n => (int)n)]
                )
            );
}
