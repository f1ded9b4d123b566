using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Marks;
using Overread.Imaging.Png;

namespace Overread.Cli.Marks.Reading;

/// <summary>
/// PNG masks: one label map per picture, called like it; or several files in a folder of the picture's name (or in a folder
/// <c>masks</c> in that), each of which is one object.
/// </summary>
internal sealed class PngSource : IMarkSource
{
    private static readonly HashSet<string> s_none = [];
    private readonly List<string> _files;
    private readonly string _root;

    internal PngSource(string path, List<string> files, bool folder)
    {
        Path = path;
        _files = files;
        _root = folder ? path : System.IO.Path.GetDirectoryName(path) ?? "";
    }

    public string Path { get; }

    public IReadOnlySet<string> References => s_none;

    public string? FrameOfReferenceUid => null;

    public MarkedImages? OwnImages()
    {
        List<ImageSlice> slices = [];
        foreach (string file in _files)
        {
            byte[] head = new byte[33];
            using FileStream stream = File.OpenRead(file);
            if (stream.ReadAtLeast(head, 33, throwOnEndOfStream: false) == 33)
            {
                int width = (head[16] << 24) | (head[17] << 16) | (head[18] << 8) | head[19];
                int height = (head[20] << 24) | (head[21] << 16) | (head[22] << 8) | head[23];
                slices.Add(
                    new ImageSlice(
                        System.IO.Path.GetRelativePath(_root.Length > 0 ? _root : ".", file).Replace('\\', '/'),
                        width,
                        height
                    )
                );
            }
        }

        return slices.Exists(slice => slice.Width < 1 || slice.Height < 1) ? null : new MarkedImages(slices, null);
    }

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        IReadOnlyList<MarkLabel> table = LabelTable.Read(System.IO.Path.Combine(_root, "labels.csv"));
        foreach (string file in _files)
        {
            (int slice, bool one) = Image(set.Images, file);
            if (slice < 0)
            {
                losses.Add(
                    "masks of images that were not given",
                    "--image has no image of that name",
                    System.IO.Path.GetFileName(file)
                );
                continue;
            }

            PngLabels png;
            try
            {
                png = PngLabels.Read(File.ReadAllBytes(file));
            }
            catch (PngException broken)
            {
                notes.Leave(file, broken.Message);
                continue;
            }

            ImageSlice image = set.Images.Slices[slice];
            if (png.Width != image.Width || png.Height != image.Height)
            {
                notes.Leave(
                    file,
                    $"it has {png.Width}×{png.Height} pixels, the image {image.Name} has {image.Width}×{image.Height}"
                );
                continue;
            }

            Add(set, file, slice, one, png, table, notes);
        }
    }

    private static void Add(
        MarkSet set,
        string file,
        int slice,
        bool one,
        PngLabels png,
        IReadOnlyList<MarkLabel> table,
        ConversionNotes notes
    )
    {
        int[] numbers = png.Numbers;
        bool whole = numbers.AsSpan().IndexOfAnyExcept(0, png.IsColour ? 0xFFFFFF : (1 << png.Bits) - 1) < 0;
        if (one || (whole && png.Palette.Count == 0 && table.Count == 0))
        {
            // White on black is a mask, not label number 255.
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = numbers[i] == 0 ? 0 : 1;
            }
        }

        foreach ((int number, MaskPatch patch) in LabelPlanes.Split(numbers, png.Width).OrderBy(pair => pair.Key))
        {
            MarkLabel label = one
                ? set.LabelNamed("object")
                : set.Labels.Find(known => known.Number == number) ?? Made(set, number, png, table);
            MarkObject? mark = one ? null : set.Objects.Find(known => known.Label == label);
            if (mark is null)
            {
                mark = new MarkObject
                {
                    Label = label,
                    Mask = new VoxelMask(),
                    Id = one ? System.IO.Path.GetFileNameWithoutExtension(file) : null,
                };
                set.Objects.Add(mark);
            }

            mark.Mask!.Set(slice, patch);
        }

        if (numbers.AsSpan().IndexOfAnyExcept(0) < 0 && one)
        {
            notes.Leave(file, "it marks no pixel");
        }
    }

    private static MarkLabel Made(MarkSet set, int number, PngLabels png, IReadOnlyList<MarkLabel> table)
    {
        MarkLabel label =
            table.FirstOrDefault(known => known.Number == number)
            ?? new MarkLabel
            {
                Number = number,
                Name = png.IsColour
                    ? string.Create(CultureInfo.InvariantCulture, $"#{number:X6}")
                    : string.Create(CultureInfo.InvariantCulture, $"label {number}"),
                Colour =
                    png.IsColour ? ((byte)(number >> 16), (byte)(number >> 8), (byte)number)
                    : number < png.Palette.Count ? png.Palette[number]
                    : null,
            };
        set.Labels.Add(label);
        return label;
    }

    /// <summary>The picture that a mask belongs to, and whether the mask is one of several objects on it.</summary>
    private (int Slice, bool One) Image(MarkedImages images, string file)
    {
        string relative = System.IO.Path.GetRelativePath(_root.Length > 0 ? _root : ".", file).Replace('\\', '/');
        int slice = images.Find(relative);
        if (slice < 0 && images.Slices.Count == 1 && _files.Count == 1)
        {
            slice = 0;
        }

        if (slice >= 0)
        {
            return (slice, false);
        }

        string? folder = System.IO.Path.GetDirectoryName(relative);
        while (!string.IsNullOrEmpty(folder))
        {
            slice = images.Find(System.IO.Path.GetFileName(folder));
            if (slice >= 0)
            {
                return (slice, true);
            }

            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return (-1, false);
    }
}
