using Overread.Cli.Quality.Files;
using Overread.Learning.Features;
using Overread.Text.Formats;
using SkiaSharp;

namespace Overread.Cli.Learning.Sets;

/// <summary>Features of a picture or a text in a file.</summary>
internal static class ItemContent
{
    private static readonly string[] s_pictures = [".png", ".jpg", ".jpeg"];
    private static readonly string[] s_texts = [".txt", ".text"];

    internal static bool IsPicture(string path) => Ends(path, s_pictures);

    internal static bool IsText(string path) => Ends(path, s_texts);

    /// <summary>The files of a folder that can be items, at any depth, in the order of their names.</summary>
    internal static List<string> FilesOf(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file)[0] != '.' && (IsPicture(file) || IsText(file)))
                .Order(StringComparer.Ordinal),
        ];

    internal static double[] OfText(string path, int width)
    {
        if (!SourceText.TryDecode(File.ReadAllBytes(path), out string text, out string? problem))
        {
            throw new FileError(path, 0, problem + ".");
        }

        double[] row = new double[width];
        TextFeatures.Add(text, row);
        return row;
    }

    /// <summary>Opens a picture; it is upright as it stands in the file.</summary>
    internal static SKBitmap Open(string path)
    {
        // Decoded into four bytes per pixel, so that grey pictures and pictures of 16 bits are read alike.
        using SKCodec? codec = SKCodec.Create(path);
        SKImageInfo info = codec is null
            ? default
            : new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        SKBitmap? bitmap = codec is null ? null : SKBitmap.Decode(codec, info);
        return bitmap ?? throw new FileError(path, 0, "the picture cannot be read; PNG and JPEG can.");
    }

    /// <summary>Features of a part of a picture, in its pixels.</summary>
    internal static double[] OfPatch(SKBitmap picture, SKRectI part)
    {
        using SKBitmap cut = new();
        if (!picture.ExtractSubset(cut, part))
        {
            throw new ArgumentException(
                $"The box {part.Left}, {part.Top}, {part.Right}, {part.Bottom} lies outside the picture of {picture.Width} × {picture.Height} pixels."
            );
        }

        using SKBitmap small =
            cut.Resize(
                new SKImageInfo(PatchFeatures.Side, PatchFeatures.Side, SKColorType.Rgba8888, SKAlphaType.Unpremul),
                new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
            ) ?? throw new ArgumentException("The picture cannot be made small.");
        byte[] rgb = new byte[PatchFeatures.Side * PatchFeatures.Side * 3];
        ReadOnlySpan<byte> pixels = small.GetPixelSpan();
        for (int y = 0; y < PatchFeatures.Side; y++)
        {
            for (int x = 0; x < PatchFeatures.Side; x++)
            {
                pixels.Slice((y * small.RowBytes) + (4 * x), 3).CopyTo(rgb.AsSpan(((y * PatchFeatures.Side) + x) * 3));
            }
        }

        return PatchFeatures.Of(rgb, part.Width, part.Height);
    }

    private static bool Ends(string path, string[] endings) =>
        endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
