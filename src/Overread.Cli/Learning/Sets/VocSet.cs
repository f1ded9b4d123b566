using Overread.Cli.Marks;
using Overread.Cli.Marks.Reading;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Marks;
using Overread.Learning.Features;
using SkiaSharp;

namespace Overread.Cli.Learning.Sets;

/// <summary>Pictures with Pascal VOC boxes: each box is an item, its name the label, its picture the group.</summary>
internal static class VocSet
{
    /// <summary>The files of boxes of a folder, or null where it has none.</summary>
    internal static List<string>? Annotations(string path)
    {
        string folder = Path.Combine(path, "Annotations");
        List<string> files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal)]
            : [];
        return files.Count == 0 ? null : files;
    }

    internal static LoadedSet Read(string path, List<string> annotations, SetChoices choices)
    {
        VocSource source = new(path, annotations, "auto");
        string[] files =
        [
            .. ItemContent
                .FilesOf(choices.Content ?? path)
                .Where(file => ItemContent.IsPicture(file) && !ImageLoader.InMaskFolder(path, file)),
        ];
        if (files.Length == 0)
        {
            throw new FileError(path, 0, "there are boxes, but no PNG or JPEG pictures; --content names their folder.");
        }

        MarkSet marks = new(new MarkedImages([.. files.Select(Slice)], null));
        ConversionNotes notes = new();
        LossReport losses = new();
        source.AddTo(marks, new PlacementOptions(false, false, false, false, 0), losses, notes);
        foreach (string note in notes.Notes.Concat(notes.LeftOut.Select(left => left + " (left out)")))
        {
            choices.Reading.Note(path, note);
        }

        foreach ((string what, long count, string because, IReadOnlyList<string> examples) in losses.All)
        {
            choices.Reading.Note(path, $"{count} {what} are left out ({because}): {string.Join(", ", examples)}.");
        }

        return new LoadedSet("voc", "pictures", Boxes(path, files, marks, choices).Build(FeatureScaling.Standard));
    }

    private static SetBuilder Boxes(string path, string[] files, MarkSet marks, SetChoices choices)
    {
        SetBuilder builder = new(path);
        foreach (IGrouping<int, MarkObject> boxes in marks.Objects.GroupBy(mark => mark.Planar[0].Slice))
        {
            string name = marks.Images.Slices[boxes.Key].Name;
            using SKBitmap picture = ItemContent.Open(files[boxes.Key]);
            int number = 0;
            foreach (MarkObject box in boxes)
            {
                (double left, double top, double right, double bottom) = box.Planar[0].Bounds;
                SKRectI part = SKRectI.Intersect(
                    new SKRectI((int)left, (int)top, (int)Math.Ceiling(right), (int)Math.Ceiling(bottom)),
                    new SKRectI(0, 0, picture.Width, picture.Height)
                );
                number++;
                if (part.Width < 1 || part.Height < 1)
                {
                    choices.Reading.Note(files[boxes.Key], $"box {number} lies outside the picture and is left out.");
                    continue;
                }

                builder.Add($"{name}#{number}", name, box.Label.Name, ItemContent.OfPatch(picture, part));
            }
        }

        return builder;
    }

    private static ImageSlice Slice(string file)
    {
        using SKCodec? codec = SKCodec.Create(file);
        return codec is null
            ? throw new FileError(file, 0, "the picture cannot be read; PNG and JPEG can.")
            : new ImageSlice(Path.GetFileName(file), codec.Info.Width, codec.Info.Height);
    }
}
