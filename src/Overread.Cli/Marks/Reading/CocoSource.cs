using System.Globalization;
using System.Text.Json;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Coco;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>A COCO file: polygons, run lengths packed or not, boxes, keypoints, crowds.</summary>
internal sealed class CocoSource : IMarkSource
{
    private static readonly HashSet<string> s_none = [];
    private readonly JsonElement _root;

    internal CocoSource(string path)
    {
        Path = path;
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            _root = document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new FileError(path, (broken.LineNumber ?? 0) + 1, $"it is not JSON: {broken.Message}");
        }

        foreach (string list in (ReadOnlySpan<string>)["images", "annotations", "categories"])
        {
            if (
                _root.ValueKind != JsonValueKind.Object
                || !_root.TryGetProperty(list, out JsonElement found)
                || found.ValueKind != JsonValueKind.Array
            )
            {
                throw new FileError(
                    path,
                    0,
                    $"it has no list '{list}': a COCO file has images, annotations and categories."
                );
            }

            if (found.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object))
            {
                throw new FileError(path, 0, $"the list '{list}' holds something that is no object.");
            }
        }
    }

    public string Path { get; }

    public IReadOnlySet<string> References => s_none;

    public string? FrameOfReferenceUid => null;

    public MarkedImages? OwnImages()
    {
        List<ImageSlice> slices = [];
        foreach (JsonElement image in _root.GetProperty("images").EnumerateArray())
        {
            slices.Add(
                new ImageSlice(
                    Text(image, "file_name") ?? Key(image, "id"),
                    Whole(image, "width") ?? 0,
                    Whole(image, "height") ?? 0
                )
            );
        }

        return slices.Exists(slice => slice.Width < 1 || slice.Height < 1) ? null : new MarkedImages(slices, null);
    }

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        Dictionary<string, int> images = Images(set.Images, losses, notes);
        Dictionary<string, MarkLabel> labels = [];
        foreach (JsonElement category in _root.GetProperty("categories").EnumerateArray())
        {
            string name = Text(category, "name") ?? Key(category, "id");
            MarkLabel label =
                set.Labels.Find(known => known.Name == name)
                ?? new MarkLabel { Number = Whole(category, "id") ?? set.Labels.Count + 1, Name = name };
            if (!set.Labels.Contains(label))
            {
                set.Labels.Add(label);
            }

            labels[Key(category, "id")] = label;
        }

        int at = 0;
        foreach (JsonElement annotation in _root.GetProperty("annotations").EnumerateArray())
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"{Path}: annotations[{at++}]");
            if (!images.TryGetValue(Key(annotation, "image_id"), out int slice))
            {
                notes.LeftOut.Add($"{where}: image_id {Key(annotation, "image_id")} is not in 'images'");
            }
            else if (!labels.TryGetValue(Key(annotation, "category_id"), out MarkLabel? label))
            {
                notes.LeftOut.Add($"{where}: category_id {Key(annotation, "category_id")} is not in 'categories'");
            }
            else if (slice >= 0)
            {
                Add(set, annotation, slice, label, where, notes);
            }
            else
            {
                losses.Add(
                    "annotations on images that were not given",
                    "--image has no image of that name and size",
                    Key(annotation, "image_id")
                );
            }
        }
    }

    private Dictionary<string, int> Images(MarkedImages stack, LossReport losses, ConversionNotes notes)
    {
        Dictionary<string, int> images = [];
        foreach (JsonElement image in _root.GetProperty("images").EnumerateArray())
        {
            string name = Text(image, "file_name") ?? "";
            int slice = stack.Find(name);
            if (slice < 0 && Text(image, "sop_instance_uid") is { } uid)
            {
                slice = stack.FindInstance(uid, Whole(image, "frame_number") ?? 0);
            }

            if (
                slice >= 0
                && Whole(image, "width") is { } width
                && Whole(image, "height") is { } height
                && (width != stack.Slices[slice].Width || height != stack.Slices[slice].Height)
            )
            {
                notes.LeftOut.Add(
                    $"{Path}: image {name} is said to have {width}×{height} pixels, the one given has {stack.Slices[slice].Width}×{stack.Slices[slice].Height}: its annotations would lie wrong"
                );
                slice = -1;
            }

            images[Key(image, "id")] = slice;
        }

        return images;
    }

    private static void Add(
        MarkSet set,
        JsonElement annotation,
        int slice,
        MarkLabel label,
        string where,
        ConversionNotes notes
    )
    {
        ImageSlice image = set.Images.Slices[slice];
        MarkObject mark = new()
        {
            Label = label,
            Id = annotation.TryGetProperty("id", out _) ? Key(annotation, "id") : null,
            IsCrowd = Whole(annotation, "iscrowd") == 1,
            Score =
                annotation.TryGetProperty("score", out JsonElement score) && score.ValueKind == JsonValueKind.Number
                    ? score.GetDouble()
                    : null,
        };
        try
        {
            if (annotation.TryGetProperty("segmentation", out JsonElement segmentation))
            {
                Segmentation(mark, segmentation, slice, image);
            }

            if (
                mark.Mask is null
                && mark.Planar.Count == 0
                && Numbers(annotation, "bbox") is [var x, var y, var w, var h]
            )
            {
                if (!(w > 0) || !(h > 0))
                {
                    throw new FormatException(FormattableString.Invariant($"'bbox' has the size {w} × {h}"));
                }

                mark.Planar.Add(PlanarShape.Box(slice, x, y, x + w, y + h));
            }

            if (Numbers(annotation, "keypoints") is { Length: > 0 } keypoints)
            {
                Keypoints(mark, keypoints, slice);
            }
        }
        catch (FormatException broken)
        {
            notes.LeftOut.Add($"{where}: {broken.Message}");
            return;
        }

        if (mark.Mask is null && mark.Planar.Count == 0)
        {
            notes.LeftOut.Add($"{where}: it has neither segmentation nor bbox nor keypoints");
            return;
        }

        set.Objects.Add(mark);
    }

    private static void Segmentation(MarkObject mark, JsonElement segmentation, int slice, ImageSlice image)
    {
        if (segmentation.ValueKind == JsonValueKind.Object)
        {
            double[] size = Numbers(segmentation, "size") ?? [];
            if (size.Length != 2 || (int)size[0] != image.Height || (int)size[1] != image.Width)
            {
                throw new FormatException(
                    $"'segmentation.size' is [{string.Join(", ", size)}], the image has [{image.Height}, {image.Width}]"
                );
            }

            if (!segmentation.TryGetProperty("counts", out JsonElement counts))
            {
                throw new FormatException("'segmentation' has a size and no counts");
            }

            IReadOnlyList<int> runs =
                counts.ValueKind == JsonValueKind.String
                    ? CocoRle.Unpack(counts.GetString()!)
                    : [.. (Numbers(segmentation, "counts") ?? []).Select(run => (int)run)];
            mark.Mask = new VoxelMask();
            mark.Mask.Set(slice, CocoRle.Fill(runs, image.Width, image.Height));
            return;
        }

        if (segmentation.ValueKind != JsonValueKind.Array || segmentation.GetArrayLength() == 0)
        {
            return;
        }

        // One flat list instead of a list of lists is met as well.
        List<double[]> rings =
            segmentation[0].ValueKind == JsonValueKind.Array
                ? [.. segmentation.EnumerateArray().Select(Flat)]
                : [Flat(segmentation)];
        if (rings.FindIndex(ring => ring.Length < 6 || ring.Length % 2 != 0) is >= 0 and var bad)
        {
            throw new FormatException(
                $"'segmentation[{bad}]' has {rings[bad].Length} numbers: a polygon has three points at least"
            );
        }

        mark.Planar.Add(new PlanarShape(slice, PlanarShapeKind.Polygon, rings) { Parts = true });
    }

    private static void Keypoints(MarkObject mark, double[] numbers, int slice)
    {
        if (numbers.Length % 3 != 0)
        {
            throw new FormatException($"'keypoints' has {numbers.Length} numbers, which are no triples");
        }

        double[] points = new double[numbers.Length / 3 * 2];
        int[] visible = new int[numbers.Length / 3];
        for (int i = 0; i < visible.Length; i++)
        {
            // Keypoints are numbers of pixels: their place is the pixel's centre.
            (points[2 * i], points[(2 * i) + 1]) = (numbers[3 * i] + 0.5, numbers[(3 * i) + 1] + 0.5);
            visible[i] = (int)numbers[(3 * i) + 2];
        }

        mark.Planar.Add(new PlanarShape(slice, PlanarShapeKind.Points, [points]) { Visibility = visible });
    }

    private static double[] Flat(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(n => n.ValueKind == JsonValueKind.Number)
            ? [.. list.EnumerateArray().Select(n => n.GetDouble())]
            : throw new FormatException("'segmentation' holds something that is no number");

    private static double[]? Numbers(JsonElement owner, string name)
    {
        if (!owner.TryGetProperty(name, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        return list.EnumerateArray().All(n => n.ValueKind == JsonValueKind.Number)
            ? [.. list.EnumerateArray().Select(n => n.GetDouble())]
            : throw new FormatException($"'{name}' holds something that is no number");
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static int? Whole(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out int number)
            ? number
            : null;

    private static string Key(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value)
            ? value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : value.GetRawText()
            : "(none)";
}
