using Overread.Domain.Intake;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Modalities.Imaging.Masks;
using Overread.Domain.Protocols;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Exports;

/// <summary>Released boxes, points, outlines and masks as COCO: one image per file and frame, one category per field and class.</summary>
internal sealed class CocoExport : IExport
{
    private const string Path = "exports/coco.json";

    private static readonly string[] PointNames = ["point"];

    /// <inheritdoc/>
    public string? Describe(string path) =>
        path == Path ? "Released boxes, points, outlines and masks in COCO form." : null;

    /// <inheritdoc/>
    public IEnumerable<(string Path, string Text)> Files(BundleContent content, IBlobStore blobs) =>
        content.Items.Any(i =>
            i.Series.Count == 0 || i.Series.SelectMany(s => s.Files).Any(f => f.Content is ImageContent)
        )
            ? [(Path, BundleWriter.Json(Of(content)))]
            : [];

    private static object Of(BundleContent content)
    {
        List<(string Field, string? Class, string Name)> categories =
        [
            .. content
                .Protocol.Fields.Where(IsDrawn)
                .SelectMany(f =>
                    f.Options is { Count: > 0 } options
                        ? options.Select(o => (f.Id, (string?)o.Id, $"{f.Id}/{o.Id}"))
                        : [(f.Id, null, f.Id)]
                ),
        ];
        List<(string File, ImageContent Image, int Frame, BundleData.Entry Entry)> images =
        [
            .. content
                .Items.SelectMany(i => BundleData.Of(content, i))
                .Where(e => e.File.Content is ImageContent)
                .Select(e => (Entry: e, Image: (ImageContent)e.File.Content))
                .SelectMany(e =>
                    Enumerable.Range(0, e.Image.Frames).Select(frame => (e.Entry.File.Id, e.Image, frame, e.Entry))
                ),
        ];
        Dictionary<(string, int), int> imageIds = images
            .Select((image, n) => (Key: (image.File, image.Frame), Id: n + 1))
            .ToDictionary(p => p.Key, p => p.Id);
        List<object> annotations = [];
        foreach (ItemFacts item in content.Items)
        {
            foreach (Field field in content.Protocol.Fields.Where(IsDrawn))
            {
                foreach (Mark mark in content.Marks.GetValueOrDefault((item.Id, field.Id), []).Select(m => m.Mark))
                {
                    int category = categories.FindIndex(c => c.Field == field.Id && c.Class == mark.Class) + 1;
                    foreach ((string file, int frame, MaskPart? part) in Places(mark.Region))
                    {
                        if (imageIds.TryGetValue((file, frame), out int image))
                        {
                            annotations.Add(Annotation(annotations.Count + 1, image, category, mark, part));
                        }
                    }
                }
            }
        }

        return new
        {
            info = new { description = $"{content.Name}:{content.Version}", version = content.Version },
            images = images.Select(
                (i, n) =>
                    new
                    {
                        id = n + 1,
                        file_name = i.Entry.Path,
                        file = i.File,
                        width = i.Image.Width,
                        height = i.Image.Height,
                        frame = i.Frame,
                        item = i.Entry.Item.Id,
                    }
            ),
            categories = categories.Select(
                (c, n) =>
                    new
                    {
                        id = n + 1,
                        name = c.Name,
                        supercategory = c.Field,
                        keypoints = IsPoint(content, c.Field) ? PointNames : null,
                    }
            ),
            annotations,
        };
    }

    private static bool IsDrawn(Field field) =>
        field.Kind.Region is { } region
        && (region.Region.IsSubclassOf(typeof(ImageRegion)) || region == MaskKind.Instance);

    // A mask goes through a stack, and COCO knows single images: one annotation for each, under the one name of the mark.
    private static IEnumerable<(string File, int Frame, MaskPart? Part)> Places(Region region) =>
        region switch
        {
            MaskRegion mask => mask.Parts.Select(p => (p.File, p.Frame, (MaskPart?)p)),
            ImageRegion image => [(image.File, image.Frame, null)],
            _ => throw new InvalidOperationException("A geometry without a COCO form."),
        };

    private static bool IsPoint(BundleContent content, string field) =>
        content.Protocol.Field(field)!.Kind.Region == PointKind.Instance;

    private static object Annotation(int id, int image, int category, Mark mark, MaskPart? part) =>
        mark.Region switch
        {
            BoxRegion b => new
            {
                id,
                image_id = image,
                category_id = category,
                bbox = new[] { b.X, b.Y, b.Width, b.Height },
                area = b.Width * b.Height,
                iscrowd = 0,
                mark = mark.Id,
            },
            PointRegion p => new
            {
                id,
                image_id = image,
                category_id = category,
                keypoints = new[] { p.X, p.Y, 2 },
                num_keypoints = 1,
                bbox = new[] { p.X, p.Y, 0, 0 },
                area = 0.0,
                iscrowd = 0,
                mark = mark.Id,
            },
            PolygonRegion o => Outline(id, image, category, mark, o),
            MaskRegion m when part is not null => Painted(id, image, category, mark, m, part),
            _ => throw new InvalidOperationException("A geometry without a COCO form."),
        };

    private static object Painted(int id, int image, int category, Mark mark, MaskRegion region, MaskPart part)
    {
        (int x, int y, int width, int height) = MaskKind.Around(region, part);
        IReadOnlyList<MaskRun> runs = MaskKind.Runs(part);
        return new
        {
            id,
            image_id = image,
            category_id = category,
            segmentation = new
            {
                size = new[] { region.Height, region.Width },
                counts = MaskColumns.Counts(runs, region.Width, region.Height),
            },
            bbox = new[] { x, y, width, height },
            area = MaskRuns.Count(runs),
            iscrowd = 0,
            mark = mark.Id,
        };
    }

    private static object Outline(int id, int image, int category, Mark mark, PolygonRegion region)
    {
        BoxRegion box = PolygonKind.Around(region);
        return new
        {
            id,
            image_id = image,
            category_id = category,
            segmentation = new[] { region.Points.SelectMany(p => (double[])[p.X, p.Y]) },
            bbox = new[] { box.X, box.Y, box.Width, box.Height },
            area = PolygonKind.Area(region),
            iscrowd = 0,
            mark = mark.Id,
        };
    }
}
