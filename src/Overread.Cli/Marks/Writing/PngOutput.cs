using Overread.Imaging.Marks;
using Overread.Imaging.Png;

namespace Overread.Cli.Marks.Writing;

/// <summary>PNG label maps: a folder with one per image, indices of a palette up to 255 and 16-bit grey above, and <c>labels.csv</c> with the names.</summary>
internal static class PngOutput
{
    internal static void Write(Conversion conversion, StagedOutput output)
    {
        conversion.LoseExtras();
        var masks = conversion.Masks(65535);
        var layers = conversion.Layers(output.Output, masks);
        int most = masks.Select(m => m.Number).DefaultIfEmpty(0).Max();
        (byte, byte, byte)[]? palette = null;
        if (most <= 255)
        {
            palette = new (byte, byte, byte)[most + 1];
            foreach ((int number, MarkLabel label, _) in masks)
            {
                palette[number] = label.Colour ?? LabelColours.Of(number - 1);
            }
        }

        IReadOnlyList<ImageSlice> images = conversion.Set.Images.Slices;
        for (int layer = 0; layer < layers.Count; layer++)
        {
            (VoxelMask, int)[] numbered = [.. layers[layer].Select(m => (m.Mask, m.Number))];
            for (int slice = 0; slice < images.Count; slice++)
            {
                if (layer > 0 && !Array.Exists(numbered, m => m.Item1.Slices.ContainsKey(slice)))
                {
                    continue;
                }

                ImageSlice image = images[slice];
                int[] plane = new int[image.Width * image.Height];
                LabelPlanes.Compose(numbered, slice, plane, image.Width);
                using Stream stream = output.InFolder(
                    NameOf(image) + (layer == 0 ? ".png" : FormattableString.Invariant($".layer{layer + 1}.png"))
                );
                PngLabels.Write(stream, plane, image.Width, palette);
            }
        }

        if (layers.Count > 1)
        {
            conversion.Notes.Note("labels overlap: further layers stand in files NAME.layer2.png and so on.");
        }

        using Stream table = output.InFolder("labels.csv");
        LabelTable.Write(table, masks.Select(m => (m.Number, m.Label)));
    }

    /// <summary>Name of the file for an image: its own without the ending.</summary>
    internal static string NameOf(ImageSlice image)
    {
        string folder = Path.GetDirectoryName(image.Name) ?? "";
        string file = Path.GetFileName(image.Name);
        // The end of a UID is no extension.
        bool known =
            Path.GetExtension(file).ToLowerInvariant()
            is ".dcm"
                or ".dicom"
                or ".ima"
                or ".png"
                or ".jpg"
                or ".jpeg"
                or ".tif"
                or ".tiff"
                or ".bmp";
        return Path.Combine(folder, known ? Path.GetFileNameWithoutExtension(file) : file);
    }
}
