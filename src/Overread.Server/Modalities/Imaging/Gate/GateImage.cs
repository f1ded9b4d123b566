using Overread.Dicom;
using Overread.Dicom.Pixels;
using Overread.Server.Modalities.Imaging.Intake;
using SkiaSharp;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>Draws one frame that waits at the gate, as large as it is or no larger than asked for.</summary>
internal static class GateImage
{
    /// <summary>A PNG, or null where the frame cannot be drawn.</summary>
    /// <param name="path">The cleaned file.</param>
    /// <param name="kind">dicom or photo.</param>
    /// <param name="frame">From 0.</param>
    /// <param name="side">Longest side; 0 for the size it has.</param>
    /// <param name="every">Shows what the object's own window hides as well.</param>
    public static byte[]? Render(string path, string kind, int frame, int side, bool every = false)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        if (kind == "photo")
        {
            return frame == 0 ? PhotoCleaner.Thumbnail(File.ReadAllBytes(path), side > 0 ? side : int.MaxValue) : null;
        }

        using DicomFile file = DicomFile.Read(path);
        if (
            !FrameRenderer.TryRender(
                file,
                frame,
                new RenderOptions { LargestSide = side, EveryValue = every },
                out RenderedFrame drawn,
                out _
            )
        )
        {
            return null;
        }

        using MemoryStream png = new();
        drawn.WritePng(png);
        return png.ToArray();
    }

    /// <summary>A photo as the text finder wants it; null where it cannot be decoded.</summary>
    public static RenderedFrame? OfPhoto(byte[] bytes)
    {
        using SKBitmap? bitmap = SKBitmap.Decode(bytes);
        if (bitmap is null)
        {
            return null;
        }

        byte[] rgb = new byte[bitmap.Width * bitmap.Height * 3];
        SKColor[] colors = bitmap.Pixels;
        for (int i = 0; i < colors.Length; i++)
        {
            rgb[i * 3] = colors[i].Red;
            rgb[(i * 3) + 1] = colors[i].Green;
            rgb[(i * 3) + 2] = colors[i].Blue;
        }

        return new RenderedFrame(bitmap.Width, bitmap.Height, true, rgb);
    }
}
