using Overread.Dicom;
using Overread.Dicom.Pixels;
using SkiaSharp;

namespace Overread.Benchmarks;

/// <summary>Pictures with text burned in, for benchmarks.</summary>
internal static class ScreenCapture
{
    private static readonly string[] Lines =
    [
        "OKONKWO, ADAEZE",
        "MRN 4471123",
        "DOB 1963-04-12",
        "Northmoor General",
        "14:22:07",
        "Acc A20441187",
    ];

    /// <summary>A slice as a screen capture with lines of text in its corner.</summary>
    internal static DicomFile Of(DicomFile slice)
    {
        FrameRenderer.TryRender(slice, 0, RenderOptions.Default, out RenderedFrame frame, out _);
        using SKBitmap bitmap = new(frame.Width, frame.Height, SKColorType.Gray8, SKAlphaType.Opaque);
        frame.Pixels.CopyTo(bitmap.GetPixelSpan());
        using SKCanvas canvas = new(bitmap);
        using SKTypeface face = SKTypeface.FromFile("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");
        using SKFont font = new(face, 14);
        using SKPaint paint = new() { Color = SKColors.White };
        for (int i = 0; i < Lines.Length; i++)
        {
            canvas.DrawText(Lines[i], 8, 20 + (18 * i), SKTextAlign.Left, font, paint);
        }

        canvas.Flush();
        Dataset d = new();
        d.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.7");
        d.Set(Tags.SopInstanceUid, slice.SopInstanceUid + ".1");
        d.Set(Tags.Modality, "OT");
        d.Set(Tags.PhotometricInterpretation, "MONOCHROME2");
        foreach (
            (Tag tag, int value) in ((Tag, int)[])
                [
                    (Tags.SamplesPerPixel, 1),
                    (Tags.Rows, frame.Height),
                    (Tags.Columns, frame.Width),
                    (Tags.BitsAllocated, 8),
                    (Tags.BitsStored, 8),
                    (Tags.HighBit, 7),
                    (Tags.PixelRepresentation, 0),
                ]
        )
        {
            d.Set(tag, (ushort)value);
        }

        d.Set(new Element(Tags.PixelData, Vr.OB, bitmap.GetPixelSpan().ToArray()));
        return new DicomFile(d);
    }
}
