using Overread.Dicom.Pixels.Codecs;
using Overread.Dicom.PixelText;

namespace Overread.Dicom.Pixels.JpegBlanking;

/// <summary>
/// Blanks rectangles in a sequential JPEG without compressing anything a second time: the blocks that a box touches become
/// black, whole units of 8 or 16 pixels, and all others keep their coefficients.
/// </summary>
internal static class JpegBlanker
{
    /// <summary>Blanks one frame.</summary>
    /// <param name="stored">The stream.</param>
    /// <param name="facts">What the object says about it.</param>
    /// <param name="boxes">Boxes in pixels.</param>
    /// <exception cref="FrameCodecException">It is another kind of JPEG, damaged, or does not come out black.</exception>
    internal static byte[] Blank(byte[] stored, ImageFacts facts, IReadOnlyList<PixelBox> boxes)
    {
        JpegBlocks blocks = JpegBlocks.Read(stored, facts);
        string photometric = JpegCodec.Photometric(facts, JpegStreamFacts.Read(stored));
        int middle = photometric.StartsWith("YBR", StringComparison.Ordinal) ? 1 << (blocks.Precision - 1) : 0;
        int[] levels = [0, middle, middle, middle];
        PixelBox[] cut = [.. boxes.Select(box => box.Grown(0, facts.Columns, facts.Rows))];
        foreach (PixelBox box in cut.Where(box => box.Width > 0 && box.Height > 0))
        {
            blocks.Fill(box, levels);
        }

        byte[] blanked = blocks.Write();
        Prove(JpegCodec.Decode(blanked, facts), cut, blocks.Precision);
        return blanked;
    }

    /// <summary>Looks at the result with the other decoder: whatever went wrong, no word may be left.</summary>
    private static void Prove(PixelFrame frame, PixelBox[] boxes, int precision)
    {
        double most = 1 << (precision - 6);
        bool first = frame.Facts.Photometric.StartsWith("YBR", StringComparison.Ordinal);
        foreach (PixelBox box in boxes)
        {
            for (int y = box.Top; y < box.Bottom; y++)
            {
                for (int x = box.Left; x < box.Right; x++)
                {
                    for (int sample = 0; sample < (first ? 1 : frame.Facts.Samples); sample++)
                    {
                        int at = (((y * frame.Facts.Columns) + x) * frame.Facts.Samples) + sample;
                        if (frame.Sample(at) > most)
                        {
                            throw new FrameCodecException("a JPEG that did not come out black");
                        }
                    }
                }
            }
        }
    }
}
