namespace Overread.Dicom;

/// <summary>
/// Blanks rectangles in every frame. Native, RLE and JPEG-LS lossless data keep their encoding and every other pixel;
/// anything else is written uncompressed, so that nothing is compressed with loss a second time.
/// </summary>
public static class PixelBlanker
{
    /// <summary>Blanks the same boxes in every frame.</summary>
    /// <param name="file">The source; must stay open until the result is written.</param>
    /// <param name="boxes">Boxes, cut to the picture.</param>
    /// <param name="result">A new object with (0028,0301) Burned In Annotation set to NO; null where it cannot be made.</param>
    /// <param name="problem">Why not.</param>
    public static bool TryBlank(
        DicomFile file,
        IReadOnlyList<PixelBox> boxes,
        out DicomFile result,
        out Finding? problem
    ) => TryBlank(file, _ => boxes, out result, out problem);

    /// <summary>Blanks boxes frame by frame.</summary>
    /// <param name="file">The source; must stay open until the result is written.</param>
    /// <param name="boxes">The boxes of a frame, counted from 0, cut to the picture; none leaves its values as they are.</param>
    /// <param name="result">A new object with (0028,0301) Burned In Annotation set to NO; null where it cannot be made.</param>
    /// <param name="problem">Why not.</param>
    public static bool TryBlank(
        DicomFile file,
        Func<int, IReadOnlyList<PixelBox>> boxes,
        out DicomFile result,
        out Finding? problem
    )
    {
        bool done = FrameEditor.TryEdit(
            file,
            (frame, data, facts) =>
            {
                foreach (PixelBox box in boxes(frame))
                {
                    Blank(data, facts, box);
                }
            },
            out result,
            out problem
        );
        if (done)
        {
            result.Dataset.Set(Tags.BurnedInAnnotation, "NO");
        }

        return done;
    }

    private static void Blank(byte[] data, ImageFacts facts, PixelBox box)
    {
        PixelBox cut = box.Grown(0, facts.Columns, facts.Rows);
        int bytes = facts.SampleBytes;
        for (int y = cut.Top; y < cut.Bottom; y++)
        {
            for (int x = cut.Left; x < cut.Right; x++)
            {
                for (int sample = 0; sample < facts.Samples; sample++)
                {
                    int at = ((((y * facts.Columns) + x) * facts.Samples) + sample) * bytes;
                    data.AsSpan(at, bytes).Clear();
                    // Half the range is no colour in the colour difference channels; zero would be green.
                    if (sample > 0 && facts.Photometric.StartsWith("YBR", StringComparison.Ordinal))
                    {
                        data[at + bytes - 1] = (byte)(1 << ((facts.BitsStored - 1) % 8));
                    }
                }
            }
        }
    }
}
